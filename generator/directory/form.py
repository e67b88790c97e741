"""The question form of a service as data: fields, labels, limits. The site and the form API both render it. Pure."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.directory.language import Language
from generator.directory.model import Directory, Service
from generator.directory.values import MAX_ADDRESS_LENGTH

MAX_NAME_LENGTH = 100
MAX_PHONE_LENGTH = 40
MAX_MESSAGE_LENGTH = 5000
OTHER_TOPIC = "other"
RESERVED_FIELDS = frozenset(
    {"service", "topic", "name", "email", "phone", "message", "language", "token", "attachments"}
)
"""What the form's own fields are called: files come under the id of their document, which is none of these."""


class Choice(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing that a citizen fills in. `max_length` counts characters; `control` is how it is shown."""

    name: str
    control: Literal["line", "email", "tel", "lines", "choice"]
    label: str
    max_length: int
    hint: str = ""
    mandatory: bool = False
    autocomplete: str = "off"
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """What is asked, in the order of the page, and what the page sends along unseen."""

    service: str
    language: str
    fields: tuple[FormField, ...]


def question_form(directory: Directory, service: Service | None, words: Language) -> QuestionForm:
    """The form of a service's page in the language of `words`."""
    fields = (
        *_topic(directory, words),
        FormField(
            "message",
            "lines",
            words("form.message"),
            MAX_MESSAGE_LENGTH,
            hint=words("form.message_hint", limit=MAX_MESSAGE_LENGTH),
            mandatory=True,
        ),
        FormField(
            "email",
            "email",
            words("form.email"),
            MAX_ADDRESS_LENGTH,
            hint=words("form.contact_hint"),
            autocomplete="email",
        ),
        FormField("phone", "tel", words("form.phone"), MAX_PHONE_LENGTH, autocomplete="tel"),
        FormField(
            "name",
            "line",
            words("form.name"),
            MAX_NAME_LENGTH,
            hint=words("form.name_hint", limit=MAX_NAME_LENGTH),
            autocomplete="name",
        ),
    )
    return QuestionForm(service.id if service else "", words.code, fields)


def _topic(directory: Directory, words: Language) -> tuple[FormField, ...]:
    topics = directory.inquiry.topics.values() if directory.inquiry else ()
    if not topics:
        return ()
    choices = [Choice(topic.id, topic.name.say(words.code)) for topic in topics]
    choices.append(Choice(OTHER_TOPIC, words("form.topic_other")))
    return (FormField("topic", "choice", words("form.topic"), MAX_NAME_LENGTH, choices=tuple(choices)),)
