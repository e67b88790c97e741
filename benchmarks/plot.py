"""Measured times against size as a drawing (SVG) on two logarithmic scales, legible in light and in dark. Pure."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal, NamedTuple

Kind = Literal["reading", "building"]
WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 560, 28, 388
"""Of the frame; labels of the lines stand on its right."""
LABEL_STEP = 20
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f } .paper { fill: #fff } .grid { stroke: #d8dee4 }
.reading { color: #0a5fc2 } .building { color: #a83a08 } .dot, .label { fill: currentColor }
.line { fill: none; stroke: currentColor; stroke-width: 2.5 } .peer { stroke-dasharray: 7 5 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .label { fill: currentColor } .paper { fill: #0d1117 } .grid { stroke: #3d444d }
  .reading { color: #79b8ff } .building { color: #ffa877 }
}
"""


class Line(NamedTuple):
    """What was measured of one program: services -> seconds. A peer's line is dashed."""

    label: str
    kind: Kind
    is_peer: bool
    seconds: Mapping[int, float]


class Scale(NamedTuple):
    """From one power of ten to another, along a length of the drawing."""

    lowest: int
    highest: int
    begin: float
    end: float

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.lowest) / (self.highest - self.lowest)
        return self.begin + share * (self.end - self.begin)

    def powers(self) -> list[float]:
        return [10.0**power for power in range(self.lowest, self.highest + 1)]


def drawing(lines: Sequence[Line]) -> str:
    """The lines, each with its name and its last time; `lines` hold at least two sizes."""
    across = _scale(chain.from_iterable(line.seconds for line in lines), LEFT, RIGHT)
    up = _scale(chain.from_iterable(line.seconds.values() for line in lines), BOTTOM, TOP)
    told = "; ".join(f"{line.label}: {', '.join(_spoken(line))}" for line in lines)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            f"<title>Seconds by number of services</title><desc>{told}</desc><style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>',
            *_grid(across, up),
            *chain.from_iterable(_curve(line, across, up) for line in lines),
            *_labels(lines, across, up),
            "</svg>\n",
        ]
    )


def _scale(values: Iterable[float], begin: float, end: float) -> Scale:
    """From the power of ten at or below the least value to the one at or above the greatest."""
    logarithms = [math.log10(value) for value in values]
    lowest, highest = math.floor(min(logarithms)), math.ceil(max(logarithms))
    return Scale(lowest, max(highest, lowest + 1), begin, end)


def _grid(across: Scale, up: Scale) -> Iterator[str]:
    for services in across.powers():
        x = across.at(services)
        yield f'<path class="grid" d="M{x:.1f} {TOP}V{BOTTOM}"/>'
        yield f'<text x="{x:.1f}" y="{BOTTOM + 20}" text-anchor="middle">{services:,.0f}</text>'
    for seconds in up.powers():
        y = up.at(seconds)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{RIGHT}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{seconds:g} s</text>'
    yield f'<text x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 42}" text-anchor="middle">services</text>'


def _curve(line: Line, across: Scale, up: Scale) -> Iterator[str]:
    points = [(across.at(services), up.at(seconds)) for services, seconds in sorted(line.seconds.items())]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    yield f'<path class="line {line.kind}{" peer" if line.is_peer else ""}" d="M{path}"/>'
    for (x, y), told in zip(points, _spoken(line), strict=True):
        yield f'<circle class="dot {line.kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{told}</title></circle>'


def _labels(lines: Sequence[Line], across: Scale, up: Scale) -> Iterator[str]:
    """Each beside the end of its line; where two would touch, the lower one gives way."""
    ordered = sorted(lines, key=lambda line: up.at(_last(line)))
    heights = _apart([up.at(_last(line)) for line in ordered])
    for line, y in zip(ordered, heights, strict=True):
        x, told = across.at(max(line.seconds)) + 12, f"{line.label}, {_told(_last(line))}"
        yield f'<text class="label {line.kind}" x="{x:.1f}" y="{y + 4:.1f}">{told}</text>'


def _last(line: Line) -> float:
    """What the largest size took."""
    return line.seconds[max(line.seconds)]


def _apart(heights: Sequence[float]) -> list[float]:
    """Ascending heights, each at least a step below the one before it."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + LABEL_STEP) if found else height)
    return found


def _spoken(line: Line) -> list[str]:
    return [f"{services:,} services in {_told(seconds)}" for services, seconds in sorted(line.seconds.items())]


def _told(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"
