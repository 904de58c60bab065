"""Where and when a device was used weighs in the procedures about pupils' devices."""

import pytest

from services.reporting.procedures.rules_engine import severity_asked_for
from services.reporting.procedures.rules_words import Need, Skip, StepKind
from tests.unit.reporting.procedures.situations import library, said


@pytest.mark.rule("D-9.1-4")
def test_a_no_use_place_raises_the_severity_and_is_asked_about() -> None:
    procedure = library().procedures["pupil_device"]
    assert "barred_place" in procedure.questions()
    assert severity_asked_for(procedure, {}) == "low"
    assert severity_asked_for(procedure, said(barred_place=False)) == "low"
    assert severity_asked_for(procedure, said(barred_place=True)) == "medium"


@pytest.mark.rule("D-9.3-6")
def test_a_device_found_in_an_examination_is_always_taken() -> None:
    steps = {one.key: one for one in library().procedures["exam_device"].steps}
    remove = steps["remove"]
    assert (remove.kind, remove.need, remove.skip) == (StepKind.CUSTODY, Need.REQUIRED, Skip.NEVER)
