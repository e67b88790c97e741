"""The commands of the generator: what each is called, what it takes, and which rooms answer it."""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

from generator.answers.check import check, problems_as_text
from generator.answers.hours import hours_as_text, hours_of, why
from generator.answers.instants import instant
from generator.answers.lookup import record_of
from generator.answers.route import routes, routes_as_text, services_to_route
from generator.crew import cores, spread
from generator.directory import Directory, DirectoryError, Reading, available_languages, inspect, language, load
from generator.directory.gathering import Spread
from generator.directory.memory import Memory
from generator.newcomer.questions import FLAGS
from generator.published import published_records
from generator.renames import with_renames


def parser() -> argparse.ArgumentParser:
    """Reads a command line; `run` of what it returns is the function that answers it."""
    top = argparse.ArgumentParser(prog="python -m generator", description="contacts.yml -> the public site")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for add in (
        _add_check,
        _add_build,
        _add_compress,
        _add_publish,
        _add_preview,
        _add_hours,
        _add_route,
        _add_holidays,
        _add_schema,
        _add_diff,
        _add_new,
    ):
        add(commands)
    return top


def _command(commands: Any, name: str, run: Any, about: str) -> argparse.ArgumentParser:
    """A command with the options that every one takes."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    command.add_argument("--contacts", type=Path, default=Path("contacts.yml"), metavar="FILE")
    command.add_argument("--lang", default="id", choices=available_languages(), help="the language of the messages")
    command.set_defaults(run=run)
    return command


def _with_format(command: argparse.ArgumentParser, choices: Sequence[str] = ("text", "json")) -> None:
    command.add_argument("--format", default=choices[0], choices=choices)


def _with_now(command: argparse.ArgumentParser) -> None:
    command.add_argument("--now", default="", metavar="INSTANT", help="for tests and archives; default: the clock")


def _with_site(
    command: argparse.ArgumentParser, about: str = "the published site; ids are compared with its own"
) -> None:
    command.add_argument("--site-dir", type=Path, default=Path("site"), metavar="FOLDER", help=about)


def _add_check(commands: Any) -> None:
    command = _command(commands, "check", _check, "tell what is wrong in the file")
    _with_format(command, ("text", "github", "json"))
    _with_now(command)
    _with_site(command)


def _check(options: argparse.Namespace) -> int:
    reading = _judged(options, processes=cores())
    text, exit_code = check(options.contacts, reading.problems, options.format, language(options.lang))
    if text:
        print(text)
    return exit_code


def _add_build(commands: Any) -> None:
    command = _command(commands, "build", _build, "build the site and publish it")
    _with_now(command)
    _with_site(command)


def _build(options: argparse.Namespace) -> int:
    from generator import site  # noqa: PLC0415 the renderer is slow to import, and few commands need it

    words, memory = language(options.lang), site.memory_of(options.site_dir)

    def read() -> tuple[Reading, datetime]:
        reading = _judged(options, memory, cores())
        if reading.directory is None:
            raise DirectoryError(reading.problems)
        if reading.problems:
            say(problems_as_text(reading.problems, words))
        return reading, _now(options, reading.directory.site.timezone)

    published = site.build_what_is_read(read, options.site_dir, say, cores())
    memory.keep()
    say(words("check.built", pages=published.pages, folder=options.site_dir))
    return 0


def _add_compress(commands: Any) -> None:
    command = _command(commands, "compress", _compress, "write a compressed file beside each text of the built site")
    _with_site(command, "the published site")


def _compress(options: argparse.Namespace) -> int:
    from generator.compressed import compress  # noqa: PLC0415 as for `build`

    files = compress(options.site_dir, cores())
    say(language(options.lang)("check.compressed", files=files, folder=options.site_dir))
    return 0


def _add_publish(commands: Any) -> None:
    command = _command(commands, "publish", _publish, "build and compress; mail to staff what kept the site from it")
    _with_site(command, "the published site")
    command.add_argument("--tell", default="", metavar="MAILBOX,...", help="who is told; default: nobody")
    command.add_argument("--sender", default="loket@localhost", metavar="ADDRESS", help="who tells it")
    command.add_argument("--relay", default="localhost:25", metavar="HOST:PORT", help="the mail server")
    command.add_argument("--watch", action="store_true", help="stay, and publish after each edit and on each new day")


def _publish(options: argparse.Namespace) -> int:
    from generator import publishing  # noqa: PLC0415 as for `build`

    make = partial(publishing.attempt, options.contacts, options.site_dir, options.lang)
    once = partial(publishing.publish, options.contacts, make, partial(_tell_staff, options))
    if options.watch:
        directory = inspect(options.contacts).directory  # its zone alone: who is told of a fault, `once` tells
        zone = directory.site.timezone if directory else UTC
        publishing.publish_for_ever(options.contacts, once, lambda: _clock(zone).date())
    return once().exit_code


def _tell_staff(options: argparse.Namespace, failed: Any) -> None:
    """A mail server that is away leaves at least a line in the log."""
    from generator import publishing  # noqa: PLC0415 as for `build`

    words = language(options.lang)
    if to := [mailbox.strip() for mailbox in options.tell.split(",") if mailbox.strip()]:
        try:
            letter = publishing.letter(failed, options.contacts, to, options.sender, words)
            for mailbox, reason in publishing.post(letter, options.relay).items():
                say(words("publishing.refused", mailbox=mailbox, reason=reason))
        except (OSError, ValueError) as error:
            say(words("publishing.not_told", relay=options.relay, reason=error))


def _add_preview(commands: Any) -> None:
    command = _command(commands, "preview", _preview, "show the site on this machine, new at each save")
    command.add_argument("--port", type=int, default=8000, help="0: one that is free")
    _with_now(command)
    _with_site(command)


def _preview(options: argparse.Namespace) -> int:
    from generator.preview.draft import draft  # noqa: PLC0415 as for `build`
    from generator.preview.running import preview  # noqa: PLC0415 no other command needs a web server

    gc.enable()  # the one command that goes on for hours
    _now(options, UTC)  # a wrong instant is told at once
    attempt = partial(draft, lambda: _judged(options), lambda zone: _now(options, zone), published=options.site_dir)
    preview(options.contacts, attempt, port=options.port, words=language(options.lang), say=say)
    return 0


def _directory(options: argparse.Namespace) -> Directory:
    """Raises: DirectoryError."""
    return load(options.contacts, spread=_shared(cores()))


def _judged(options: argparse.Namespace, memory: Memory | None = None, processes: int = 1) -> Reading:
    """The directory as it is judged today, and against the site that stands published."""
    clock = partial(_now, options)
    reading = inspect(options.contacts, clock=clock, memory=memory, spread=_shared(processes))
    return with_renames(reading, published_records(options.site_dir))


def _shared(processes: int) -> Spread | None:
    """What shares the reading out; more than one process only where this one has no thread beside its own."""
    return partial(spread, processes=processes) if processes > 1 else None


def _now(options: argparse.Namespace, zone: tzinfo) -> datetime:
    return instant(options.now, zone, _clock(zone))


def _add_hours(commands: Any) -> None:
    command = _command(commands, "hours", _hours, "tell whether a channel is open, and why")
    command.add_argument("channel", metavar="CHANNEL")
    command.add_argument("--at", default="", metavar="INSTANT", help="default: the clock")
    command.add_argument("--days", type=int, default=14)
    _with_format(command)


def _hours(options: argparse.Namespace) -> int:
    directory = _directory(options)
    channel = record_of(directory.channels, "channels", options.channel)
    at = instant(options.at, directory.site.timezone, _clock(UTC))
    told = hours_of(directory, channel, at, options.days)
    words = language(options.lang)
    _print(told, options, lambda found: hours_as_text(found, why(found, directory, words), words))
    return 0


def _add_route(commands: Any) -> None:
    command = _command(commands, "route", _route, "tell who gets a letter, and who then")
    command.add_argument("service", nargs="?", default="", metavar="SERVICE")
    _with_format(command)


def _route(options: argparse.Namespace) -> int:
    directory = _directory(options)
    told = routes(directory, services_to_route(directory, options.service))
    _print(told, options, lambda found: routes_as_text(found, language(options.lang)))
    return 0


def _add_holidays(commands: Any) -> None:
    command = _command(commands, "holidays", _holidays, "propose entries for the section calendar")
    command.add_argument("year", type=int, metavar="YEAR")


def _holidays(options: argparse.Namespace) -> int:
    from generator.answers.holidays import as_entries  # noqa: PLC0415 the package of holidays is slow to import
    from generator.proposals import proposals  # noqa: PLC0415

    directory = _directory(options)
    proposed = proposals(options.year, directory.site.region, directory.site.languages)
    known = {day.date for day in directory.calendar}
    print(as_entries(proposed, options.year, known, language(options.lang)))
    return 0


def _add_diff(commands: Any) -> None:
    command = _command(commands, "diff", _diff, "tell what citizens would notice between two versions")
    command.add_argument("old", type=Path, metavar="OLD")
    command.add_argument("new", type=Path, metavar="NEW")
    command.add_argument("--days", type=int, default=60, help="how far ahead hours are compared")
    _with_now(command)


def _diff(options: argparse.Namespace) -> int:
    from generator.answers.diff import diff, load_both  # noqa: PLC0415 as for `schema`

    old, new = load_both(options.old, options.new, _shared(cores()))
    today = _now(options, new.site.timezone).date()
    print(diff(old, new, today, options.days, language(options.lang)))
    return 0


def _add_schema(commands: Any) -> None:
    command = _command(commands, "schema", _schema, "print the form of contacts.yml, for editors")
    command.add_argument("--part", action="store_true", help="the form of a file that contacts.yml includes")


def _schema(options: argparse.Namespace) -> int:
    from generator.schema import schema, schema_as_text  # noqa: PLC0415 what `check` does not need costs it time

    print(schema_as_text(schema(language(options.lang), available_languages(), part=options.part)))
    return 0


def _add_new(commands: Any) -> None:
    command = _command(commands, "new", _new, "ask a few questions, and write the first file of an office")
    command.add_argument("--replace", action="store_true", help="put the new file in the place of one that is there")
    _with_now(command)
    answers = command.add_argument_group("answers", "instead of being asked; once for each language where it is a text")
    for flag in FLAGS:
        answers.add_argument(f"--{flag}", action="append", default=[], metavar="ANSWER")


def _new(options: argparse.Namespace) -> int:
    from generator.newcomer.start import start, terminal  # noqa: PLC0415 as for `holidays`

    given = {flag: getattr(options, flag.replace("-", "_")) for flag in FLAGS}
    talk = terminal(say, language(options.lang))
    start(options.contacts, given, replace=options.replace, clock=partial(_now, options), talk=talk)
    return 0


def _print(told: Any, options: argparse.Namespace, as_text: Any) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.format == "json" else as_text(told))


def say(line: str) -> None:
    """What people read goes to stderr; stdout is for what other programs read."""
    print(line, file=sys.stderr)


def _clock(zone: tzinfo) -> datetime:
    return datetime.now(zone)
