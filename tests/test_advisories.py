"""What pip-audit reports is taken for what it is: silence of its service is no all-clear."""

import json
from typing import Any

import pytest

from tests.advisories.reading import read

CLEAN = {"name": "h11", "version": "0.16.0", "vulns": []}
HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["1.1"], "aliases": ["CVE-2026-1"]}
HOLED = {"name": "lubang", "version": "1.0", "vulns": [HOLE]}
SKIPPED = {"name": "lilin", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("packages", "code", "told"),
    [
        ([CLEAN], 0, "1 packages audited, 0 known holes."),
        ([CLEAN, HOLED], 1, "lubang 1.0: PYSEC-2026-1 CVE-2026-1, mended in 1.1"),
        ([SKIPPED, HOLED], 1, "NOT audited, unknown to the service: lilin."),
        ([CLEAN, SKIPPED], 2, "NOT audited, unknown to the service: lilin."),
        ([SKIPPED], 2, "The advisory service could not be reached: NONE of 1 packages was audited."),
        ([], 2, "0 packages audited"),
    ],
)
def test_what_was_not_looked_at_is_not_well(packages: list[dict[str, Any]], code: int, told: str) -> None:
    """A known hole is 1; whatever could not be asked is 2, and said in capitals; 0 is for everything else alone."""
    findings = read(json.dumps({"dependencies": packages}))
    assert (findings.code, told in str(findings)) == (code, True)


def test_a_service_that_says_nothing_is_not_well() -> None:
    """As without a network, where pip-audit dies before it reports."""
    assert read("").code == 2
