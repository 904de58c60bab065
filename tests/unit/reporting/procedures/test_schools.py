"""Schools differ by their profile alone, and only where rules-and-procedures.md 6 says so."""

import pytest

from services.accounts.schools.adapters import read_template
from services.accounts.schools.schemas import KEYS
from services.reporting.procedures.rules_conditions import Said
from services.reporting.procedures.rules_facts import settings_shown
from tests.unit.reporting.procedures.situations import PROFILES, facts, library, said, steps_of

NAMES = sorted(library().procedures)
# What the three templates make different in the steps of any procedure, and by which setting.
BY_SETTING = {
    ("safeguarding_record", "state"): "record.external",
    ("safeguarding_record", "because"): "record.external",
    ("confiscate", "by"): "devices.confiscators",
}


def shape(name: str, profile: str, answers: dict[str, Said]) -> dict[tuple[str, str], object]:
    steps = steps_of(library().procedures[name], answers, profile=profile)
    return {
        (key, part): getattr(one, part)
        for key, one in steps.items()
        for part in ("state", "because", "by", "due_at", "guard")
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reply", [True, False, None], ids=["yes", "no", "unanswered"])
def test_a_procedure_differs_between_schools_only_by_a_setting(
    name: str, reply: bool | None
) -> None:
    asked = library().procedures[name].questions()
    answers = {} if reply is None else said(**dict.fromkeys(asked, reply))
    shapes = {profile: shape(name, profile, answers) for profile in PROFILES}
    differing = {
        where
        for where in shapes["downs"]
        if len({str(shapes[profile][where]) for profile in PROFILES}) > 1
    }
    expected = {where for where in BY_SETTING if where in shapes["downs"]}
    assert differing == expected


def test_abingdon_and_downs_keep_another_record_and_a_new_school_does_not() -> None:
    states = {
        profile: steps_of(library().procedures["cyberbullying"], profile=profile)[
            "safeguarding_record"
        ].state.value
        for profile in PROFILES
    }
    assert states == {"downs": "due", "abingdon": "due", "default": "not_applicable"}


@pytest.mark.rule("A-1.16-8")
def test_only_the_head_confiscates_where_the_school_says_so() -> None:
    who = {
        profile: steps_of(library().procedures["pupil_device"], profile=profile)["confiscate"].by
        for profile in PROFILES
    }
    assert who == {"downs": "staff", "abingdon": "head", "default": "staff"}


def test_who_is_told_differs_only_where_the_head_is_the_dsl_or_must_confiscate() -> None:
    told = {
        profile: {
            (name, one.role)
            for name in NAMES
            for one in library().procedures[name].notify
            for known in [facts(profile)]
            if (not one.only_if or any(known.get(fact, True) for fact in one.only_if))
            and not any(known.get(fact) for fact in one.unless)
        }
        for profile in PROFILES
    }
    assert told["downs"] - told["default"] == {("head_allegation", "ddsl")}
    assert told["default"] - told["downs"] == {("contact_received", "head")}
    assert told["abingdon"] - told["default"] == {("pupil_device", "head")}
    assert told["default"] - told["abingdon"] == set()


def test_every_setting_that_a_procedure_shows_is_one_that_profiles_have() -> None:
    contacts = {key.rsplit(".", 1)[0] for key in KEYS if key.startswith("contacts.")}
    asked = {key for one in library().procedures.values() for key in one.config}
    not_in_profiles = {key for key in asked if key not in KEYS and key not in contacts}
    # contacts that no profile has a place for yet are shown as not filled in
    assert all(key.startswith("contacts.") for key in not_in_profiles)


def test_a_contact_is_shown_as_name_and_number_or_as_missing() -> None:
    wanted = ("contacts.lado", "contacts.prevent", "evidence.screenshots")
    shown = {name: settings_shown(read_template(name), wanted) for name in PROFILES}
    assert shown["downs"]["contacts.lado"] == (
        "Kent local authority designated officer (LADO), 03000 410888"
    )
    assert shown["default"]["contacts.prevent"] is None
    assert [one["evidence.screenshots"] for one in shown.values()] == [False, True, False]
