"""One report is one report, however often and however fast it is sent."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

pytestmark = pytest.mark.anyio


async def test_the_same_again_gets_the_same_answer(town: Any) -> None:
    key = str(uuid4())
    first, second = await town.tell(key), await town.tell(key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(await town.inbox("dsl")) == 1


async def test_twenty_at_once_are_one(town: Any) -> None:
    key = str(uuid4())
    answers = await asyncio.gather(*(town.tell(key) for _ in range(20)))
    assert sorted(one.status_code for one in answers) == [200] * 19 + [201]
    assert len({one.text for one in answers}) == 1
    assert len(await town.inbox("dsl")) == 1


async def test_other_words_from_a_child_are_a_new_version_of_the_same_report(town: Any) -> None:
    key = str(uuid4())
    first = await town.tell(key)
    second = await town.tell(key, account="It was about the picture.", safe_now="no")
    assert second.status_code == 200
    assert second.json()["come_back"] == first.json()["come_back"]
    rows = await town.inbox("dsl")
    assert [(one["severity"], one["danger"]) for one in rows] == [("critical", True)]
    shown = await town.page("dsl", await town.case_id())
    assert shown["concerns"][0]["versions"] == 2
    words = {one["question"]: one["answer"] for one in shown["concerns"][0]["words"]}
    assert words["What happened?"] == "It was about the picture."
    (before,) = shown["concerns"][0]["earlier"]
    assert "horrible things" in str(before["words"])
    assert (await town.tell(key, account="It was about the picture.", safe_now="no")).json() == (
        second.json()
    )


@pytest.mark.guard("G-12")
async def test_a_new_version_may_narrow_the_readers_and_never_widens_back(town: Any) -> None:
    key = str(uuid4())
    await town.tell(key)
    assert await town.readers() == {"dsl", "ddsl"}
    await town.tell(key, about_adult="yes")
    assert await town.readers() == {"ddsl", "chair"}
    await town.tell(key)
    assert "dsl" not in await town.readers()


async def test_a_colleagues_report_keeps_its_reference_and_refuses_other_content(town: Any) -> None:
    key = str(uuid4())
    first, second = await town.report(key=key), await town.report(key=key)
    assert first.json() == second.json()
    other = await town.report(key=key, happened="Something else entirely.")
    assert other.status_code == 422
    assert len(await town.inbox("dsl")) == 1


async def test_two_people_may_use_the_same_key(town: Any) -> None:
    key = str(uuid4())
    one, other = await town.report("teacher", key=key), await town.report("assistant", key=key)
    assert one.json()["report_id"] != other.json()["report_id"]


async def test_my_reports_show_plain_states_and_only_mine(town: Any) -> None:
    sent = (await town.report()).json()
    mine = (await town.get("teacher", "/staff-reports")).json()["items"]
    assert [(one["report_id"], one["reference"], one["state"], one["seen_at"]) for one in mine] == [
        (sent["report_id"], sent["reference"], "received", None)
    ]
    assert (await town.get("assistant", "/staff-reports")).json()["items"] == []
    case_id = await town.case_id()
    await town.do("dsl", case_id, "take")
    after = (await town.get("teacher", "/staff-reports")).json()["items"][0]
    assert after["state"] == "being_looked_at"
    assert after["seen_at"] is not None


async def test_a_report_says_what_is_missing_and_stores_nothing(town: Any) -> None:
    nobody = await town.report(pupil_ids=[])
    assert nobody.status_code == 422
    assert nobody.json()["errors"][0]["field"] == "pupil_ids"
    stranger = await town.report(pupil_ids=[str(uuid4())])
    assert stranger.status_code == 422
    empty = await town.report(happened="   ")
    assert empty.status_code == 422
    assert await town.inbox("dsl") == []


@pytest.mark.guard("G-01")
async def test_too_long_and_pasted_files_are_refused_with_a_sentence(town: Any) -> None:
    from base64 import b64encode

    picture = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(200)).decode()
    pasted = await town.tell(account=f"look data:image/png;base64,{picture}")
    assert pasted.status_code == 422
    assert "pasted" in pasted.json()["errors"][0]["message"]
    assert picture not in pasted.text
    long = await town.tell(account="a" * 10_001)
    assert long.status_code == 422
    assert "10,000" in long.json()["errors"][0]["message"]
    fine = await town.tell(account="a" * 10_000)
    assert fine.status_code == 201
    mashed = await town.tell(account="asdfkjhasdflkjhasdlfkjhaslkdjfhalskjdfhlkasjdhf" * 4)
    assert mashed.status_code == 201
    assert len(await town.inbox("dsl")) == 2


@pytest.mark.guard("G-01")
async def test_multipart_is_refused(town: Any) -> None:
    headers = town.school.pupil_page_bearer() | {"Idempotency-Key": str(uuid4())}
    sent = await town.client.post("/pupil-reports", files={"f": b"x"}, headers=headers)
    assert sent.status_code == 415


@pytest.mark.guard("G-12")
async def test_whoever_is_named_later_does_not_keep_the_case_that_they_took(town: Any) -> None:
    key = str(uuid4())
    await town.tell(key)
    case_id = await town.case_id()
    await town.do("dsl", case_id, "take")
    await town.tell(key, about_adult="yes", account="It is Mrs Hazelgrove.")
    assert (await town.get("dsl", f"/cases/{case_id}")).status_code == 404
    shown = await town.page("ddsl", case_id)
    assert (shown["state"], shown["owner"], shown["may"]["take"]) == ("new", None, None)
    assert (await town.do("ddsl", case_id, "take")).status_code == 200


async def test_a_closed_case_opens_again_when_its_child_tells_more(town: Any) -> None:
    key = str(uuid4())
    await town.tell(key)
    case_id = await town.case_id()
    triage = {"severity": "medium", "risk_area": "conduct", "kind": "bullying"}
    for act, said in (("triage", triage), ("outcome", {"text": "All is well."})):
        assert (await town.do("dsl", case_id, act, **said)).status_code == 200
    assert (await town.close(case_id)).status_code == 200
    assert await town.inbox("dsl") == []
    await town.tell(key, account="It happened again.", safe_now="no")
    rows = await town.inbox("dsl")
    assert [(one["state"], one["danger"]) for one in rows] == [("new", True)]


async def test_nobody_closes_a_case_over_words_that_they_have_not_seen(town: Any) -> None:
    key = str(uuid4())
    await town.tell(key)
    case_id = await town.case_id()
    version = (await town.page("dsl", case_id))["version"]
    await town.tell(key, account="I forgot to say who it was.")
    late = await town.post("dsl", f"/cases/{case_id}/take", {"version": version})
    assert late.status_code == 409
    assert late.json()["detail"].startswith("The child was first: they have told more.")
