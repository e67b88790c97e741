"""Changes -> sentences, one for each. Pure; no address that is private now is in any of them."""

import re
from collections.abc import Sequence

from generator.answers.diff.announced import announcement_sentence
from generator.answers.diff.channels import channel_sentence, opening_sentence
from generator.answers.diff.offices import office_sentence
from generator.answers.diff.services import service_sentence
from generator.answers.diff.telling import Telling
from generator.changes import Change, kinds
from generator.changes.essence import tidy
from generator.directory import Directory, Language, mailboxes_told, private_mailboxes


def sentences(changes: Sequence[Change], old: Directory, new: Directory, words: Language) -> list[str]:
    """A sentence on one line for each change, in their order."""
    told = Telling(old, new, words)
    private = private_mailboxes(new)
    return [_discreet(tidy(_sentence(change, told)), private, words) for change in changes]


def _sentence(change: Change, told: Telling) -> str:
    if isinstance(change, kinds.Renamed):
        return _renamed(change, told)
    if isinstance(change, kinds.ServiceChange):
        return service_sentence(change, told)
    if isinstance(change, kinds.OfficeChange):
        return office_sentence(change, told)
    if isinstance(change, kinds.ChannelChange):
        return channel_sentence(change, told)
    if isinstance(change, kinds.OpeningChange):
        return opening_sentence(change, told)
    return announcement_sentence(change, told)


def _renamed(change: kinds.Renamed, told: Telling) -> str:
    old, new = told.name(change.old), told.name(change.new)
    if tidy(old) == tidy(new):
        return told.words("diff.of", what=new, change=told.words("diff.elsewhere"))
    return told.words("diff.renamed", old=old, new=new)


def _discreet(sentence: str, private: frozenset[str], words: Language) -> str:
    """An address that the public had, and that a desk keeps to itself now, is told no more."""
    for box in sorted(mailboxes_told(sentence, private), key=len, reverse=True):
        sentence = re.sub(re.escape(box), lambda _: words("diff.withheld"), sentence, flags=re.IGNORECASE)
    return sentence
