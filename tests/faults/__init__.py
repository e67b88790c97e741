"""What kills a service, and what must not be lost by it. `python -m tests.faults --rounds 200` is the long form."""
