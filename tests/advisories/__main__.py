"""`python -m tests.advisories`: 0 where nothing is known, 1 where a hole is, 2 where the service could not tell."""

import subprocess
import sys

from tests.advisories.reading import Findings, read
from tests.building import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")
PIP_AUDIT = ROOT / ".venv-advisories" / "bin" / "pip-audit"


def main(arguments: list[str]) -> int:
    """`arguments` go to pip-audit, as `--vulnerability-service osv`."""
    codes = []
    for lock in LOCKS:
        findings = ask(lock, arguments)
        print(f"{lock}: {findings}", flush=True)
        codes.append(findings.code)
    return 1 if 1 in codes else max(codes)


def ask(lock: str, arguments: list[str]) -> Findings:
    """Its own words go to stderr where it could not finish, as without a network."""
    asked = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json", "-r", lock]
    done = subprocess.run(
        [PIP_AUDIT, *asked, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.strip():
        print(f"{lock}: pip-audit could not ask: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
    return read(done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
