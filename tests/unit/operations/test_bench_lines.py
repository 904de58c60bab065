"""What the bench says about a small and a large Lantern, and when it fails."""

from types import SimpleNamespace
from typing import Any

import pytest

from operations.bench.engine import ENTRIES, long_case, measure_engine
from operations.bench.growth import WHAT, describe
from operations.bench.main import is_bad
from services.reporting.procedures.adapters import read_library


def a_place(milliseconds: float, failed: int = 0) -> Any:
    took = {one: [milliseconds / 1000] * 5 for one in WHAT}
    return SimpleNamespace(took=took, failed=failed)


@pytest.mark.parametrize(("after", "bad"), [(10.0, 0), (11.9, 0), (12.1, 2), (30.0, 2)])
def test_a_large_lantern_may_cost_a_fifth_more_and_not_a_half(after: float, bad: int) -> None:
    lines = describe(a_place(10.0), a_place(after), schools=100, each=1_000)
    assert lines[0] == "1,000 cases in 1 school against 100,000 in 100, by turns"
    assert f"ratio {after / 10:.2f}" in lines[1]
    assert sum(is_bad(one) for one in lines) == bad


def test_a_request_that_failed_makes_the_bench_fail() -> None:
    lines = describe(a_place(10.0), a_place(10.0, failed=1), schools=2, each=5)
    assert [one for one in lines if is_bad(one)] == ["  requests failed 1"]


def test_the_engine_is_measured_on_the_longest_procedure_with_a_long_case() -> None:
    procedures = read_library().procedures.values()
    most = max(len(one.steps) for one in procedures)
    line = measure_engine()
    assert f"{most} steps, {ENTRIES} entries" in line
    assert not is_bad(line)
    for one in procedures:
        assert len(long_case(one).entries) == ENTRIES
