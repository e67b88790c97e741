"""Letters into a Maildir on disk, where no mail server is configured. Any mail program reads it."""

import asyncio
import mailbox as mailboxes
from email.message import EmailMessage
from pathlib import Path

from form_api import folders
from form_api.outcomes import Accepted, Outcome, Unreachable


class MaildirCourier:
    """Lays each letter into FOLDER/new."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def carry(self, letter: EmailMessage, *, sender: str, mailbox: str) -> Outcome:
        try:
            await asyncio.to_thread(self._lay, letter, sender, mailbox)
        except OSError as error:
            return Unreachable(f"{type(error).__name__}: {error.strerror}")
        return Accepted(250, "in the Maildir")

    async def close(self) -> None:
        """A folder is not kept open."""

    def _lay(self, letter: EmailMessage, sender: str, mailbox: str) -> None:
        """`mailbox` syncs the file before it shows it in new/; the folder's entry is synced here."""
        for name in ("cur", "new", "tmp"):  # `mailbox` does not make them in a folder that is there already
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        letter["Return-Path"] = f"<{sender}>"
        letter["Delivered-To"] = mailbox
        on_disk = letter.as_bytes(policy=letter.policy.clone(linesep="\n"))
        mailboxes.Maildir(self.folder).add(on_disk)
        folders.sync(self.folder / "new")
