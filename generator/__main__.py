"""The commands of the generator, and its one error boundary: exit 0 is well, 1 is your input, 3 is our fault."""

import argparse
import json
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from generator.answers.check import check, problems_as_text
from generator.answers.hours import find_channel, hours_as_text, hours_of
from generator.answers.instants import instant
from generator.arguments import WrongArgumentError
from generator.directory import DirectoryError, Reading, inspect, language, load
from generator.renames import published_directory, with_renames


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit code."""
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has printed its help, or what is wrong with code 2
        return 1 if stop.code else 0
    try:
        return int(options.run(options))
    except DirectoryError as error:
        _say(problems_as_text(error.problems, language(options.lang)))
        return 1
    except WrongArgumentError as error:
        _say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        traceback.print_exc()
        _say(f"Loket failed: {error}\nThis is our fault, not your file's.")
        return 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description="contacts.yml -> the public site")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--contacts", type=Path, default=Path("contacts.yml"), metavar="FILE")
    common.add_argument("--lang", default="id", choices=["id", "en"], help="the language of the messages")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", parents=[common], help="tell what is wrong in the file")
    check.add_argument("--site-dir", type=Path, default=Path("site"), metavar="FOLDER", help="what is published now")
    check.add_argument("--format", default="text", choices=["text", "github", "json"])
    check.set_defaults(run=_check)

    build = commands.add_parser("build", parents=[common], help="build the site and publish it")
    build.add_argument("--site-dir", type=Path, default=Path("site"), metavar="FOLDER")
    for command in (check, build):
        command.add_argument("--now", default="", metavar="INSTANT", help="for tests and archives; default: the clock")
    build.set_defaults(run=_build)

    preview = commands.add_parser("preview", parents=[common], help="show the site here, renewed at each save")
    preview.add_argument("--port", type=int, default=8000, help="0: any that is free")
    preview.add_argument("--now", default="", metavar="INSTANT", help="for tests and archives; default: the clock")
    preview.set_defaults(run=_preview)

    hours = commands.add_parser("hours", parents=[common], help="tell whether a channel is open, and why")
    hours.add_argument("channel", metavar="CHANNEL")
    hours.add_argument("--at", default="", metavar="INSTANT", help="default: the clock")
    hours.add_argument("--days", type=int, default=14)
    hours.add_argument("--format", default="text", choices=["text", "json"])
    hours.set_defaults(run=_hours)
    return parser


def _check(options: argparse.Namespace) -> int:
    reading = _read(options)
    text, exit_code = check(options.contacts, reading.problems, options.format, language(options.lang))
    print(text)
    return exit_code


def _build(options: argparse.Namespace) -> int:
    from generator import site  # noqa: PLC0415 the renderer is slow to import, and only `build` needs it

    words = language(options.lang)
    reading = _read(options)
    if reading.directory is None:
        raise DirectoryError(reading.problems)
    if reading.problems:
        _say(problems_as_text(reading.problems, words))
    now = _now(options, reading.directory.site.timezone)
    published = site.build(reading.directory, now, options.site_dir, say=_say)
    _say(words("check.built", pages=published.pages, folder=options.site_dir))
    return 0


def _read(options: argparse.Namespace) -> Reading:
    """The directory as it is judged today, against the site that stands published."""
    reading = inspect(options.contacts, clock=lambda zone: _now(options, zone))
    return with_renames(reading, published_directory(options.site_dir))


def _now(options: argparse.Namespace, zone: tzinfo) -> datetime:
    return instant(options.now, zone, _clock(zone))


def _preview(options: argparse.Namespace) -> int:
    from generator.preview import preview  # noqa: PLC0415 as above, and only here is there a web server

    _now(options, UTC)  # a wrong instant is told at once
    preview(
        options.contacts,
        port=options.port,
        clock=lambda zone: _now(options, zone),
        words=language(options.lang),
        say=_say,
    )
    return 0


def _hours(options: argparse.Namespace) -> int:
    directory = load(options.contacts)
    channel = find_channel(directory, options.channel)
    at = instant(options.at, directory.site.timezone, _clock(UTC))
    told = hours_of(directory, channel, at, options.days)
    as_json = options.format == "json"
    print(json.dumps(told, ensure_ascii=False, indent=2) if as_json else hours_as_text(told))
    return 0


def _say(line: str) -> None:
    """What people read goes to stderr; stdout is for what other programs read."""
    print(line, file=sys.stderr)


def _clock(zone: tzinfo) -> datetime:
    return datetime.now(zone)


if __name__ == "__main__":
    sys.exit(main())
