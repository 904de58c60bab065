"""A drawing is lines of points and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared import drawings

POINT = st.tuples(st.integers(0, drawings.WIDTH), st.integers(0, drawings.HEIGHT))
LINE = st.tuples(st.sampled_from(sorted(drawings.PENS)), st.lists(POINT, min_size=1, max_size=9))


def said(lines: list[tuple[str, list[tuple[int, int]]]]) -> str:
    return ";".join(pen + " ".join(f"{x},{y}" for x, y in points) for pen, points in lines)


@given(st.lists(LINE, min_size=1, max_size=9))
def test_what_was_drawn_is_read_back_point_by_point(
    told: list[tuple[str, list[tuple[int, int]]]],
) -> None:
    read = drawings.lines(said(told))
    assert read is not None
    assert [(one.colour, list(one.points)) for one in read] == [
        (drawings.PENS[pen], points) for pen, points in told
    ]
    assert drawings.as_svg(said(told)).count("<path ") == len(told)


@pytest.mark.guard("G-01")
@pytest.mark.parametrize(
    "wrong",
    ["", ";", "k", "k1", "k1,2;", "k1,2  3,4", "k1,2\n", "z1,2", "k501,0", "k0,301", "k-1,2",
     "k1.5,2", "<svg/onload=x>", 'k1,2"/><script>', "data:image/png;base64,iVBORw0KGgo=",
     "k\u0661,2", "k1,2 " * 4000],
)  # fmt: skip
def test_anything_else_is_no_drawing_and_draws_an_empty_sheet(wrong: str) -> None:
    assert drawings.lines(wrong) is None
    assert "<path" not in drawings.as_svg(wrong)


@given(st.text(max_size=60))
def test_nothing_that_was_sent_gets_into_the_picture_but_numbers(sent: str) -> None:
    markup = re.findall("<[^>]*>", drawings.as_svg(sent))
    assert {re.sub(r"[\dML .h-]", "", one)[:5] for one in markup} <= {"<svgx", "<path", "</svg"}


def test_one_point_is_a_dot_and_a_drawing_can_be_told_in_words() -> None:
    assert '<path stroke="#16283a" d="M5 6h0.1"/>' in drawings.as_svg("k5,6")
    assert drawings.in_words("k5,6") == "A drawing of 1 line"
    assert drawings.in_words("k5,6;r1,2") == "A drawing of 2 lines"
