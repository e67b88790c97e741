"""The conversation: each question until its answer is good, which is when a file with it passes `check`. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.directory import Language, available_languages, language
from generator.directory.read import inspect_text
from generator.directory.values import FIRST_YEAR
from generator.newcomer.draft import Draft
from generator.newcomer.first_file import first_file
from generator.newcomer.questions import QUESTIONS, WEEK, Question

_ANY_DAY = date(FIRST_YEAR, 1, 1)


class Conversation(NamedTuple):
    """With whom: `ask` shows a question and returns what was typed, `say` shows a line. `ask` may raise EOFError."""

    ask: Callable[[str], str]
    say: Callable[[str], None]
    words: Language


def draft_of(given: Mapping[str, Sequence[str]], talk: Conversation) -> Draft:
    """The answers to all questions: those that came with the command, by flag, and for the rest whoever is asked.

    Raises: EOFError, KeyboardInterrupt where nobody answers any more.
    """
    waiting = {flag: list(answers) for flag, answers in given.items()}
    draft = Draft()
    for question in QUESTIONS:
        for code in draft.languages if question.in_each_language else draft.languages[:1]:
            draft = _answered(question, draft, code, waiting.get(question.flag, []), talk)
    return draft


def _answered(question: Question, draft: Draft, code: str, given: list[str], talk: Conversation) -> Draft:
    """The draft with a good answer in it, taken from `given` first; one that is not is told with what to write."""
    proposed = _proposed(question, draft, code, talk.words)
    shown = f" [{proposed}]" if proposed else ""
    while True:
        typed = given.pop(0) if given else talk.ask(f"{question.text(draft, code, talk.words)}{shown}: ")
        answer = typed.strip() or proposed
        after = draft if answer is None else question.put(draft, code, answer)
        wrong = talk.words("new.empty") if answer is None else fault_of(after, answer, talk.words)
        if wrong is None:
            return after
        talk.say(wrong)


def _proposed(question: Question, draft: Draft, code: str, words: Language) -> str | None:
    """The first proposal that would be a good answer; None where the question must be answered."""
    for proposal in question.proposals(draft, code, words):
        if fault_of(question.put(draft, code, proposal), proposal, words) is None:
            return proposal
    return None


def fault_of(draft: Draft, answer: str, words: Language) -> str | None:
    """What is wrong with a draft, of which all but the last answer was good before."""
    if "\n" in answer or "\r" in answer:
        return words("faults.one-line")
    if set(draft.hours) == set(WEEK) and not any(draft.hours.values()):
        return words("new.never_open")
    main = next(iter(draft.languages), "")
    spoken = language(main) if main in available_languages() else words
    found = inspect_text(first_file(draft, spoken, _ANY_DAY), "contacts.yml").problems
    return next((words.explain(problem) for problem in found if problem.severity == "error"), None)
