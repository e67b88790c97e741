"""What an operator reads after a backup and a restore. Pure; by reference, without a citizen's word."""

from collections.abc import Collection, Iterator, Sequence

from form_api.manifest import Manifest
from form_api.outbox.copies import Letter, Place, Restored


def about_keys(files: Collection[str]) -> str:
    """Whoever has the backup can read it, or nobody can."""
    if "key" in files:
        return "It holds the key that opens it: keep it where only who may read citizens' letters can read."
    return "It opens only with the key that this installation reads its letters with: keep that elsewhere, and safe."


def after_restore(manifest: Manifest, restored: Restored, *, same_secret: bool) -> str:
    """What is back, what may have happened since that the outbox can't know, and what to do about it."""
    parts = (
        [f"Restored {restored.inquiries} inquiries as they were at {manifest.made_at:%Y-%m-%dT%H:%M:%SZ}."],
        ["References that were given later are gone, and so is what desks and operators did since: erase again what"],
        ["citizens had erased since."],
        _secret_lines(same_secret=same_secret),
        _again_lines(restored.go_again),
        _held_lines(restored.held),
        _place_lines(restored.places),
    )
    return "\n".join(line for part in parts for line in part)


def _secret_lines(*, same_secret: bool) -> Iterator[str]:
    if not same_secret:
        yield "The secret is another one than then: receipts and links in letters from before don't open."


def _again_lines(letters: Sequence[Letter]) -> Iterator[str]:
    if not letters:
        yield "Nothing was on its way then, so nothing goes out twice."
        return
    yield f"{len(letters)} letters were on their way then. They go out when the service starts; what a mail server has"
    yield "taken since then goes out twice, with the Message-ID of the first. If its log names the reference of a"
    yield "question, say before the start: python -m form_api outbox delivered REF"
    yield from (f"  {letter.about}  {letter.kind}" for letter in letters)


def _held_lines(letters: Sequence[Letter]) -> Iterator[str]:
    if letters:
        yield f"{len(letters)} automatic replies may have gone out since then, and are not sent (again):"
        yield from (f"  {letter.about}  {letter.kind}" for letter in letters)


def _place_lines(places: Sequence[Place]) -> Iterator[str]:
    if places:
        yield "Queue numbers are given out from here on; higher ones may have been given since then:"
        yield from (f"  {place.service} on {place.day}: number {place.given} was the last" for place in places)
