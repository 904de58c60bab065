"""Where a device was used: formal time, examinations, no-use places; and suspected pictures."""

import pytest

from tests.desks import Desk
from tests.searching import propose

pytestmark = pytest.mark.anyio


async def _row(desk: Desk, device_id: str) -> dict[str, object]:
    rows = (await desk.get("office", "/devices")).json()["items"]
    return next(one for one in rows if one["device_id"] == device_id)


@pytest.mark.rule("D-9.1-4")
@pytest.mark.parametrize(
    ("used_in", "words"),
    [
        ("changing_room", "A changing room"),
        ("toilet", "A toilet"),
        ("swimming_pool", "The swimming pool"),
    ],
)
async def test_a_no_use_place_is_named_from_the_list_and_raised_on_the_board(
    downs: Desk, used_in: str, words: str
) -> None:
    ordinary = (await downs.take("teacher"))["device_id"]
    for unnamed in (None, "lesson", "the moon"):
        asked = await downs.try_to_take(ground="barred_place", used_in=unnamed)
        assert asked.status_code == 422
        assert asked.json()["errors"][0]["field"] == "used_in"
    raised = (await downs.take("teacher", ground="barred_place", used_in=used_in))["device_id"]
    assert (await _row(downs, raised))["is_raised"] is True
    assert (await _row(downs, ordinary))["is_raised"] is False
    taken = (await downs.page(raised))["events"][0]
    assert ["Used in", words] in taken["notes"]


@pytest.mark.rule("D-9.3-5")
async def test_use_in_a_lesson_or_formal_time_is_recorded_as_a_breach_of_the_rules(
    downs: Desk, abingdon: Desk
) -> None:
    for desk in (downs, abingdon):
        device_id = (await desk.take("teacher", used_in="lesson"))["device_id"]
        page = await desk.page(device_id)
        assert page["ground"] == "school_rule"
        assert ["Used in", "A lesson or formal school time"] in page["events"][0]["notes"]
        elsewhere = await desk.try_to_take(ground="exam", used_in="lesson")
        assert elsewhere.json()["errors"][0]["field"] == "used_in"
    plain = (await downs.take("teacher"))["device_id"]
    assert (await downs.page(plain))["events"][0]["notes"] == []


@pytest.mark.rule("D-9.3-6")
async def test_a_device_in_an_examination_is_taken_whatever_it_was_used_for(
    downs: Desk, abingdon: Desk
) -> None:
    for desk, who in ((downs, "assistant"), (abingdon, "assistant"), (abingdon, "head")):
        for kind in ("phone", "watch"):
            taken = await desk.take(who, ground="exam", kind=kind, power_state="off")
            page = await desk.page(taken["device_id"])
            assert page["ground"] == "exam"
            assert page["whereabouts"] == "Head's safe"


@pytest.mark.guard("G-05", "G-07")
@pytest.mark.rule("A-1.35-15")
async def test_a_device_believed_to_hold_such_a_picture_is_taken_and_stored_unopened(
    downs: Desk, abingdon: Desk
) -> None:
    for desk in (downs, abingdon):
        unstored = await desk.try_to_take("head", ground="sexual_imagery", place="")
        assert unstored.status_code == 422
        taken = await desk.take("head", ground="sexual_imagery", possible_evidence=True)
        page = await desk.page(taken["device_id"])
        assert (page["state"], page["whereabouts"]) == ("held_as_evidence", "Head's safe")
        assert page["legal_basis"]
        search = await propose(desk, taken["device_id"])
        refused = await desk.post("ddsl", f"{search}/authorise", {})
        assert "held for the police is not searched" in refused.json()["detail"]
        assert (await desk.give_back(taken["device_id"])).status_code == 409
