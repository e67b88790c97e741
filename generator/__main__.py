"""The one error boundary of the generator: exit 0 is well, 1 is your input, 3 is our fault."""

import gc
import sys
import traceback
from collections.abc import Sequence

from generator import commands
from generator.answers.check import problems_as_text
from generator.arguments import WrongArgumentError
from generator.directory import DirectoryError, language


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit code."""
    try:
        options = commands.parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has printed its help, or what is wrong with code 2
        return 1 if stop.code else 0
    words = language(options.lang)
    gc.disable()  # a command is over before looking for cycles would pay; it cost a third of the time of `check`
    try:
        return int(options.run(options))
    except DirectoryError as error:
        commands.say(problems_as_text(error.problems, words))
        return 1
    except WrongArgumentError as error:
        commands.say(words(error.key, **error.blanks) if error.key in words.words else error.key)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        traceback.print_exc()
        commands.say(f"Loket failed: {error}\nThis is our fault, not your file's.")
        return 3


if __name__ == "__main__":
    sys.exit(main())
