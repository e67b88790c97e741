"""Signs of all that a part of the site comes of: equal signs, equal files. Pure."""

from collections.abc import Iterable
from datetime import datetime

from generator.bundles import Bundle
from generator.directory import Directory, Reading, private_mailboxes
from generator.directory.timetables import grouped
from generator.kept import key_of
from generator.overall import PARTS, SUBSCRIPTIONS


class Keys:
    """For the site of a directory as of a day. `code`: the sign of what makes it."""

    def __init__(self, reading: Reading, directory: Directory, now: datetime, code: str) -> None:
        self.code = code
        rows = [(section, file, found) for file, sums in reading.sums.items() for section, found in sums.items()]
        self._of_section = {section: key_of(found) for section, found in grouped((row[0], row) for row in rows).items()}
        self._of_file = {file: key_of([file, *sums.items()]) for file, sums in reading.sums.items()}
        self._sha256 = directory.sha256
        self._common = key_of([code, now.date(), directory.site, *sorted(private_mailboxes(directory))])

    def of_part(self, name: str, before: str) -> str:
        """Of what tells of all, after this history was published; a part that reads everything reads each byte."""
        reads = PARTS[name].reads
        told = before if name == SUBSCRIPTIONS else ""
        signs = [sign for section, sign in sorted(self._of_section.items()) if not reads or section in reads]
        return key_of([self._common, name, told, "" if reads else self._sha256, *signs])

    def of_bundle(self, bundle: Bundle, shared: Iterable[str]) -> str:
        """Of a bundle, which sees its own files and the shared ones."""
        files = dict.fromkeys([*shared, *bundle.files])
        return key_of([self._common, *(self._of_file[file] for file in files if file in self._of_file)])
