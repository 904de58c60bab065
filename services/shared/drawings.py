"""A child's drawing: lines of points, never pixels (P13, G-01); read, checked and drawn as SVG.

It is text such as "k12,40 15,44;r100,20": a pen, then points on a sheet of 500 by 300, and a
semicolon between two lines. Digits alone cannot hold a photo, and what is drawn from them holds
nothing but numbers.
"""

import re
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 500
HEIGHT: Final = 300
# About two thousand points: together with ten thousand letters it stays within one request.
LETTERS_AT_MOST: Final = 16_000
PENS: Final = {"k": "#16283a", "r": "#c0392b", "b": "#1f5fa8", "g": "#2e7d32"}
# A line with one point is a dot: it needs some length to be drawn at all.
_A_DOT: Final = "h0.1"
_LINE: Final = re.compile(r"([krbg])(\d{1,3},\d{1,3}(?: \d{1,3},\d{1,3})*)", re.ASCII)


@dataclass(frozen=True)
class Line:
    """One line: the colour of its pen, and its points from left and top."""

    colour: str
    points: tuple[tuple[int, int], ...]

    @property
    def path(self) -> str:
        """Return the line as the `d` of an SVG path."""
        first, *rest = (f"{x} {y}" for x, y in self.points)
        return f"M{first}" + ("".join(f"L{one}" for one in rest) or _A_DOT)


def lines(drawing: str) -> tuple[Line, ...] | None:
    """Return the lines of `drawing`, or None where it is not a drawing of ours."""
    if not 0 < len(drawing) <= LETTERS_AT_MOST:
        return None
    found = [_LINE.fullmatch(one) for one in drawing.split(";")]
    read = [_line(one) for one in found if one is not None]
    on_sheet = all(x <= WIDTH and y <= HEIGHT for one in read for x, y in one.points)
    return tuple(read) if len(read) == len(found) and on_sheet else None


def _line(found: re.Match[str]) -> Line:
    points = [one.split(",") for one in found[2].split(" ")]
    return Line(PENS[found[1]], tuple((int(x), int(y)) for x, y in points))


def in_words(drawing: str) -> str:
    """Return what stands where a drawing cannot: "A drawing of 3 lines"."""
    many = len(lines(drawing) or ())
    return f"A drawing of {many} line{'' if many == 1 else 's'}"


def as_svg(drawing: str) -> str:
    """Return the drawing as an SVG picture; an empty sheet where it is not one of ours.

    Every part of it is a number or a colour of PENS: nothing that was sent gets into the markup.
    """
    drawn = "".join(f'<path stroke="{one.colour}" d="{one.path}"/>' for one in lines(drawing) or ())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{in_words(drawing)}" fill="none" stroke-width="4" stroke-linecap="round" '
        f'stroke-linejoin="round">{drawn}</svg>'
    )
