"""The drawing of what was measured: every point where its numbers put it, and words that can be read."""

from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest

from benchmarks.plot import LABEL_STEP, Line, drawing

LINES = [
    Line("check", "reading", False, {100: 0.2, 1000: 0.5, 10_000: 4.0}),
    Line("PyYAML alone", "reading", True, {100: 0.1, 1000: 0.5, 10_000: 4.1}),
    Line("build", "building", False, {100: 2.0, 1000: 20.0}),
]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(lines: list[Line]) -> Element:
    return fromstring(drawing(lines))


def dots(lines: list[Line]) -> list[tuple[float, float]]:
    return [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in drawn(lines).iter(f"{SVG}circle")]


def test_a_tenfold_size_and_a_tenfold_time_are_a_step_each() -> None:
    """Both scales are logarithmic, and time rises upwards."""
    first, second, third = dots([Line("build", "building", False, {100: 1.0, 1000: 10.0, 10_000: 100.0})])
    steps = [(after[0] - before[0], before[1] - after[1]) for before, after in pairwise([first, second, third])]
    assert steps[0] == pytest.approx(steps[1], abs=0.2)
    assert min(steps[0]) > 100


def test_every_measurement_is_drawn_and_told() -> None:
    """Each point has a dot that tells its numbers, and the whole drawing tells them to who can't see it."""
    told = [dot.findtext(f"{SVG}title") for dot in drawn(LINES).iter(f"{SVG}circle")]
    assert len(told) == 8
    assert told[0] == "100 services in 0.20 s"
    described = drawn(LINES).findtext(f"{SVG}desc") or ""
    assert all(f"{line.label}: " in described for line in LINES)


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    """Two programs that take the same time can still be told apart, and no label leaves the drawing."""
    root = drawn(LINES)
    labels = [text for text in root.iter(f"{SVG}text") if "label" in text.attrib.get("class", "")]
    heights = sorted(float(text.attrib["y"]) for text in labels)
    assert [text.text for text in labels] == ["build, 20 s", "PyYAML alone, 4.10 s", "check, 4.00 s"]
    assert all(below - above > LABEL_STEP - 0.2 for above, below in pairwise(heights))


def test_only_a_peer_is_dashed() -> None:
    """Our own lines are whole, so that the drawing needs no colours to be read."""
    lines = [path.attrib["class"] for path in drawn(LINES).iter(f"{SVG}path") if "line" in path.attrib["class"]]
    assert lines == ["line reading", "line reading peer", "line building"]
