from pathlib import Path

import pytest

from services.accounts.schools.adapters import DEFINITIONS_DIR, read_every_template, read_profile
from services.accounts.schools.errors import ProfileRefused
from services.accounts.schools.schemas import KEYS

DOWNS = (DEFINITIONS_DIR / "downs.yaml").read_text()


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert DOWNS.count(old) == 1
    file = tmp_path / "changed.yaml"
    file.write_text(DOWNS.replace(old, new))
    return file


def test_every_template_fills_every_key() -> None:
    templates = read_every_template()
    assert set(templates) == {"abingdon", "default", "downs"}
    assert all(settings.keys() == KEYS.keys() for settings in templates.values())


def test_the_two_schools_differ_where_their_policies_do() -> None:
    downs, abingdon = (read_every_template()[name] for name in ("downs", "abingdon"))
    assert (downs["roles.head_is_dsl"], abingdon["roles.head_is_dsl"]) == (True, False)
    assert downs["devices.confiscators"] == ["any_staff"]
    assert (abingdon["devices.confiscators"], abingdon["devices.safe_keeping"]) == (["head"], True)
    assert (downs["devices.arrival"], abingdon["devices.arrival"]) == (
        "class_teacher",
        "office_by_permission",
    )
    assert abingdon["record.external"] == "CPOMS"
    assert (downs["wording.area_name"], abingdon["wording.area_name"]) == (
        "online safety",
        "digital resilience",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("record.external:", "record.extern:", "changed.yaml:11 record.extern is not a key"),
        ("head_is_dsl: true", "head_is_dsl: 'yes'", "roles.head_is_dsl must be a yes or no"),
        ("review_months: 12", "review_months: true", "must be a whole number"),
        ("review_months: 12", "review_months: 24", "at most 12"),
        ("tablet_idle_minutes: 5", "tablet_idle_minutes: 30", "at most 5"),
        ("min_age: 13", "min_age: 11", "at least 13"),
        ("ceop_button: true", "ceop_button: false", "cannot be switched off"),
        ("confiscators: [any_staff]", "confiscators: []", "may not be empty"),
        ("confiscators: [any_staff]", "confiscators: [pupil]", "must be from"),
        ("viewer: [dsl]", "viewer: [dsl, teacher]", "must be from ddsl, dsl"),
        ("viewer: [dsl]", "viewer: [1]", "must be a list of words"),
        ("ypsi.viewer: [dsl]", "record.external: x", "record.external stands twice"),
        ("ypsi.viewer: [dsl]", "", "lacks ypsi.viewer"),
    ],
)
def test_a_wrong_profile_is_refused_by_file_line_and_key(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(ProfileRefused) as refused:
        read_profile(changed(tmp_path, old, new))
    assert "changed.yaml" in str(refused.value)
    assert told in str(refused.value)


def test_something_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    for content in ("a: b: c", "- one", ""):
        file.write_text(content)
        with pytest.raises(ProfileRefused, match=r"odd\.yaml"):
            read_profile(file)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('public.email: ""', "public.email: ann.reed@school.example", "not of a person"),
        ('public.phone: ""', "public.phone: 07700 900123", "not a mobile telephone"),
        ('public.address: ""', "public.address: ann@school.example", "must be a postal address"),
    ],
)
def test_what_is_a_persons_own_cannot_stand_on_open_pages(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    with pytest.raises(ProfileRefused, match=why):
        read_profile(changed(tmp_path, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('public.email: ""', "public.email: office@school.example"),
        ('public.phone: ""', "public.phone: 01632 960901"),
        ('public.address: ""', "public.address: 1 School Road"),
    ],
)
def test_the_schools_own_address_mailbox_and_line_may_stand_there(
    tmp_path: Path, old: str, new: str
) -> None:
    key, setting = new.split(": ")
    assert read_profile(changed(tmp_path, old, new))[key] == setting
