"""timetables: what bears on each channel, and on which of them the same does."""

from collections.abc import Hashable
from dataclasses import replace

from generator.directory import Directory, Timetable, Timetables


def test_channels_on_which_the_same_bears_have_one_timetable(pasuruan: Directory) -> None:
    """Two numbers without hours of their own; asked for again, it is still the one whose days are known."""
    timetables, channels = Timetables(pasuruan), pasuruan.channels
    one, other = (timetables.of_channel(channels[name]) for name in ("wa-pbb-1", "wa-pbb-2"))
    assert one is other is timetables.of_channel(channels["wa-pbb-1"])


def test_a_closure_parts_a_channel_from_the_schedule_that_it_keeps(pasuruan: Directory) -> None:
    """The counter is shut, and the desks that keep the same hours are not."""
    timetables, counter = Timetables(pasuruan), pasuruan.channels["loket-bkd"]
    shut, desk = timetables.of_channel(counter), timetables.of_schedule(counter.schedule)
    assert shut.closures
    assert not desk.closures


def test_who_sees_another_part_of_the_directory_finds_what_was_made(pasuruan: Directory) -> None:
    """Where the same bears on a channel; the part that knows no closure has another for the counter that is shut."""
    made: dict[Hashable, Timetable] = {}
    all_of_it, part = Timetables(pasuruan, made), Timetables(replace(pasuruan, closures={}), made)
    number, counter = pasuruan.channels["wa-pbb-1"], pasuruan.channels["loket-bkd"]
    assert part.of_channel(number) is all_of_it.of_channel(number)
    assert all_of_it.of_channel(counter).closures
    assert not part.of_channel(counter).closures
