"""timetables: what bears on each channel, and on which of them the same does."""

from generator.directory import Directory, Timetables


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
