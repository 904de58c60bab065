"""Every line of the scoreboard at small n: it judges counts only (architecture.md 12)."""

import pytest

from operations.scoreboard import LINES, run_line

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", sorted(LINES))
def test_the_line_holds(name: str) -> None:
    result = run_line(name, plant=False, small=True)
    print(result.text())
    assert result.measured, result.text()
    assert result.held, result.text()


@pytest.mark.parametrize("name", sorted(LINES))
def test_its_planted_fault_is_seen(name: str) -> None:
    result = run_line(name, plant=True, small=True)
    print(result.text())
    assert result.measured, result.text()
    assert not result.held, result.text()
