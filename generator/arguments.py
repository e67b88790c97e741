"""What a command was given and can't use."""


class WrongArgumentError(ValueError):
    """An argument that can't be used; its text says what to write."""
