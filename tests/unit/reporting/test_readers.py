"""The table of architecture.md 5, row by row, and what must hold for every school and report."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.cases.models import Kind, Scope, Why
from services.reporting.cases.rules import (
    AboutAdult,
    Seats,
    Told,
    assumed_answer,
    case_managers,
    readership,
    readership_once_named,
)
from services.reporting.procedures.rules import procedure_at_once

DSL, DEPUTY, HEAD, CHAIR, TEACHER, OTHER = (uuid4() for _ in range(6))
SEATS = Seats((DSL,), (DEPUTY,), (HEAD,), (CHAIR,))
HEAD_IS_DSL = Seats((HEAD,), (DEPUTY,), (HEAD,), (CHAIR,))
YES, NO, NOT_SURE, SKIPPED = AboutAdult.YES, AboutAdult.NO, AboutAdult.NOT_SURE, AboutAdult.SKIPPED


def whole(told: Told, seats: Seats = SEATS) -> set[UUID]:
    return set(readership(told, seats).whole())


def words(told: Told, seats: Seats = SEATS) -> set[UUID]:
    return {one.person_id for one in readership(told, seats).readers if one.scope is Scope.WORDS}


def test_no_and_nobody_named_tells_lead_deputies_and_the_chosen_adult() -> None:
    told = Told(NO, chosen_adult=TEACHER)
    assert whole(told) == {DSL, DEPUTY}
    assert words(told) == {TEACHER}


def test_no_and_a_name_leaves_that_person_out() -> None:
    assert whole(Told(NO, named=frozenset({DSL}), chosen_adult=TEACHER)) == {DEPUTY}
    assert words(Told(NO, named=frozenset({OTHER}), chosen_adult=TEACHER)) == {TEACHER}


def test_no_and_the_chosen_adults_name_keeps_the_chosen_adult() -> None:
    told = Told(NO, named=frozenset({TEACHER}), chosen_adult=TEACHER)
    assert words(told) == {TEACHER}
    assert readership(told, SEATS).excluded == {}


@pytest.mark.guard("G-35")
@pytest.mark.parametrize("answer", [NOT_SURE, SKIPPED])
def test_not_sure_or_skipped_tells_lead_and_deputies_minus_names_and_no_chosen_adult(
    answer: AboutAdult,
) -> None:
    assert whole(Told(answer, chosen_adult=TEACHER)) == {DSL, DEPUTY}
    assert words(Told(answer, chosen_adult=TEACHER)) == set()
    assert whole(Told(answer, named=frozenset({DSL}))) == {DEPUTY}
    assert whole(Told(answer, named=frozenset({TEACHER}), chosen_adult=TEACHER)) == {DSL, DEPUTY}


@pytest.mark.guard("G-12")
def test_yes_and_a_name_leaves_that_person_out() -> None:
    assert whole(Told(YES, named=frozenset({TEACHER}))) == {DSL, DEPUTY}
    assert whole(Told(YES, named=frozenset({DEPUTY}))) == {DSL}


@pytest.mark.guard("G-13")
def test_yes_and_the_head_named_goes_to_the_chair_too() -> None:
    assert whole(Told(YES, named=frozenset({HEAD}))) == {DSL, DEPUTY, CHAIR}
    assert whole(Told(YES, subjects=frozenset({HEAD})), HEAD_IS_DSL) == {DEPUTY, CHAIR}


def test_yes_and_nobody_named_goes_to_deputy_and_chair() -> None:
    readers = readership(Told(YES, chosen_adult=TEACHER), SEATS)
    assert set(readers.whole()) == {DEPUTY, CHAIR}
    assert readers.excluded == {DSL: Why.UNTIL_TRIAGE, HEAD: Why.UNTIL_TRIAGE}


@pytest.mark.guard("G-13")
def test_nobody_left_falls_to_the_chair_and_then_to_the_council() -> None:
    both = frozenset({DSL, DEPUTY})
    assert whole(Told(NOT_SURE, named=both)) == {CHAIR}
    alone = readership(Told(NOT_SURE, named=both | {CHAIR}, chosen_adult=TEACHER), SEATS)
    assert alone.readers == ()
    assert alone.needs_lado
    chair = readership(Told(YES, subjects=frozenset({CHAIR})), Seats((), (), (), (CHAIR,)))
    assert chair.needs_lado


def test_not_this_person_is_always_respected() -> None:
    told = Told(NO, kept_out=frozenset({DSL, TEACHER}), chosen_adult=TEACHER)
    assert whole(told) == {DEPUTY}
    assert words(told) == set()
    assert readership(told, SEATS).excluded[DSL] is Why.ASKED_BY_CHILD


def test_whoever_shares_the_subjects_mailbox_is_out_too() -> None:
    boxes = {DEPUTY: frozenset({b"office"}), TEACHER: frozenset({b"office"})}
    seats = Seats((DSL,), (DEPUTY,), (HEAD,), (CHAIR,), boxes)
    told = Told(YES, subjects=frozenset({TEACHER}))
    assert whole(told, seats) == {DSL}
    assert readership(told, seats).excluded[DEPUTY] is Why.SHARES_MAILBOX


@pytest.mark.guard("G-35")
def test_a_named_subject_means_yes_and_a_staff_matter_is_never_a_no() -> None:
    subject = frozenset({TEACHER})
    assert assumed_answer(NO, subject, is_staff_matter=False) is YES
    assert assumed_answer(NO, frozenset(), is_staff_matter=True) is NOT_SURE
    assert assumed_answer(YES, frozenset(), is_staff_matter=True) is YES
    assert assumed_answer(NO, frozenset(), is_staff_matter=False) is NO


PEOPLE = [UUID(int=number) for number in range(8)]
some = st.frozensets(st.sampled_from(PEOPLE), max_size=4)
holders = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple)
boxes = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.frozensets(st.sampled_from([b"a", b"b", b"c"]), min_size=1),
    max_size=6,
)
seats = st.builds(Seats, holders, holders, holders, holders, boxes)
reports = st.builds(
    Told,
    st.sampled_from(AboutAdult),
    some,
    some,
    some,
    st.none() | st.sampled_from(PEOPLE),
)


@pytest.mark.guard("G-12")
@given(told=reports, school=seats)
def test_no_subject_no_unwanted_person_and_nobody_found_ever_reads(
    told: Told, school: Seats
) -> None:
    readers = {one.person_id for one in readership(told, school).readers}
    assert not readers & told.subjects
    assert not readers & told.kept_out
    found = told.named - ({told.chosen_adult} if told.about_adult is NO else set())
    assert not readers & found
    shut = told.subjects | told.kept_out | found
    shared = {box for one in shut for box in school.mailboxes.get(one, ())}
    assert not [one for one in readers if shared & school.mailboxes.get(one, frozenset())]


@pytest.mark.guard("G-13")
@given(told=reports, school=seats)
def test_nobody_is_never_told_without_the_council(told: Told, school: Seats) -> None:
    found = readership(told, school)
    assert bool(found.whole()) is not found.needs_lado


@given(told=reports, school=seats)
def test_only_safeguarding_seats_read_the_whole_and_nobody_reads_twice(
    told: Told, school: Seats
) -> None:
    found = readership(told, school)
    assert set(found.whole()) <= {*school.leads, *school.deputies, *school.chairs}
    people = [one.person_id for one in found.readers]
    assert len(people) == len(set(people))
    assert not set(people) & set(found.excluded)


@pytest.mark.guard("G-12")
def test_once_the_adult_is_named_nobody_who_was_kept_out_comes_back_in() -> None:
    standing = {DEPUTY: Why.ASKED_BY_CHILD}
    named = readership_once_named(frozenset({DSL}), standing, SEATS)
    assert named.excluded == {DSL: Why.SUBJECT}
    assert named.whole() == (CHAIR,)
    assert readership_once_named(frozenset({DSL}), {}, SEATS).whole() == (DEPUTY,)


@pytest.mark.guard("G-13")
def test_named_later_the_heads_case_goes_to_the_deputy_and_the_chair() -> None:
    named = readership_once_named(frozenset({HEAD}), {HEAD: Why.NAMED_IN_WORDS}, HEAD_IS_DSL)
    assert named.excluded == {HEAD: Why.SUBJECT}
    assert set(named.whole()) == {DEPUTY, CHAIR}
    everybody = {DEPUTY: Why.NAMED_IN_WORDS, CHAIR: Why.SUBJECT}
    assert readership_once_named(frozenset({HEAD, CHAIR}), everybody, HEAD_IS_DSL).needs_lado


@pytest.mark.guard("G-13")
def test_the_head_manages_a_case_about_an_adult_and_else_the_chair_whom_a_governor_signs() -> None:
    governor = uuid4()
    seats = replace(SEATS, governors=(governor,))
    assert [one.person_id for one in case_managers(seats, [DSL])] == [HEAD]
    assert [one.person_id for one in case_managers(seats, [HEAD])] == [CHAIR, governor]
    assert case_managers(seats, [HEAD, CHAIR, governor]) == ()


@pytest.mark.guard("G-13")
@pytest.mark.parametrize(
    ("kind", "about_head", "runs"),
    [
        (Kind.STAFF_CONCERN, True, "head_allegation"),
        (Kind.BULLYING, True, "head_allegation"),
        (Kind.STAFF_CONCERN, False, None),
        (Kind.LOW_LEVEL_CONCERN, True, None),
        (Kind.RELATIONSHIP, True, None),
    ],
)
def test_only_what_is_about_the_head_runs_a_procedure_before_triage(
    kind: Kind,
    about_head: bool,  # a row of the table above
    runs: str | None,
) -> None:
    assert procedure_at_once(kind, about_head=about_head) == runs
