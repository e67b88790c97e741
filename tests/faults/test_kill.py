"""A service that is killed at any instant keeps its promise."""

import sys
from pathlib import Path

import pytest

from tests.faults.killing import kill_and_count


def test_no_reference_is_without_its_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed under load, among mail servers in trouble: every reference has its letter, unaltered."""
    counts = kill_and_count(tmp_path, rounds=6, seed=7)
    with capsys.disabled():
        sys.stdout.write(f"\n{counts}\n")
    assert min(counts.references, counts.replies) > 20
    assert counts.broken == 0, counts
