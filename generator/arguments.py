"""What a command was given and can't use."""


class WrongArgumentError(ValueError):
    """An argument that can't be used. `key` names the words in the catalogues that say what to write, with `blanks`."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(f"{key} {blanks}" if blanks else key)
        self.key = key
        self.blanks = blanks
