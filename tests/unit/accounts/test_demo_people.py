from itertools import chain
from pathlib import Path

import pytest

from operations.seed import upn
from operations.seed_people import FamilyPlan, plan_families
from operations.seed_schools import SCHOOLS, YEAR, SchoolPlan

PICTURES = Path(__file__).parents[3] / "frontend" / "pupil" / "pictures.txt"
EVERY_ROLE = {
    "head",
    "dsl",
    "ddsl",
    "chair",
    "saf_gov",
    "tech",
    "office",
    "teacher",
    "assistant",
    "slt",
}


@pytest.fixture(params=SCHOOLS, ids=[plan.profile for plan in SCHOOLS])
def plan(request: pytest.FixtureRequest) -> SchoolPlan:
    school: SchoolPlan = request.param
    return school


@pytest.fixture
def families(plan: SchoolPlan) -> list[FamilyPlan]:
    return plan_families(plan.urn)


def test_every_role_is_held(plan: SchoolPlan) -> None:
    held = [role for one in plan.staff for role, _ in one.roles]
    assert set(held) == EVERY_ROLE
    assert (held.count("ddsl"), held.count("teacher"), held.count("assistant")) == (2, 6, 3)


def test_the_head_is_the_dsl_only_where_the_policy_says_so(plan: SchoolPlan) -> None:
    heads = [one for one in plan.staff if ("head", 1) in one.roles]
    assert len(heads) == 1
    assert (("dsl", 1) in heads[0].roles) == (plan.profile == "downs")


def test_names_codes_and_portraits_are_good_for_use() -> None:
    people = [one for plan in SCHOOLS for one in plan.staff]
    codes = [code for plan in SCHOOLS for code in plan.codes]
    assert len({one.user_name for one in people}) == len(people)
    assert len(set(codes)) == len(codes) == 14
    assert all(len(code) == 6 and code.isalpha() and code.isupper() for code in codes)
    drawn = {
        line.split()[0] for line in PICTURES.read_text().splitlines() if line and line[0] != "#"
    }
    assert {one.portrait for one in people} - {"person"} <= drawn
    assert all(one.portrait != "person" for one in people if one.is_trusted)


def test_six_classes_are_full_and_families_are_as_the_issue_asks(
    families: list[FamilyPlan],
) -> None:
    pupils = list(chain.from_iterable(one.pupils for one in families))
    sizes = [sum(one.class_number == number for one in pupils) for number in range(6)]
    assert all(10 <= size <= 14 for size in sizes)
    assert len({(one.given_name, one.family_name) for one in pupils}) == len(pupils)
    barred = [one for one in families if any(adult.is_barred for adult in one.guardians)]
    assert len(barred) == 1
    shared = [one for one in families if len({a.phone for a in one.guardians}) < len(one.guardians)]
    assert len(shared) == 2
    assert sum(len(one.pupils) == 2 for one in families) == 3
    assert any(one.is_eal for one in pupils)
    assert {one.send_status for one in pupils} == {"N", "K", "E"}
    flags = set().union(*(one.flags for one in pupils))
    assert flags == {"child_protection_plan", "looked_after", "child_in_need"}


def test_phones_ring_nobody_and_mail_goes_nowhere(families: list[FamilyPlan]) -> None:
    adults = list(chain.from_iterable(one.guardians for one in families))
    assert all(one.phone.startswith("07700 900") and len(one.phone) == 12 for one in adults)
    assert all(one.email.endswith("@home.example") for one in adults)
    assert all(plan.mail.endswith(".example") for plan in SCHOOLS)


def test_the_same_people_come_at_every_seeding(plan: SchoolPlan) -> None:
    assert plan_families(plan.urn) == plan_families(plan.urn)


def test_terms_and_inset_days_lie_within_the_year() -> None:
    assert all(YEAR.first_on <= first < last <= YEAR.last_on for first, last in YEAR.terms)
    assert all(YEAR.first_on <= day <= YEAR.last_on for day in YEAR.inset_on)
    assert all(day.weekday() < 5 for day in YEAR.inset_on)


def test_a_upn_has_its_check_letter() -> None:
    assert upn("801200001001") == "H801200001001"
