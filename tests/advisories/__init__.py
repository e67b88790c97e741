"""Whether a hole is known in what the project depends on. `python -m tests.advisories` asks with pip-audit."""
