"""The morning and home time (dw1): one tap in, one tap out, nothing left over unseen."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.shared import clock
from tests.desks import Desk, move
from tests.factories import APupil, a_pupil, a_staff_member

pytestmark = pytest.mark.anyio


async def _a_class_teacher(desk: Desk) -> None:
    in_class = desk.school.big_class_id
    desk.staff["own"] = await a_staff_member(desk.school, "teacher", class_id=in_class)


async def _list(desk: Desk, who: str) -> dict[str, Any]:
    answer = await desk.get(who, f"/hand-in?class_id={desk.school.big_class_id}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def _row(shown: dict[str, Any], pupil: APupil) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in shown["items"] if one["pupil_id"] == str(pupil.id))
    return found


async def _tap(
    desk: Desk, who: str, way: str, pupil: APupil | None = None, **told: Any
) -> httpx.Response:
    child = pupil or desk.child
    assert child is not None
    return await desk.post(who, f"/hand-in/{child.id}/{way}", {"after": 0} | told)


@pytest.fixture
async def school_hours(movable_clock: Path) -> Path:
    """Nine in the morning of a coming school day."""
    _go_to(movable_clock, 9)
    return movable_clock


def _go_to(movable_clock: Path, hour: int, days: int = 1) -> None:
    real = datetime.now(UTC)
    day = real.date() + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    move(movable_clock, int((moment - real).total_seconds()))


@pytest.mark.rule("D-9.3-2")
@pytest.mark.usefixtures("school_hours")
async def test_a_class_of_thirty_is_taken_in_and_given_back_in_sixty_taps(downs: Desk) -> None:
    await _a_class_teacher(downs)
    children = [downs.child, *[await a_pupil(downs.school) for _ in range(29)]]
    for child in children:
        answer = await _tap(downs, "own", "in", child)
        assert answer.status_code == 200, answer.text
    shown = await _list(downs, "own")
    assert shown["counts"]["here"] == 30
    assert sorted(one["tray"] for one in shown["items"]) == list(range(1, 31))
    assert all(one["tray"] == one["number"] for one in shown["items"])
    for child in children:
        assert (await _tap(downs, "own", "out", child, after=1)).json()["is_in"] is False
    shown = await _list(downs, "own")
    assert shown["counts"] == {"here": 0, "given_back": 30, "late": 30, "not_collected": 0}


@pytest.mark.guard("G-22")
@pytest.mark.usefixtures("school_hours")
async def test_only_the_staff_of_a_class_its_leaders_and_the_office_tap_for_it(
    downs: Desk,
) -> None:
    await _a_class_teacher(downs)
    refused = await _tap(downs, "teacher", "in")
    assert refused.status_code == 409
    assert "taken in by its own staff" in refused.json()["detail"]
    address = f"/hand-in?class_id={downs.school.big_class_id}"
    assert (await downs.get("teacher", address)).status_code == 409
    assert (await _tap(downs, "own", "in")).status_code == 200
    classes = (await downs.get("teacher", "/hand-in")).json()["classes"]
    assert classes == []
    assert [one["name"] for one in (await downs.get("own", "/hand-in")).json()["classes"]] == [
        "Oaks"
    ]


@pytest.mark.usefixtures("school_hours")
async def test_a_tap_sent_twice_is_one_and_two_people_hear_who_was_first(downs: Desk) -> None:
    await _a_class_teacher(downs)
    first = await _tap(downs, "own", "in")
    again = await _tap(downs, "own", "in")
    assert again.json() == first.json()
    late = await _tap(downs, "office", "in")
    assert late.status_code == 409
    assert f"{downs.staff['own'].display_name} was first" in late.json()["detail"]
    assert (await _tap(downs, "office", "out", after=1)).json()["seq"] == 2
    nothing = await _tap(downs, "own", "out", after=2)
    assert nothing.json()["detail"] == "No device of this child is here."


@pytest.mark.usefixtures("school_hours")
async def test_a_tray_that_is_taken_is_not_given_twice(downs: Desk) -> None:
    await _a_class_teacher(downs)
    last = await a_pupil(downs.school, family_name="Zimmer")
    assert (await _tap(downs, "own", "in", last)).json()["tray"] == 2
    # a child who joins the class before them moves their number, not their tray
    joined = await a_pupil(downs.school, family_name="Zabel")
    trays = [(await _tap(downs, "own", "in", one)).json()["tray"] for one in (joined, downs.child)]
    assert sorted([*trays, 2]) == [1, 2, 3]


async def test_what_is_left_after_the_bell_is_the_offices(downs: Desk, school_hours: Path) -> None:
    await _a_class_teacher(downs)
    tapped = (await _tap(downs, "own", "in")).json()
    assert (await downs.get("office", "/hand-in/left-over")).json()["items"] == []
    _go_to(school_hours, 18)
    assert _row(await _list(downs, "own"), downs.child)["stand"] == "not_collected"
    assert (await downs.get("own", "/hand-in/left-over")).status_code == 403
    (left,) = (await downs.get("office", "/hand-in/left-over")).json()["items"]
    assert (left["display_name"], left["tray"]) == (downs.child.display_name, tapped["tray"])
    _go_to(school_hours, 9, days=4)
    (left,) = (await downs.get("office", "/hand-in/left-over")).json()["items"]
    back = await _tap(downs, "office", "out", after=1, on_date=left["on_date"])
    assert back.json()["on_date"] == tapped["on_date"]
    assert (await downs.get("office", "/hand-in/left-over")).json()["items"] == []


def _a_request(desk: Desk, **other: Any) -> dict[str, Any]:
    assert desk.child is not None
    return {
        "pupil_id": str(desk.child.id),
        "kind": "parent_request",
        "guardian_id": str(desk.child.guardian_ids[0]),
        "written_on": _today().isoformat(),
        "words": "Walks home alone from Oak Lane.",
        **other,
    }


def _today() -> date:
    return clock.today("Europe/London")


async def _record(desk: Desk, who: str = "office", **other: Any) -> httpx.Response:
    key = {"Idempotency-Key": str(uuid4())}
    return await desk.post(who, "/arrival-permissions", _a_request(desk, **other), **key)


@pytest.mark.rule("A-1.16-7")
@pytest.mark.parametrize("kind", ["parent_request", "adjustment"])
async def test_the_office_takes_a_phone_only_when_a_request_or_an_adjustment_is_recorded(
    abingdon: Desk, kind: str
) -> None:
    await _a_class_teacher(abingdon)
    refused = await _tap(abingdon, "office", "in")
    assert refused.status_code == 409
    assert "only when a parent has asked in writing" in refused.json()["detail"]
    assert "only when a parent" in _row(await _list(abingdon, "office"), abingdon.child)["why_not"]
    who_asked = abingdon.child.guardian_ids[0] if kind == "parent_request" else None
    told = {"kind": kind, "guardian_id": who_asked and str(who_asked)}
    recorded = await _record(abingdon, **told)
    assert recorded.status_code == 201, recorded.text
    (entry,) = recorded.json()["items"]
    assert entry["words"] == "Walks home alone from Oak Lane."
    to_the_office = await _tap(abingdon, "own", "in")
    assert "left at the office" in to_the_office.json()["detail"]
    assert (await _tap(abingdon, "office", "in")).status_code == 200
    assert (await _tap(abingdon, "office", "out", after=1)).status_code == 200
    ended = await abingdon.post("office", f"/arrival-permissions/{entry['id']}/end", {})
    assert ended.json()["items"] == []
    assert (await _tap(abingdon, "office", "in", after=2)).status_code == 409


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("guardian_id", None),
        ("guardian_id", "barred"),
        ("written_on", "2031-01-01"),
        ("ends_on", "2019-01-01"),
        ("words", "The PIN is 4821"),
    ],
)
async def test_a_request_needs_a_listed_parent_and_possible_dates(
    abingdon: Desk, field: str, wrong: str | None
) -> None:
    value = str(abingdon.child.guardian_ids[1]) if wrong == "barred" else wrong
    refused = await _record(abingdon, **{field: value})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert (await _record(abingdon, "teacher")).status_code == 403
    assert (await _record(abingdon)).status_code == 201
