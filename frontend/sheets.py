"""Many drawings as one file: a page of a hundred pictures asks once instead of a hundred times.

Each drawing becomes a `<symbol>` that a page shows with `<use>`. Its numbers are rounded to a tenth
of a unit (less than a tenth of a pixel on the page); what rounding takes from one step of a line is
given back in the next, so that no line drifts.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
COMMAND: Final = re.compile(r"([a-df-zA-DF-Z])([^a-df-zA-DF-Z]*)")
# Of an arc: two radii, a turn, two marks of one digit that may stand close, a place.
ARC: Final = re.compile(
    rf"({NUMBER})[\s,]*({NUMBER})[\s,]*({NUMBER})[\s,]*"
    rf"([01])[\s,]*([01])[\s,]*({NUMBER})[\s,]*({NUMBER})"
)
LONG: Final = re.compile(r"(?<![\w.#])-?\d*\.\d{2,}")
# How many numbers one step of a command takes.
TAKES: Final = {"m": 2, "l": 2, "t": 2, "h": 1, "v": 1, "s": 4, "q": 4, "c": 6, "a": 7, "z": 0}
FIRST_OF_ARC: Final = 5  # the numbers before the place

# Nearly every line ends and turns round: said once for a drawing, not with each line.
ROUND: Final = 'stroke-linecap="round" stroke-linejoin="round"'

Place = tuple[float, float]


def sheet(pictures: Iterable[tuple[str, str]]) -> bytes:
    """Return one SVG with a symbol for each (name, drawing); drawings are 72 by 72 units."""
    symbols = "".join(
        f'<symbol id="{name}" viewBox="0 0 72 72" {ROUND}>{_thin(drawing)}</symbol>'
        for name, drawing in pictures
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'.encode()


def _thin(drawing: str) -> str:
    """Return what is inside the drawing, without its own ids, blanks and long numbers."""
    inside = re.sub(r"^\s*<svg[^>]*>|</svg>\s*$", "", drawing)
    # a mitre's limit says nothing where the corners are round
    said = r"id|version|color|stroke-miterlimit|stroke-line(?:cap|join)(?==\"round)"
    plain = re.sub(rf'\s(?:{said})="[^"]*"', "", inside)
    close = re.sub(r">\s+<", "><", plain).strip()
    paths = re.sub(r'(?<=\sd=")[^"]*', lambda found: shorter_path(found[0]), close)
    return LONG.sub(lambda found: _short(float(found[0])), paths)


def shorter_path(path: str) -> str:
    """Return a path of SVG with its numbers rounded to a tenth, every step where it was."""
    walk = _Walk()
    return "".join(
        walk.step(command, numbers)
        for command, rest in COMMAND.findall(path)
        for command, numbers in _steps(command, rest)
    )


def _steps(command: str, rest: str) -> Iterator[tuple[str, list[float]]]:
    takes = TAKES[command.lower()]
    if not takes:
        yield command, []
    elif command in "aA":
        for found in ARC.findall(rest):
            yield command, [float(one) for one in found]
    else:
        numbers = [float(one) for one in re.findall(NUMBER, rest)]
        for at in range(0, len(numbers), takes):
            # more places after a move are lines
            then = {"m": "l", "M": "L"}.get(command, command) if at else command
            yield then, numbers[at : at + takes]


class _Walk:
    """Where the pen is, truly and as it was written."""

    def __init__(self) -> None:
        self.true: Place = (0.0, 0.0)
        self.written: Place = (0.0, 0.0)
        self.begun: tuple[Place, Place] = (self.true, self.written)

    def step(self, command: str, numbers: list[float]) -> str:
        """Return one step written short, and go there."""
        kind = command.lower()
        if kind == "z":
            self.true, self.written = self.begun
            return command
        before = FIRST_OF_ARC if kind == "a" else 0
        is_along = command.islower()
        ways = _ways(kind, len(numbers))
        rounded = [
            round(one + (self.true[way] - self.written[way] if is_along else 0), 1)
            if at >= before
            else round(one, 1)
            for at, (one, way) in enumerate(zip(numbers, ways, strict=True))
        ]
        self.true = _gone(self.true, numbers, ways, is_along=is_along)
        self.written = _gone(self.written, rounded, ways, is_along=is_along)
        if kind == "m":
            self.begun = (self.true, self.written)
        return command + _joined(rounded)


def _ways(kind: str, count: int) -> list[int]:
    """Return which of the numbers go across (0) and which down (1)."""
    if kind == "a":
        return [0] * FIRST_OF_ARC + [0, 1]
    return [1] if kind == "v" else [at % 2 for at in range(count)]


def _gone(place: Place, numbers: list[float], ways: list[int], *, is_along: bool) -> Place:
    # a step ends at its last number across and its last number down
    ends = dict(zip(ways, numbers, strict=True))
    from_here = place if is_along else (0.0, 0.0)
    across, down = (from_here[way] + ends[way] if way in ends else place[way] for way in (0, 1))
    return across, down


def _joined(numbers: list[float]) -> str:
    text = ""
    for one in numbers:
        short = _short(one)
        text += short if not text or short.startswith("-") else f" {short}"
    return text


def _short(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    text = "0" if text == "-0" else text
    return re.sub(r"^(-?)0\.", r"\1.", text)
