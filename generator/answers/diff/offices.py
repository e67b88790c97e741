"""Sentences about offices, their desks and the site. Pure; no desk's mailbox is told."""

from typing import assert_never

from generator.answers.diff.services import rewritten
from generator.answers.diff.telling import Telling
from generator.changes import kinds
from generator.directory import Organization


def office_sentence(change: kinds.OfficeChange, told: Telling) -> str:
    words = told.words
    match change:
        case kinds.OfficeAdded(office):
            return words("diff.office_added", office=told.name(office))
        case kinds.OfficeRemoved(office):
            return words("diff.office_removed", office=told.name(office))
        case kinds.OfficeSiteChanged(old, new):
            site = words("diff.office_site", old=_address(old, told), new=_address(new, told))
            return words("diff.of", what=told.name(new), change=site)
        case kinds.OfficeRewritten(office, passages):
            return words("diff.of", what=told.name(office), change=rewritten(passages, told))
        case kinds.ReplyTimeChanged():
            return _reply_time(change, told)
        case kinds.LanguagesChanged():
            return _languages(change, told)
        case _:
            assert_never(change)


def _address(office: Organization, told: Telling) -> str:
    return office.url or told.words("diff.not_told")


def _reply_time(change: kinds.ReplyTimeChanged, told: Telling) -> str:
    words = told.words
    desks = told.some(desk.name.say(words.code) for desk in change.desks)
    if change.new is None:
        return words("diff.reply_untold", desks=desks)
    if change.old is None:
        return words("diff.reply_told", desks=desks, new=words.duration(change.new))
    return words("diff.reply_changed", desks=desks, old=words.duration(change.old), new=words.duration(change.new))


def _languages(change: kinds.LanguagesChanged, told: Telling) -> str:
    def named(codes: tuple[str, ...]) -> str:
        return told.words.enumeration([str(told.words.locale.languages[code]) for code in codes])

    sentences = [told.words("diff.languages_added", languages=named(change.added))] if change.added else []
    if change.removed:
        sentences.append(told.words("diff.languages_removed", languages=named(change.removed)))
    return " ".join(sentences)
