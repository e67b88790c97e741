"""All bodies together stay within the budget, and files never take the place of words."""

from contextlib import suppress

import pytest

from form_api.budget import Budget, BusyError


def budget() -> Budget:
    return Budget(max_text_bytes=100, max_file_bytes=50, beginning_bytes=40)


def test_a_share_is_given_back() -> None:
    """When the answer has gone out, also where it was a fault of ours."""
    shared = budget()
    with suppress(ZeroDivisionError), shared.share() as share:
        share.take(60)
        assert (shared.text_bytes, shared.file_bytes) == (40, 20)
        raise ZeroDivisionError
    assert (shared.text_bytes, shared.file_bytes) == (0, 0)


def test_files_leave_room_for_words() -> None:
    """While the files of others fill their part, a question without files is read."""
    shared = budget()
    with shared.share() as large, shared.share() as small, shared.share() as other:
        large.take(40)
        large.take(50)
        small.take(40)
        with pytest.raises(BusyError):
            small.take(1)
        other.take(20)
        with pytest.raises(BusyError):
            other.take(1)


def test_what_was_refused_is_not_counted() -> None:
    """A piece that found no room takes none."""
    shared = budget()
    with shared.share() as share:
        with pytest.raises(BusyError):
            share.take(1000)
        assert (shared.text_bytes, shared.file_bytes) == (0, 0)
