"""What an operator's log looks like."""

import re
import subprocess
import sys

from tests.building import ROOT

TWO = """
import logging, sys
from form_api.log_lines import write_log_to
write_log_to(sys.stderr)
log = logging.getLogger("loket.form")
log.info("stored reference=%s", "K7M4-PX9R")
log.warning("held-off ceiling=total")
logging.getLogger("alembic").info("Context impl SQLiteImpl.")
"""


def test_a_line_tells_when_how_grave_where_and_what() -> None:
    """The time in UTC, to the second; how a store is made is nobody's event."""
    ran = subprocess.run([sys.executable, "-c", TWO], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    first, second = ran.stderr.splitlines()
    at = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    assert re.fullmatch(f"{at} level=INFO room=loket.form event=stored reference=K7M4-PX9R", first)
    assert re.fullmatch(f"{at} level=WARNING room=loket.form event=held-off ceiling=total", second)


def test_the_time_goes_on() -> None:
    """A second is written once for all of its lines, and the next one anew."""
    later = TWO.replace("log.warning", "import time; time.sleep(1.1); log.warning")
    ran = subprocess.run(
        [sys.executable, "-c", later], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    first, second = (line.split()[0] for line in ran.stderr.splitlines())
    assert first < second
