"""The load of a bad day on a small server. `python -m tests.load` is the long form, a minute of each."""
