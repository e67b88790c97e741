"""The door: all that other rooms may know of contacts.yml."""

from generator.directory.hours import (
    Cause,
    Span,
    State,
    Status,
    Timetable,
    channel_timetable,
    schedule_timetable,
    shuts,
)
from generator.directory.language import Language, available_languages, language
from generator.directory.model import (
    CalendarDay,
    Channel,
    Closure,
    Counter,
    Desk,
    Directory,
    EmailChannel,
    Form,
    InquiryRules,
    Location,
    Notice,
    Organization,
    Phone,
    Schedule,
    Service,
    SpecialHours,
    Web,
    WhatsApp,
)
from generator.directory.problems import DirectoryError, Place, Problem, WrongTextError
from generator.directory.read import Reading, inspect, load
from generator.directory.values import Interval, Telephone, Text, clock, email_address

__all__ = [
    "CalendarDay", "Cause", "Channel", "Closure", "Counter", "Desk", "Directory", "DirectoryError", "EmailChannel",
    "Form", "InquiryRules", "Interval", "Language", "Location", "Notice", "Organization", "Phone", "Place", "Problem",
    "Reading", "Schedule", "Service", "Span", "SpecialHours", "State", "Status", "Telephone", "Text", "Timetable",
    "Web", "WhatsApp", "WrongTextError", "available_languages", "channel_timetable", "clock", "email_address",
    "inspect", "language", "load", "schedule_timetable", "shuts",
]  # fmt: skip
