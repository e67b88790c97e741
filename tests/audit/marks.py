"""What Lighthouse says of a page, beside what is demanded of it. Reads and compares; opens no browser."""

from collections.abc import Mapping, Sequence
from statistics import median_low
from typing import Any, NamedTuple

DEMANDED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_BYTES = 20_000


class Marks(NamedTuple):
    """`of`: category -> points of 100. `why`: what cost points, or several times the same in as many runs."""

    of: Mapping[str, int]
    bytes_sent: int
    why: frozenset[str]

    @property
    def suffice(self) -> bool:
        return self.bytes_sent <= MOST_BYTES and all(self.of[name] >= points for name, points in DEMANDED.items())


def read_marks(report: Mapping[str, Any]) -> Marks:
    """The marks in a report of Lighthouse, as its JSON has them.

    Raises: ValueError where it could not load the page.
    """
    if error := report.get("runtimeError"):
        raise ValueError(error["message"])
    audits = report["audits"]
    points = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in DEMANDED}
    weighed = {ref["id"] for name in DEMANDED for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    lost = [audits[name] for name in weighed if (audits[name]["score"] or 0) < 0.9 and _counts(audits[name])]
    why = frozenset(f"{audit['id']} {audit.get('displayValue') or audit['title']}" for audit in lost)
    return Marks(points, int(audits["total-byte-weight"]["numericValue"]), why)


def _counts(audit: Mapping[str, Any]) -> bool:
    return audit["scoreDisplayMode"] not in {"notApplicable", "manual", "informative"}


def middle(runs: Sequence[Marks]) -> Marks:
    """The median of each mark: machines are noisy. The bytes are those of the heaviest run."""
    of = {name: median_low(run.of[name] for run in runs) for name in DEMANDED}
    return Marks(of, max(run.bytes_sent for run in runs), frozenset().union(*(run.why for run in runs)))


def table(found: Mapping[str, Marks]) -> str:
    """One line a page and one for what is demanded; below, what cost points."""
    rows = [["", *DEMANDED, "bytes", ""]]
    rows += [
        [page, *(str(marks.of[name]) for name in DEMANDED), str(marks.bytes_sent), _verdict(marks)]
        for page, marks in found.items()
    ]
    rows.append(["demanded", *map(str, DEMANDED.values()), str(MOST_BYTES), ""])
    lines = [f"{row[0]:32}" + "".join(f"{cell:>15}" for cell in row[1:]) for row in rows]
    lines += [f"{page}: {why}" for page, marks in found.items() for why in sorted(marks.why)]
    return "\n".join(line.rstrip() for line in lines)


def _verdict(marks: Marks) -> str:
    return "ok" if marks.suffice else "falls short"
