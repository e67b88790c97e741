"""Signs of all that a part of the site comes of: equal signs, equal files. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from generator.bundles import Bundle
from generator.directory import Directory, Reading, private_mailboxes
from generator.kept import key_of
from generator.overall import PARTS, SUBSCRIPTIONS


class Keys:
    """For the site of a directory as of a day. `code`: the sign of what makes it."""

    def __init__(self, reading: Reading, directory: Directory, now: datetime, code: str) -> None:
        self.code = code
        self._sums = reading.sums
        self._sha256 = directory.sha256
        self._common = key_of([code, now.date(), directory.site, *sorted(private_mailboxes(directory))])

    def of_part(self, name: str, before: str) -> str:
        """Of what tells of all, after this history was published; a part that reads everything reads each byte."""
        reads = PARTS[name].reads
        told = before if name == SUBSCRIPTIONS else ""
        return key_of([self._common, name, told, "" if reads else self._sha256, *self._signs(self._sums, reads)])

    def of_bundle(self, bundle: Bundle, shared: Iterable[str]) -> str:
        """Of a bundle, which sees its own files and the shared ones."""
        return key_of([self._common, *self._signs(dict.fromkeys([*shared, *bundle.files]), frozenset())])

    def _signs(self, files: Iterable[str], sections: frozenset[str]) -> Iterator[tuple[str, str, str]]:
        for file in files:
            for section, found in self._sums.get(file, {}).items():
                if not sections or section in sections:
                    yield file, section, found
