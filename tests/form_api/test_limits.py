"""What bounds what comes in, told in one table."""

import re

from form_api.limits import LIMITS, Limits
from tests.building import ROOT


def test_the_readme_names_every_limit() -> None:
    """Exactly our limits with their defaults and answers, in the same order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| Limit | Default | Beyond it |\n|---|---|---|\n")[2].partition("\n\n")[0]
    assert [tuple(re.findall(r"[^|]+", row)) for row in table.splitlines()] == [
        tuple(f" {cell} " for cell in limit) for limit in LIMITS
    ]


def test_each_service_counts_for_itself() -> None:
    """What one has counted no other remembers."""
    assert Limits().ceilings is not Limits().ceilings
    assert Limits().budget is not Limits().budget
