"""A sheet of drawings: every line ends where it ended, and no name of a drawing is lost."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontend.sheets import COMMAND, NUMBER, sheet, shorter_path

NEAR = 0.051  # half of what is left out, and a hair


def end_of(path: str) -> tuple[float, float]:
    """Walk a path of relative lines only; return where it ends."""
    across = down = 0.0
    for command, rest in COMMAND.findall(path):
        numbers = [float(one) for one in re.findall(NUMBER, rest)]
        across += {"h": numbers[0], "v": 0.0}.get(command, numbers[0])
        down += {"h": 0.0, "v": numbers[0]}.get(command, numbers[-1])
    return across, down


steps = st.one_of(
    st.tuples(st.just("l"), st.floats(-9, 9), st.floats(-9, 9)),
    st.tuples(st.sampled_from("hv"), st.floats(-9, 9)),
)


@given(st.lists(steps, min_size=1, max_size=60))
def test_a_long_line_of_short_steps_does_not_drift(walk: list[tuple[str, float]]) -> None:
    path = "m10.123,20.456" + "".join(
        one[0] + " ".join(f"{number:.4f}" for number in one[1:]) for one in walk
    )
    for true, written in zip(end_of(path), end_of(shorter_path(path)), strict=True):
        assert math.isclose(true, written, abs_tol=NEAR)


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M36.0371,50.0204h4.2708v-1.1042Z", "M36 50h4.3v-1.1Z"),
        ("m1.04,1.04 1.04,1.04 1.04,1.04", "m1 1l1.1 1.1l1 1"),
        ("M0 0a1.0001 1.0001 0 1 0 1.5918 1.209", "M0 0a1 1 0 1 0 1.6 1.2"),
        ("M0 0a11.41,11.41,0,0,0-10.73.5", "M0 0a11.4 11.4 0 0 0-10.7 .5"),
        ("m2.26,2.26zm1e-3-1.04", "m2.3 2.3zm0-1.1"),
    ],
)
def test_a_path_is_written_short(path: str, short: str) -> None:
    assert shorter_path(path) == short


def test_every_drawing_stands_on_the_sheet_by_its_name() -> None:
    one = '<svg id="emoji" viewBox="0 0 72 72"><g id="line">\n <path d="m1.234,2"/></g></svg>'
    drawn = sheet([("cat", one), ("dog", one)]).decode()
    assert re.findall(r'<symbol id="(\w+)" viewBox="0 0 72 72"', drawn) == ["cat", "dog"]
    assert drawn.count('<path d="m1.2 2"/>') == 2
    assert 'id="line"' not in drawn
