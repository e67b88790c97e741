"""`make audit`: Lighthouse looks at the founding case as a telephone on a slow line; exit 1 where it falls short.

The page is measured as citizens get it: built as of now, and served by the form API, compressed. So that closures and
badges are those of a working day, the founding case is moved by whole weeks to the present one.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from generator.directory import inspect
from generator.site import build
from tests.audit.marks import DEMANDED, Marks, middle, read_marks, table
from tests.building import FOUNDING_DAY, JAKARTA, ROOT
from tests.form_service import FormService

PAGES = ("/", "/layanan/pbb-p2/", "/pengumuman/loket-tutup-2020-03/")
RUNS = 3
LIGHTHOUSE = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
FLAGS = "--headless=new --no-sandbox --disable-quic --no-first-run --disable-background-networking"


def main() -> int:
    browser = os.environ.get("CHROME_PATH") or shutil.which("chromium")
    if not (browser and LIGHTHOUSE.exists()):
        print("Run `make judges` first, and install chromium or name a browser in CHROME_PATH.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contacts = _present_case(folder)
        build(inspect(contacts), datetime.now(JAKARTA), folder / "site", say=lambda _line: None)
        with FormService(folder / "service", site=folder / "site", CONTACTS=str(contacts)) as service:
            found = {page: _marks(service.address + page, browser) for page in PAGES}
    print(table(found))
    return 0 if all(marks.suffice for marks in found.values()) else 1


def _present_case(folder: Path) -> Path:
    path = folder / "contacts.yml"
    today = datetime.now(JAKARTA).date()
    path.write_text(moved((ROOT / "contacts.yml").read_text(encoding="utf-8"), today), encoding="utf-8")
    return path


def moved(contacts: str, today: date) -> str:
    """The same case in the week of `today`, with every date on the weekday that it had."""
    weeks = timedelta(weeks=(today - FOUNDING_DAY.date()).days // 7)
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda day: (date.fromisoformat(day[0]) + weeks).isoformat(), contacts)


def _marks(url: str, browser: str) -> Marks:
    return middle([_look(url, browser) for _ in range(RUNS)])


def _look(url: str, browser: str) -> Marks:
    """One look with Lighthouse's own settings: a telephone of the middle class on a slow 4G line."""
    options = ["--quiet", "--output=json", f"--only-categories={','.join(DEMANDED)}", f"--chrome-flags={FLAGS}"]
    command = ["node", str(LIGHTHOUSE), url, *options, "--no-enable-error-reporting"]
    environment = os.environ | {"CHROME_PATH": browser}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return read_marks(json.loads(done.stdout))


if __name__ == "__main__":
    sys.exit(main())
