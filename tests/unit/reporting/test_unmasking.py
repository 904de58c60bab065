"""Who may record which child told without a name."""

import pytest

from services.reporting.involved.permissions import NOT_A_CHILD, ONLY_A_LEAD, why_not_unmask


@pytest.mark.parametrize("role", ["teacher", "tech", "saf_gov", "office"])
def test_a_reader_who_is_no_lead_is_refused(role: str) -> None:
    assert why_not_unmask("pupil", frozenset({role}), is_known=False) == ONLY_A_LEAD


def test_a_lead_records_only_what_a_child_told() -> None:
    assert why_not_unmask("pupil", frozenset({"ddsl", "teacher"}), is_known=False) is None
    assert why_not_unmask("staff", frozenset({"ddsl"}), is_known=False) == NOT_A_CHILD
