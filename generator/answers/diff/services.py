"""Sentences about services. Pure."""

from typing import assert_never

from generator.answers.diff.telling import Telling
from generator.changes import kinds
from generator.changes.essence import tidy
from generator.changes.kinds import Passage, ServiceDetail
from generator.directory import Language, RequiredDocument
from generator.directory.model import CostOption, ProcessingTime
from generator.facts import document_line, processing_time


def service_sentence(change: kinds.ServiceChange, told: Telling) -> str:
    match change:
        case kinds.ServicesAdded(services):
            return told.words("diff.services_added", services=told.services(services))
        case kinds.ServicesRemoved(services):
            return told.words("diff.services_removed", services=told.services(services))
        case kinds.ServicesChanged(services, how):
            return told.words("diff.of", what=told.services(services), change=_detail(how, told))
        case _:
            assert_never(change)


def _detail(how: ServiceDetail, told: Telling) -> str:  # noqa: PLR0911 one line for each kind of change
    words = told.words
    match how:
        case kinds.Suspended():
            return words("diff.suspended")
        case kinds.Resumed():
            return words("diff.resumed")
        case kinds.OfficeChanged(old, new):
            return words("diff.office_changed", old=told.name(old), new=told.name(new))
        case kinds.WaysChanged():
            return _ways(how, told)
        case kinds.ProcessingTimeChanged(old_time, new_time):
            return words("diff.processing_time", old=_time(old_time, words), new=_time(new_time, words))
        case kinds.FeeAdded() | kinds.FeeRemoved() | kinds.FeeChanged():
            return _fee(how, words)
        case kinds.Rewritten(passages):
            return rewritten(passages, told)
    return _documents(how, told)


def _ways(how: kinds.WaysChanged, told: Telling) -> str:
    added, removed = told.channels(how.added), told.channels(how.removed)
    if not how.removed:
        return told.words("diff.ways_added", added=added)
    if not how.added:
        return told.words("diff.ways_removed", removed=removed)
    return told.words("diff.ways_changed", added=added, removed=removed)


def _documents(how: kinds.DocumentDetail, told: Telling) -> str:
    words = told.words
    match how:
        case kinds.DocumentsAdded(documents):
            return words("diff.documents_added", documents=told.some(document_line(item, words) for item in documents))
        case kinds.DocumentsRemoved(documents):
            return words("diff.documents_removed", documents=told.some(_name(item, words) for item in documents))
        case kinds.DocumentRenamed(old, new) if _name(old, words) == _name(new, words):
            return words("diff.document_elsewhere", document=_name(new, words))
        case kinds.DocumentRenamed(old, new):
            return words("diff.document_renamed", old=_name(old, words), new=_name(new, words))
        case kinds.DocumentNeedChanged(document):
            need = words("diff.required") if document.required else words("diff.optional")
            return words("diff.document_need", document=_name(document, words), need=need)
        case kinds.DocumentFormChanged(old, new):
            return words("diff.document_form", document=_name(new, words), old=_form(old, words), new=_form(new, words))
        case _:
            assert_never(how)


def _name(document: RequiredDocument, words: Language) -> str:
    return tidy(document.document.say(words.code))


def _form(document: RequiredDocument, words: Language) -> str:
    return words(f"page.document_form.{document.form}") if document.form else words("diff.any_form")


def _time(time: ProcessingTime | None, words: Language) -> str:
    return processing_time(time, words) if time else words("diff.not_told")


def _fee(how: kinds.FeeDetail, words: Language) -> str:
    match how:
        case kinds.FeeAdded(fee):
            return words("diff.fee_added", fee=fee.option.say(words.code), amount=_amount(fee, words))
        case kinds.FeeRemoved(fee):
            return words("diff.fee_removed", fee=fee.option.say(words.code))
        case kinds.FeeChanged(old, new):
            fee_name = new.option.say(words.code)
            return words("diff.fee_changed", fee=fee_name, old=_amount(old, words), new=_amount(new, words))
        case _:
            assert_never(how)


def _amount(fee: CostOption, words: Language) -> str:
    amount = words.money(fee.amount, fee.currency)
    return amount if fee.amount else amount.lower()  # in the middle of a sentence: gratis


def rewritten(passages: tuple[Passage, ...], told: Telling) -> str:
    """Where a text has changed, by the headings of the page."""
    headings = {
        Passage.DESCRIPTION: "diff.description",
        Passage.ELIGIBILITY: "page.eligibility",
        Passage.STEPS: "page.steps",
        Passage.COST: "page.cost",
        Passage.PAYMENT: "page.payment",
        Passage.OUTPUT: "page.output",
        Passage.PRIVACY: "diff.privacy",
    }
    parts = [f"“{told.words(headings[passage])}”" for passage in passages]
    return told.words("diff.rewritten", parts=told.words.enumeration(parts))
