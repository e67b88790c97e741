"""A slow body is served, one that only holds its place is cut."""

from form_api.pace import Pace

PACE = Pace(grace_seconds=30, min_bytes_per_second=1000, silence_seconds=20)


def test_a_body_has_its_grace() -> None:
    """Half a minute before any rate is asked of it, as long as it is not silent for too long."""
    assert PACE.first_deadline(100) == 130
    assert PACE.cut_at(130, 100) == 120
    assert PACE.cut_at(130, 125) == 130


def test_each_piece_earns_its_time() -> None:
    """A thousand bytes are a second, whatever their pieces."""
    assert PACE.later_deadline(130, 110, 1000) == 131
    assert PACE.later_deadline(130, 110, 1) == 130.001


def test_haste_is_no_credit_for_later() -> None:
    """Whoever sends ten megabytes at once has as long for the rest as anybody else."""
    assert PACE.later_deadline(130, 110, 10_000_000) == 140
