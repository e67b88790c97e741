"""Good directories and the harm that comes to them: how a file is spoiled, and what must hold of it all the same.

Everything here takes its chances from a `random.Random`, so that a seed and a number bring back any mutant.
"""
