"""A flow chart shows what the definition and the school's profile say, and nothing else."""

from dataclasses import replace

import pytest

from services.reporting.how_we_work.adapters import check_shelves, read_shelves
from services.reporting.how_we_work.rules import (
    ASKED,
    DECIDED,
    chart_of,
    decided_by,
    shared_boxes,
    version_of_chart,
)
from services.reporting.procedures.adapters import read_library
from services.reporting.procedures.errors import DefinitionRefused
from services.reporting.procedures.rules_words import Part

LIBRARY = read_library()
EVERY = sorted(LIBRARY.procedures)
ONE_PERSON = decided_by({"roles.head_is_dsl": True, "record.external": "own files"})
NO_RECORD = decided_by({"roles.head_is_dsl": True, "record.external": "none"})


@pytest.mark.parametrize("name", EVERY)
def test_every_step_is_a_box_unless_the_profile_alone_says_never(name: str) -> None:
    procedure = LIBRARY.procedures[name]
    boxes = chart_of(procedure, ONE_PERSON, LIBRARY).boxes
    never = [
        step.key
        for step in procedure.steps
        if step.when and all(ONE_PERSON.get(one) is False for one in step.when)
    ]
    assert [one.key for one in boxes] == [
        step.key for step in procedure.steps if step.key not in never
    ]


@pytest.mark.parametrize("name", EVERY)
def test_every_condition_is_asked_as_a_question(name: str) -> None:
    for box in chart_of(LIBRARY.procedures[name], ONE_PERSON, LIBRARY).boxes:
        assert all(one.endswith(("?", ".")) for one in box.only_if), box.only_if


def test_a_step_that_the_profile_switches_on_needs_no_question() -> None:
    general = LIBRARY.procedures["welfare_general"]
    kept = {one.key: one for one in chart_of(general, ONE_PERSON, LIBRARY).boxes}
    assert kept["safeguarding_record"].only_if == ()
    gone = chart_of(general, NO_RECORD, LIBRARY).boxes
    assert "safeguarding_record" not in {one.key for one in gone}


def test_what_is_locked_says_what_opens_it() -> None:
    nudes = chart_of(LIBRARY.procedures["nudes"], ONE_PERSON, LIBRARY)
    assert {one.guard for one in nudes.boxes if one.lock} == {"G-02", "G-03", "G-17"}
    staff = chart_of(LIBRARY.procedures["staff_allegation"], ONE_PERSON, LIBRARY)
    assert "G-14" in {one.guard for one in staff.boxes if one.lock}


def test_the_version_changes_with_what_is_shown_and_with_nothing_else() -> None:
    general = LIBRARY.procedures["welfare_general"]
    first = version_of_chart(chart_of(general, ONE_PERSON, LIBRARY), general.edition)
    assert first == version_of_chart(chart_of(general, ONE_PERSON, LIBRARY), general.edition)
    other_words = chart_of(replace(general, about="Something else."), ONE_PERSON, LIBRARY)
    other_school = chart_of(general, NO_RECORD, LIBRARY)
    for changed in (other_words, other_school):
        assert version_of_chart(changed, general.edition) != first


def test_every_fact_is_decided_by_the_profile_or_asked() -> None:
    facts = {
        name for one in LIBRARY.procedures.values() for step in one.steps for name in step.when
    }
    known = {*DECIDED, *ASKED, *LIBRARY.questions}
    assert facts <= known


def test_the_shared_beginning_is_what_all_of_them_begin_with() -> None:
    both = [LIBRARY.procedures[one] for one in ("welfare_general", "relationship_declaration")]
    keys = [one.key for one in shared_boxes(both, Part.OPENING, ONE_PERSON, LIBRARY)]
    assert keys == ["danger_first", "listen_and_record", "alert_dsl", "acknowledge", "triage"]
    mixed = [LIBRARY.procedures[one] for one in ("welfare_general", "staff_allegation")]
    shared = {one.key for one in shared_boxes(mixed, Part.OPENING, ONE_PERSON, LIBRARY)}
    assert shared < set(keys)


def test_a_procedure_without_a_shelf_stops_the_service() -> None:
    shelves = read_shelves()
    check_shelves(shelves, LIBRARY.procedures)
    more = {**LIBRARY.procedures, "new_one": LIBRARY.procedures["nudes"]}
    with pytest.raises(DefinitionRefused, match="new_one must stand on exactly one shelf"):
        check_shelves(shelves, more)
    with pytest.raises(DefinitionRefused, match="exactly one shelf"):
        check_shelves((*shelves, shelves[0]), LIBRARY.procedures)
