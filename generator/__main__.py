"""The one error boundary of the generator: exit 0 is well, 1 is your input, 3 is our fault."""

import gc
import io
import os
import sys
import traceback
from collections.abc import Sequence

from generator import commands
from generator.answers.check import problems_as_text
from generator.arguments import WrongArgumentError
from generator.directory import DirectoryError, Language, language


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit code."""
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a character, or a file's name that is no text
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = commands.parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has printed its help, or what is wrong with code 2
        return 1 if stop.code else 0
    gc.disable()  # a command is over before looking for cycles would pay; it cost a third of the time of `check`
    try:
        exit_code = int(options.run(options))
        sys.stdout.flush()
    except Exception as error:
        return _explain(error, language(options.lang))
    except KeyboardInterrupt:
        return 130
    finally:
        gc.enable()
    return exit_code


def _explain(error: Exception, words: Language) -> int:
    """Says what went wrong, and whose fault it is: the exit code."""
    match error:
        case DirectoryError(problems=problems):
            commands.say(problems_as_text(problems, words))
            return 1
        case WrongArgumentError(key=key, blanks=blanks):
            commands.say(words(key, **blanks))
            return 1
        case BrokenPipeError():  # whoever read what we print has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
    traceback.print_exception(error)
    commands.say(f"Loket failed: {error}\nThis is our fault, not your file's.")
    return 3


if __name__ == "__main__":
    exit_code = main()
    gc.freeze()  # Python looks for cycles when it ends, too: 0.2 s for a government's directory
    sys.exit(exit_code)
