"""What `holidays` says: entries for the section `calendar`, ready to be checked and pasted."""

import json
from collections.abc import Collection, Sequence
from datetime import date

from generator.directory import Language
from generator.proposals import Proposal


def as_entries(proposed: Sequence[Proposal], year: int, known: Collection[date], words: Language) -> str:
    """The days that the calendar does not have yet, as YAML; its comments tell what to check, and where."""
    new = [proposal for proposal in proposed if proposal.on not in known]
    lines = [f"# {words('holidays.check', year=year)}"]
    if len(new) < len(proposed):
        lines.append(f"# {words('holidays.known', count=len(proposed) - len(new))}")
    if not any(proposal.kind == "joint_leave" for proposal in proposed):
        lines.append(f"# {words('holidays.without_joint_leave', year=year)}")
    entries = [entry(proposal, words) for proposal in new]
    return "\n".join([*lines, *(["calendar:", *entries] if entries else [])])


def entry(proposal: Proposal, words: Language) -> str:
    """A line of the section. JSON's quotation marks are YAML's too, so that any name survives."""
    names = ", ".join(f"{code}: {json.dumps(name, ensure_ascii=False)}" for code, name in proposal.names.items())
    remark = f"  # {words('holidays.estimated')}" if proposal.estimated else ""
    return f"  - {{date: {proposal.on}, kind: {proposal.kind}, name: {{{names}}}}}{remark}"
