"""Every definition is read at start; one that is wrong says in which file, line and key."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from services.reporting.procedures.adapters import DEFINITIONS_DIR, POLICY_DIR, read_library
from services.reporting.procedures.errors import DefinitionRefused
from services.reporting.procedures.rules_words import Part, StepKind
from tests.unit.reporting.procedures.situations import library

# rules-and-procedures.md 10
OWN_STEPS = {
    "nudes": 17,
    "ocsae": 15,
    "iioc_exposure": 8,
    "iioc_school_device": 9,
    "iioc_staff": 7,
    "iioc_other": 6,
    "cyberbullying": 8,
    "online_hate": 8,
    "pupil_social_media": 5,
    "staff_targeted": 7,
    "offensive_comm": 7,
    "radicalisation": 8,
    "radicalisation_staff": 4,
    "filtering_breach": 9,
    "monitoring_alert": 6,
    "harmful_content": 6,
    "commerce": 5,
    "infosec": 6,
    "acceptable_use": 5,
    "staff_allegation": 9,
    "head_allegation": 6,
    "low_level": 5,
    "staff_device": 5,
    "relationship_declaration": 5,
    "contact_received": 6,
    "pupil_device": 7,
    "exam_device": 6,
    "visitor_device": 6,
    "welfare_general": 6,
}
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The product's own definitions, with one piece of text put in place of another."""

    def changed(name: str, old: str, new: str) -> Path:
        copy = tmp_path / "definitions"
        shutil.copytree(DEFINITIONS_DIR, copy)
        text = (copy / name).read_text("utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new, 1), "utf-8")
        return copy

    return changed


def test_all_procedures_of_the_policies_are_there_with_their_steps() -> None:
    found = library().procedures
    own = {
        name: sum(step.part is Part.OWN for step in procedure.steps)
        for name, procedure in found.items()
    }
    assert own == OWN_STEPS
    assert sum(own.values()) == 207
    assert all(len(one.steps) in {own[one.id], own[one.id] + 10} for one in found.values())


def test_every_question_and_prohibition_of_a_procedure_has_a_sentence() -> None:
    sentences = {**library().questions, **library().prohibitions}
    asked = {
        key
        for procedure in library().procedures.values()
        for key in (*procedure.ask, *procedure.forbidden)
    }
    assert len(asked) > 200
    assert all(sentences[key].rstrip()[-1] in ".?" for key in asked)


REFUSED = {
    "a role": ("by: senco", "by: dinner_lady", "specialist_input by: dinner_lady", "role"),
    "a rule": ("D-10-8, D-12-2", "D-10-8, D-99-9", "danger_first rules: D-99-9", "rule or guard"),
    "an answer": (
        "when: vulnerability_flag",
        "when: vulnerable",
        "specialist_input when: vulnerable",
        "answer or fact",
    ),
    "a kind": ("kind: police", "kind: polite", "danger_first kind: polite", "kind of step"),
    "a clock word": ("due: 5sd", "due: soon", "support_plan due: soon", "clock word"),
    "a need": ("need: conditional", "need: perhaps", "danger_first need: perhaps", "need"),
    "a way to skip": ("skip: never", "skip: maybe", "danger_first skip: maybe", "way to skip"),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_an_unknown_word_is_refused_with_its_line(folder: Folder, case: str) -> None:
    old, new, place, what = REFUSED[case]
    changed = folder("base_welfare.yaml", old, new)
    lines = (changed / "base_welfare.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if new in text)
    with pytest.raises(DefinitionRefused) as refused:
        read_library(changed)
    assert str(refused.value) == f"base_welfare.yaml:{line} {place} is not a known {what}"


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("ocsae.yaml", "key: preserve", "key: police", "ocsae.yaml:1 police: two steps have"),
        ("ocsae.yaml", "severity: critical", "severity: dire", "ocsae.yaml:10 severity: dire"),
        ("ocsae.yaml", "title:", "titel:", "title: is missing"),
        ("ocsae.yaml", "edition: 1", "edition: true", "ocsae.yaml:8 edition: must be a whole"),
        ("ocsae.yaml", "edition: 1", "edition: 1\nedition: 2", "ocsae.yaml:9 edition stands"),
        ("ocsae.yaml", "edition: 1", "edition: 1\nmood: calm", "ocsae.yaml:9 mood: is not a key"),
        ("ocsae.yaml", "notify:", "notify: [", "ocsae.yaml:"),
        ("ocsae.yaml", "id: ocsae", "id: ocsea", "ocsae.yaml:1 id: ocsea is not a known name"),
        ("ocsae.yaml", "base: base_welfare", "base: base_other", "base: base_other is not a"),
        ("ocsae.yaml", "meeting_arranged", "meeting_planned", "ask: meeting_planned is not a"),
        ("ocsae.yaml", "contact_suspect", "hug_suspect", "forbidden: hug_suspect is not a"),
        ("ocsae.yaml", "role: ddsl", "role: cook", "notify role: cook is not a known role"),
        ("ocsae.yaml", "exploit_team", "team_x", "agencies: team_x is not a known agency"),
        ("ocsae.yaml", "attachments: none", "attachments: optin_nonsexual", "(G-01)"),
        ("questions.yaml", "yes_no:", "no_yes:", "questions.yaml:2 yes_no: is missing"),
        ("ocsae.yaml", "policies: [child_protection]", "policies: []", "policies: names no policy"),
        ("ocsae.yaml", "policies: [child_", "policies: [cat_", "policies: cat_protection is not a"),
        (
            "questions.yaml",
            "  breach_kind:\n",
            "  breach:\n",
            "choices breach: is not a known open",
        ),
        ("prohibitions.yaml", "print: Do not print it.", "print: 3", "print: must be a text"),
    ],
)
def test_a_definition_that_is_wrong_says_where(
    folder: Folder, name: str, old: str, new: str, says: str
) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        read_library(folder(name, old, new))
    assert says in str(refused.value)
    assert str(refused.value).startswith(name)


def test_a_folder_without_the_shared_steps_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "definitions"
    shutil.copytree(DEFINITIONS_DIR, copy)
    (copy / "base_staff.yaml").unlink()
    with pytest.raises(DefinitionRefused, match=r"base_staff\.yaml:1 is missing"):
        read_library(copy, POLICY_DIR)


@pytest.mark.guard("G-15")
def test_no_definition_lets_one_person_skip_the_police(folder: Folder) -> None:
    police = [
        step
        for procedure in library().procedures.values()
        for step in procedure.steps
        if step.kind is StepKind.POLICE
    ]
    assert len(police) > 29
    assert {step.skip.value for step in police} == {"second", "never"}
    with pytest.raises(DefinitionRefused, match=r"police skip: .*\(G-15\)"):
        read_library(folder("cyberbullying.yaml", "skip: second", "skip: reason"))


@pytest.mark.guard("G-14")
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("due: 1wd", "due: 5sd", r"lado due: is more than one working day \(G-14\)"),
        ("skip: second", "skip: reason", r"lado skip: one person alone cancels .*\(G-14\)"),
    ],
)
def test_no_definition_puts_the_lado_off(folder: Folder, old: str, new: str, says: str) -> None:
    with pytest.raises(DefinitionRefused, match=says):
        read_library(folder("radicalisation_staff.yaml", old, new))


def test_a_condition_without_a_conditional_step_is_refused(folder: Folder) -> None:
    changed = folder("cyberbullying.yaml", "when: crime_suspected\n    ", "")
    with pytest.raises(DefinitionRefused, match=r"police when: .*\(G-35\)"):
        read_library(changed)
