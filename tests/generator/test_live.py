"""live: the block from which the script tells the present state."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from generator.directory import Directory, channel_timetable, language
from generator.live import WINDOW_DAYS, LiveBlocks
from tests.building import FOUNDING_DAY, closure
from tests.live_blocks import changes


def block(directory: Directory, *channel_ids: str) -> dict[str, Any]:
    channels = [directory.channels[channel_id] for channel_id in channel_ids]
    return LiveBlocks(directory, FOUNDING_DAY).block(channels, language("id"))


def told(directory: Directory, channel_id: str) -> list[tuple[int, str]]:
    """The changes of one channel."""
    return changes(block(directory, channel_id), channel_id)


def test_the_bkd_counter_opens_on_6_april(pasuruan: Directory) -> None:
    """The first change of the block is the end of the closure, with nobody touching a file."""
    found = told(pasuruan, "loket-bkd")
    opening = FOUNDING_DAY.replace(month=4, day=6, hour=7, minute=30)
    assert found[0] == (int(FOUNDING_DAY.replace(hour=0, minute=0).timestamp()) // 60, "closed")
    assert found[1] == (int(opening.timestamp()) // 60, "open")


def test_a_counter_that_is_closed_for_good_has_one_state(pasuruan: Directory) -> None:
    """BPJS named no end, so the block names no change."""
    assert [state for _, state in told(pasuruan, "loket-bpjs")] == ["closed"]


def test_channels_that_open_alike_have_one_course(pasuruan: Directory) -> None:
    """However many a page tells of: a department keeps the same hours at each of its numbers."""
    found = block(pasuruan, "wa-pbb-1", "loket-bkd", "wa-pbb-2")
    assert found["channels"]["wa-pbb-1"] == found["channels"]["wa-pbb-2"] != found["channels"]["loket-bkd"]
    assert len(found["courses"]) == 2


def test_an_opening_beyond_the_window_is_told(pasuruan: Directory) -> None:
    """A closure of half a year: what follows it is known today, and the script has nothing else to tell it from."""
    half_a_year = closure("2020-03-23", "2020-09-30", channels=("loket-bkd",), stays_open=("wa-pbb-1",))
    shut = dataclasses.replace(pasuruan, closures={half_a_year.id: half_a_year})
    opening = FOUNDING_DAY.replace(month=10, day=1, hour=7, minute=30)
    assert told(shut, "loket-bkd")[1:] == [(int(opening.timestamp()) // 60, "open")]


@pytest.mark.parametrize("channel_id", ["loket-bkd", "wa-pbb-1", "surel-bkd"])
def test_every_quarter_of_an_hour_agrees_with_the_engine(pasuruan: Directory, channel_id: str) -> None:
    """One engine for every mouth: the block is another spelling of the timetable."""
    found = told(pasuruan, channel_id)
    table = channel_timetable(pasuruan, pasuruan.channels[channel_id])
    first = FOUNDING_DAY.replace(hour=0)
    for quarter in range(0, WINDOW_DAYS * 96, 7):
        at = first + timedelta(minutes=15 * quarter)
        minute = int(at.timestamp()) // 60
        assert [state for since, state in found if since <= minute][-1] == table.status(at).state.value


def test_the_block_does_not_say_what_is_now(pasuruan: Directory) -> None:
    """Two builds on one day give one block, whatever the hour (lesson 16)."""
    evening = FOUNDING_DAY.replace(hour=21)
    channel = pasuruan.channels["loket-bkd"]
    assert LiveBlocks(pasuruan, evening).block([channel], language("id")) == block(pasuruan, "loket-bkd")
