"""The door: all that other rooms may know of contacts.yml."""

from generator.directory.addresses import absolute, home_path, inquiries_address, page_path, site_link
from generator.directory.files import files_of, sum_of
from generator.directory.form import (
    ATTACHMENTS,
    HONEYPOT,
    KEY,
    MEDIA_TYPES,
    OTHER_TOPIC,
    PURPOSE,
    QUESTION,
    SUBMISSION,
    TOOK,
    Choice,
    DocumentField,
    FilesField,
    FormField,
    Honeypot,
    QuestionForm,
    document_fields,
    file_types,
    question_form,
    uploads_of,
)
from generator.directory.hours import Status, Timetable
from generator.directory.language import Language, available_languages, language
from generator.directory.links import Link, channel_contact, channel_link, channel_name
from generator.directory.model import (
    CalendarDay,
    Channel,
    Closure,
    Counter,
    Desk,
    Directory,
    EmailChannel,
    FileType,
    Form,
    InquiryRules,
    Location,
    Notice,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    SpecialHours,
    Web,
    WhatsApp,
)
from generator.directory.per_directory import PerDirectory
from generator.directory.places import Places
from generator.directory.problems import DirectoryError, Place, Problem, WrongTextError
from generator.directory.read import Clock, Reading, inspect, load
from generator.directory.references import missing_reference
from generator.directory.routing import desks_for, desks_from, mailboxes_told, private_mailboxes
from generator.directory.script import UPLOAD_SCRIPT
from generator.directory.sound import references_of
from generator.directory.spans import Cause, Span, State
from generator.directory.timetables import Timetables, channel_timetable, schedule_timetable
from generator.directory.values import Interval, Telephone, Text, clock, email_address

__all__ = [
    "ATTACHMENTS", "HONEYPOT", "KEY", "MEDIA_TYPES", "OTHER_TOPIC", "PURPOSE", "QUESTION", "SUBMISSION", "TOOK",
    "UPLOAD_SCRIPT", "CalendarDay", "Cause", "Channel", "Choice", "Clock", "Closure", "Counter", "Desk", "Directory",
    "DirectoryError", "DocumentField", "EmailChannel", "FileType", "FilesField", "Form", "FormField", "Honeypot",
    "InquiryRules", "Interval", "Language", "Link", "Location", "Notice", "Organization", "PerDirectory", "Phone",
    "Place", "Places", "Problem", "QuestionForm", "Reading", "RequiredDocument", "Schedule", "Service", "Span",
    "SpecialHours", "State", "Status", "Telephone", "Text", "Timetable", "Timetables", "Web", "WhatsApp",
    "WrongTextError", "absolute", "available_languages", "channel_contact", "channel_link", "channel_name",
    "channel_timetable", "clock", "desks_for", "desks_from", "document_fields", "email_address", "file_types",
    "files_of", "home_path", "inquiries_address", "inspect", "language", "load", "mailboxes_told", "missing_reference",
    "page_path", "private_mailboxes", "question_form", "references_of", "schedule_timetable", "site_link", "sum_of",
    "uploads_of",
]  # fmt: skip
