"""Whom a procedure tells follows its file, the answers, the facts and the school's calendar."""

from datetime import UTC, datetime

from services.reporting.procedures.adapters import read_library
from services.reporting.procedures.rules_conditions import Reply, Said
from services.reporting.procedures.rules_notices import who_is_told
from services.shared.calendar import SchoolCalendar

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday in term
CALENDAR = SchoolCalendar("Europe/London", {})
YES = Said(Reply.YES, NOW)


def told(
    procedure: str,
    answers: tuple[str, ...] = (),
    settings: dict[str, object] | None = None,
    **facts: bool,
) -> dict[str, datetime]:
    """Return when each role hears."""
    said = dict.fromkeys(answers, YES)
    found = who_is_told(
        read_library().procedures[procedure], (said, facts), settings or {}, NOW, CALENDAR
    )
    return {one.role: one.at for one in found}


def test_now_means_at_once_and_the_rest_shortly_before_it_is_due() -> None:
    found = told("nudes", settings={"roles.ds_lead": "slt"})
    assert found["dsl"] == found["ddsl"] == NOW
    assert found["head"] == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    assert found["slt"] == datetime(2026, 11, 26, 9, 45, tzinfo=UTC)


def test_a_role_that_the_school_describes_in_words_falls_to_the_lead() -> None:
    assert "ds_lead" not in told("nudes", settings={"roles.ds_lead": "Computing lead and group"})


def test_an_unless_holds_back_whom_the_case_is_about() -> None:
    assert {"head", "dsl"} <= set(told("staff_allegation"))
    assert "dsl" not in told("staff_allegation", dsl_is_subject=True)


def test_an_if_that_nobody_answered_tells_nobody_yet() -> None:
    assert "dpo" not in told("infosec")
    assert "dpo" in told("infosec", ("personal_data",))
