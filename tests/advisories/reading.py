"""pip-audit's report -> what it means. pip-audit itself exits 0 where it has looked at nothing."""

import json
from typing import Any, NamedTuple


class Findings(NamedTuple):
    """`holes`: a line for each known one. `audited`: how many packages the service knew; `unknown`: it did not."""

    holes: list[str]
    audited: list[str]
    unknown: list[str]

    @property
    def code(self) -> int:
        """1: a hole is known. 2: not everything was looked at. 0: everything was, and nothing is known."""
        if self.holes:
            return 1
        return 2 if self.unknown or not self.audited else 0

    def __str__(self) -> str:
        lines = [f"{len(self.audited)} packages audited, {len(self.holes)} known holes.", *self.holes]
        if self.unknown and not self.audited:
            lines.append(
                f"The advisory service could not be reached: NONE of {len(self.unknown)} packages was audited."
            )
        elif self.unknown:
            lines.append(f"NOT audited, unknown to the service: {', '.join(self.unknown)}.")
        return "\n".join(lines)


def read(report: str) -> Findings:
    """Of `pip-audit --format json`; of nothing at all where it could not even begin."""
    told: list[dict[str, Any]] = json.loads(report)["dependencies"] if report.strip() else []
    audited = [item for item in told if "skip_reason" not in item]
    return Findings(
        holes=[_hole(item, hole) for item in audited for hole in item["vulns"]],
        audited=[item["name"] for item in audited],
        unknown=[item["name"] for item in told if "skip_reason" in item],
    )


def _hole(item: dict[str, Any], hole: dict[str, Any]) -> str:
    mended = ", ".join(hole["fix_versions"]) or "nothing yet"
    names = " ".join([hole["id"], *hole.get("aliases", [])])
    return f"{item['name']} {item['version']}: {names}, mended in {mended}"
