"""Parents are told about a case after the question, by link and code, and can answer."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.reporting.notices.rules import (
    BARRED,
    NEEDS_A_REVIEW,
    NEEDS_HOW,
    NEEDS_THE_ANSWER,
    TRIAGE_FIRST,
)
from services.shared import clock
from services.shared.link_codes import LOCKED, NOT_OPENED
from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.factories import AGuardian, a_pupil, move_clock
from tests.integration.reporting.conftest import Town
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio

CANARY = "CANARY my sister saw it too"


async def a_case(town: Town, kind: str = "bullying") -> UUID:
    """A triaged case about a child whose mother is listed and whose father is barred."""
    guardians = (AGuardian("Mother"), AGuardian("Father", barred=True))
    town.child = await a_pupil(town.school, guardians=guardians)
    case_id = await triaged(town, kind, pupil_ids=[str(town.child.id)])
    first = {one["key"] for one in (await town.page("dsl", case_id))["procedure"]["steps"]}
    assert "parents" in first
    return case_id


async def decide(
    town: Town, case_id: UUID, who: str = "dsl", guardian: int = 0, **other: Any
) -> Any:
    assert town.child is not None
    body = {
        "pupil_id": str(town.child.id),
        "guardian_id": str(town.child.guardian_ids[guardian]),
        "would_telling_put_child_at_risk": "no",
        "reason": "I know the mother. I asked the child.",
        "template": "general",
        **other,
    }
    version = (await town.page("dsl", case_id))["version"]
    return await town.post(who, f"/cases/{case_id}/parents", {"version": version, **body})


async def parents(town: Town, case_id: UUID, who: str = "dsl") -> dict[str, Any]:
    answer = await town.get(who, f"/cases/{case_id}/parents")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def told(town: Town, case_id: UUID) -> tuple[str, str]:
    """Tell the mother; return the notice and its code."""
    answer = await decide(town, case_id)
    assert answer.status_code == 201, answer.text
    (notice,) = (await parents(town, case_id))["notices"]
    assert notice["notice_id"] == answer.json()["notice_id"]
    return notice["notice_id"], notice["code"]


async def open_it(town: Town, notice_id: str, code: str) -> Any:
    return await town.client.post(f"/parent-notices/{notice_id}/open", json={"code": code})


async def released(town: Town, database: TestDatabase) -> int:
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM reporting.parent_notice WHERE school_id = $1", town.school.id
            )
        )
    finally:
        await connection.close()


@pytest.mark.guard("G-17")
@pytest.mark.rule("A-1.35-55", "D-10.1-4")
async def test_no_parent_is_told_without_the_answer_no(town: Town, database: TestDatabase) -> None:
    case_id = await a_case(town)
    later = (clock.now() + timedelta(days=7)).date().isoformat()
    for other, field, sentence in (
        ({"would_telling_put_child_at_risk": None}, "would_telling_put_child_at_risk", None),
        ({"reason": ""}, "reason", NEEDS_HOW),
        ({"would_telling_put_child_at_risk": "yes"}, "review_on", NEEDS_A_REVIEW),
        ({"would_telling_put_child_at_risk": "not_sure"}, "review_on", NEEDS_A_REVIEW),
    ):
        refused = await decide(town, case_id, **other)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == field
        assert refused.json()["detail"] == (sentence or NEEDS_THE_ANSWER)
    for answer in ("yes", "not_sure"):
        held = await decide(town, case_id, would_telling_put_child_at_risk=answer, review_on=later)
        assert held.status_code == 201
        assert held.json()["notice_id"] is None
    assert await released(town, database) == 0
    assert (await decide(town, case_id)).status_code == 201
    assert await released(town, database) == 1


@pytest.mark.guard("G-17")
@pytest.mark.rule("A-1.35-63", "D-11.1.1-6")
async def test_why_a_parent_is_not_told_is_kept_with_a_day_to_look_again(town: Town) -> None:
    case_id = await a_case(town, "sexual_image")
    later = (clock.now() + timedelta(days=7)).date().isoformat()
    refused = await decide(town, case_id, would_telling_put_child_at_risk="yes", reason="")
    assert refused.status_code == 422
    held = await decide(
        town,
        case_id,
        would_telling_put_child_at_risk="yes",
        reason="She fears what happens at home.",
        review_on=later,
    )
    assert held.status_code == 201, held.text
    (child,) = (await parents(town, case_id))["children"]
    mother = next(one for one in child["guardians"] if one["review_on"])
    assert mother["review_on"] == later
    lines = (await town.page("dsl", case_id))["chronology"]
    assert any("She fears what happens at home." in one["text"] for one in lines)


async def test_telling_settles_the_procedures_own_step(town: Town) -> None:
    case_id = await a_case(town)
    assert (await town.step(case_id, "parents"))["state"] == "blocked"
    await told(town, case_id)
    assert (await town.step(case_id, "parents"))["state"] == "done"


async def test_before_triage_nobody_can_be_told(town: Town) -> None:
    assert (await town.report()).is_success
    case_id = await town.case_id()
    refused = await decide(town, case_id)
    assert (refused.status_code, refused.json()["detail"]) == (409, TRIAGE_FIRST)
    assert (await parents(town, case_id))["why_not"] == TRIAGE_FIRST


async def test_a_barred_parent_is_shown_and_refused(town: Town, database: TestDatabase) -> None:
    case_id = await a_case(town)
    refused = await decide(town, case_id, guardian=1)
    assert (refused.status_code, refused.json()["detail"]) == (409, BARRED)
    (child,) = (await parents(town, case_id))["children"]
    assert sorted(str(one["why_not"]) for one in child["guardians"]) == sorted(["None", BARRED])
    assert await released(town, database) == 0


@pytest.mark.guard("G-12")
async def test_who_does_not_read_the_case_finds_nothing(town: Town) -> None:
    case_id = await a_case(town)
    notice_id, _ = await told(town, case_id)
    for case, ask in ((case_id, "teacher"), (uuid4(), "dsl")):
        page = await town.get(ask, f"/cases/{case}/parents")
        assert page.status_code == 404
        assert page.json()["detail"] == "There is nothing here that you can see."
        for act in ("code", "remind"):
            answer = await town.post(ask, f"/cases/{case}/parents/{notice_id}/{act}")
            assert answer.status_code == 404
    assert (await decide(town, case_id, "teacher")).status_code == 404


async def test_the_parent_reads_acknowledges_and_answers(
    town: Town, database: TestDatabase
) -> None:
    case_id = await a_case(town)
    notice_id, code = await told(town, case_id)
    opened = await open_it(town, notice_id, f"{code[:4].lower()} {code[4:]}")
    assert opened.status_code == 200, opened.text
    assert town.child is not None
    assert opened.json()["notice"]["child"] == town.child.display_name.split()[0]
    assert town.child.display_name.split()[-1] not in opened.text
    ticket = {"ticket": opened.json()["ticket"]}
    for _ in range(2):
        read = await town.client.post(f"/parent-notices/{notice_id}/acknowledge", json=ticket)
        assert read.json()["acknowledged_at"]
    for _ in range(2):
        sent = await town.client.post(
            f"/parent-notices/{notice_id}/reply",
            json=ticket | {"act": "answered", "words": CANARY},
        )
        assert [one["words"] for one in sent.json()["replies"]] == [CANARY]
    wish = ticket | {"act": "language_wanted", "words": "Polski"}
    assert (await town.client.post(f"/parent-notices/{notice_id}/reply", json=wish)).is_success
    lines = [one["text"] for one in (await town.page("dsl", case_id))["chronology"]]
    assert sum(CANARY in one for one in lines) == 1
    assert "A parent asks for another language: Polski" in lines
    (notice,) = (await parents(town, case_id))["notices"]
    assert [one["words"] for one in notice["replies"]] == [CANARY, "Polski"]
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        rows = await connection.fetch("SELECT words FROM reporting.parent_notice_event")
        rows += await connection.fetch("SELECT words FROM reporting.parent_notice")
        assert all(
            word.encode() not in (row["words"] or b"") for row in rows for word in (CANARY, code)
        )
    finally:
        await connection.close()


async def test_a_wrong_or_strange_reply_is_refused(town: Town) -> None:
    notice_id, code = await told(town, await a_case(town))
    opened = await open_it(town, notice_id, code)
    ticket = {"ticket": opened.json()["ticket"]}
    path = f"/parent-notices/{notice_id}/reply"
    for body in (
        ticket | {"act": "answered", "words": "  "},
        ticket | {"act": "opened", "words": "Hello"},
        ticket | {"act": "answered", "words": "x" * 10_001},
    ):
        assert (await town.client.post(path, json=body)).status_code == 422
    strange = {"ticket": "another", "act": "answered", "words": "Hello"}
    assert (await town.client.post(path, json=strange)).status_code == 403


async def test_five_wrong_codes_lock_and_a_new_code_opens(town: Town) -> None:
    case_id = await a_case(town)
    notice_id, code = await told(town, case_id)
    answers = [await open_it(town, notice_id, "WRONGONE") for _ in range(5)]
    assert [one.status_code for one in answers] == [403, 403, 403, 403, 429]
    assert answers[0].json()["detail"] == NOT_OPENED
    locked = await open_it(town, notice_id, code)
    assert (locked.status_code, locked.json()["detail"]) == (429, LOCKED)
    assert (await parents(town, case_id))["notices"][0]["is_locked"]
    made = await town.post("dsl", f"/cases/{case_id}/parents/{notice_id}/code")
    assert made.status_code == 201, made.text
    assert (await open_it(town, notice_id, code)).status_code == 403
    assert (await open_it(town, notice_id, made.json()["notices"][0]["code"])).is_success
    unknown = await open_it(town, str(uuid4()), code)
    assert unknown.json()["detail"] == NOT_OPENED


async def test_a_later_decision_or_a_bar_shuts_the_page(town: Town, database: TestDatabase) -> None:
    case_id = await a_case(town)
    notice_id, code = await told(town, case_id)
    assert (await open_it(town, notice_id, code)).is_success
    later = (clock.now() + timedelta(days=7)).date().isoformat()
    await decide(town, case_id, would_telling_put_child_at_risk="yes", review_on=later)
    assert (await open_it(town, notice_id, code)).status_code == 403
    assert (await parents(town, case_id))["notices"][0]["code"] is None
    await decide(town, case_id, template="update")
    assert (await open_it(town, notice_id, code)).is_success
    assert town.child is not None
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        await connection.execute(
            "UPDATE accounts.guardianship SET is_barred = true, may_collect = false"
            " WHERE person_id = $1",
            town.child.guardian_ids[0],
        )
    finally:
        await connection.close()
    assert (await open_it(town, notice_id, code)).status_code == 403
    refused = await town.post("dsl", f"/cases/{case_id}/parents/{notice_id}/remind")
    assert (refused.status_code, refused.json()["detail"]) == (409, BARRED)


async def test_a_reminder_goes_once_a_day_until_it_is_read(town: Town) -> None:
    case_id = await a_case(town)
    notice_id, code = await told(town, case_id)
    path = f"/cases/{case_id}/parents/{notice_id}/remind"
    assert (await town.post("dsl", path)).status_code == 201
    assert (await town.post("dsl", path)).status_code == 409
    opened = await open_it(town, notice_id, code)
    ticket = {"ticket": opened.json()["ticket"]}
    await town.client.post(f"/parent-notices/{notice_id}/acknowledge", json=ticket)
    again = await town.post("dsl", path)
    assert again.json()["detail"] == "This parent has read it already."


async def test_the_page_shuts_by_itself_after_half_an_hour(town: Town, movable_clock: Path) -> None:
    notice_id, code = await told(town, await a_case(town))
    opened = await open_it(town, notice_id, code)
    ticket = {"ticket": opened.json()["ticket"]}
    path = f"/parent-notices/{notice_id}/read"
    assert (await town.client.post(path, json=ticket)).status_code == 200
    move_clock(movable_clock, 31 * 60)
    assert (await town.client.post(path, json=ticket)).status_code == 403
    assert (await open_it(town, notice_id, code)).is_success
