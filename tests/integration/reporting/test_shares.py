"""A case is shared with somebody outside: by link and code, for a role, until a day."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from services.reporting.shares.rules import (
    ENDED,
    KEPT_OUT,
    LOCKED_LINK,
    NEEDS_EMAIL,
    NEEDS_END,
    NEEDS_FACTS,
    NEEDS_NAME,
    NEEDS_REASON,
    NEEDS_ROLE,
    NOT_ADVICE,
    TOO_OLD,
    USED,
)
from services.shared import clock
from services.shared.link_codes import NOT_OPENED
from tests.database import TestDatabase
from tests.factories import move_clock
from tests.integration.reporting.conftest import Town
from tests.integration.reporting.sharing import Outside, an_allegation, share, shares
from tests.integration.reporting.test_casework import rows
from tests.integration.reporting.triaging import refusal, triaged

pytestmark = pytest.mark.anyio

ADVICE = "Do not ask him yet. Keep the tablet. I ring you tomorrow at nine."
WAITS = "This waits for the LADO's advice. Record that step first."


@pytest.mark.guard("G-14")
@pytest.mark.rule("D-10.2-2")
async def test_the_lados_advice_opens_what_waited_for_it(
    town: Town, database: TestDatabase
) -> None:
    lado = await an_allegation(town, database)
    shut = await refusal(town, "dsl", lado.case_id, "steps/tell_subject/done", what="Told.")
    assert shut == WAITS
    page = await lado.come_in()
    assert page["subjects"] == [town.staff["teacher"].display_name]
    assert page["children"]
    assert any("messages from someone" in str(one["words"]) for one in page["concerns"])
    assert page["chronology"]
    assert "An allegation about an adult at school." not in str(page)  # why it was shared
    assert any("lead" in one["what"] for one in page["contacts"])
    assert (await town.step(lado.case_id, "lado"))["state"] == "due"
    answer = await lado.write("advised", ADVICE)
    assert answer.status_code == 200, answer.text
    assert [one["words"] for one in answer.json()["answers"]] == [ADVICE]
    assert (await town.step(lado.case_id, "lado"))["state"] == "done"
    done = await town.do("dsl", lado.case_id, "steps/tell_subject/done", what="As agreed.")
    assert done.status_code == 200, done.text
    lines = [one["text"] for one in (await town.page("dsl", lado.case_id))["chronology"]]
    assert sum(ADVICE in line for line in lines) == 1
    assert (await lado.write("advised", ADVICE)).status_code == 200
    assert len((await lado.shown())["answers"]) == 1


@pytest.mark.guard("G-14")
async def test_only_the_lados_advice_counts_as_the_lados(
    town: Town, database: TestDatabase
) -> None:
    police = await an_allegation(town, database, role="police", facts="He sent her a picture.")
    await police.come_in()
    assert (await police.write("advised", "Do not speak to him.")).status_code == 200
    assert (await town.step(police.case_id, "lado"))["state"] == "due"
    assert await refusal(town, "dsl", police.case_id, "steps/tell_subject/done", what="x") == WAITS
    governor: Outside = await Outside(town, database, police.case_id).invited(role="governor")
    await governor.come_in()
    refused = await governor.write("advised", "Tell him.")
    assert (refused.status_code, refused.json()["detail"]) == (422, NOT_ADVICE)
    assert (await governor.write("asked", "When is the review?")).status_code == 200


@pytest.mark.guard("G-22")
@pytest.mark.rule("A-1.15-6")
async def test_the_police_read_the_facts_and_a_governor_numbers_only(
    town: Town, database: TestDatabase
) -> None:
    police = await an_allegation(town, database, role="police", facts="He sent her a picture.")
    page = await police.come_in()
    assert page["facts"] == "He sent her a picture."
    assert not page["concerns"] + page["chronology"] + page["subjects"] + page["children"]
    governor: Outside = await Outside(town, database, police.case_id).invited(role="governor")
    page = await governor.come_in()
    assert page["counts"]["concerns"] == 1
    assert page["counts"]["children"] == 1
    lado: Outside = await Outside(town, database, police.case_id).invited()
    full = str(await lado.come_in())
    assert town.child is not None
    for word in (town.child.display_name, town.staff["teacher"].display_name, "messages from"):
        assert word in full
        assert word not in str(page)


@pytest.mark.guard("G-21")
async def test_a_link_opens_once_and_only_with_its_code(
    town: Town, database: TestDatabase, movable_clock: Path
) -> None:
    lado = await an_allegation(town, database)
    first, code = await lado.link(), (await lado.shown())["code"]
    wrong = await lado.send("open", code="AAAA BBBB")
    assert (wrong.status_code, wrong.json()["detail"]) == (403, NOT_OPENED)
    unknown = await lado.send("open", link=str(uuid4()), code=code)
    assert {**unknown.json(), "request_id": ""} == {**wrong.json(), "request_id": ""}
    await lado.come_in()
    assert (await lado.send("read", ticket=lado.ticket)).status_code == 200
    assert (await lado.shown())["code"] is None
    again = await lado.send("open", code=code)
    assert (again.status_code, again.json()["detail"]) == (403, USED)
    move_clock(movable_clock, 31 * 60)
    assert (await lado.send("read", ticket=lado.ticket)).status_code == 403
    assert (await lado.send("fresh", link=first)).status_code == 204
    assert await lado.link() != first
    await lado.come_in()
    assert (await lado.shown())["looks"] == 2
    assert (await lado.send("open", link=first, code=code)).json()["detail"] == USED


async def test_a_link_is_good_for_two_days_and_a_share_until_its_evening(
    town: Town, database: TestDatabase, movable_clock: Path
) -> None:
    lado = await an_allegation(town, database)
    link, code = await lado.link(), (await lado.shown())["code"]
    assert (await lado.send("fresh")).status_code == 204
    assert await lado.link() == link  # it still works: nobody needs another
    move_clock(movable_clock, 49 * 3600)
    late = await lado.send("open", code=code)
    assert (late.status_code, late.json()["detail"]) == (403, TOO_OLD)
    assert (await lado.send("fresh")).status_code == 204
    assert await lado.link() != link
    await lado.come_in()
    move_clock(movable_clock, 16 * 24 * 3600)
    for act, body in (("read", {"ticket": lado.ticket}), ("open", {"code": code})):
        ended = await lado.send(act, **body)
        assert (ended.status_code, ended.json()["detail"]) == (403, NOT_OPENED)
    newest = await lado.link()
    assert (await lado.send("fresh")).status_code == 204
    assert await lado.link() == newest
    assert (await lado.shown())["is_open"] is False


async def test_a_share_that_is_taken_back_shuts_at_once(town: Town, database: TestDatabase) -> None:
    lado = await an_allegation(town, database)
    await lado.come_in()
    share_id = (await lado.shown())["share_id"]
    gone = await town.post("dsl", f"/cases/{lado.case_id}/shares/{share_id}/revoke")
    assert gone.status_code == 201, gone.text
    assert gone.json()["shares"][0]["revoked_at"]
    shut = await lado.send("read", ticket=lado.ticket)
    assert (shut.status_code, shut.json()["detail"]) == (403, NOT_OPENED)
    refused = await town.post("dsl", f"/cases/{lado.case_id}/shares/{share_id}/link")
    assert (refused.status_code, refused.json()["detail"]) == (409, ENDED)
    twice = await town.post("dsl", f"/cases/{lado.case_id}/shares/{share_id}/revoke")
    assert twice.status_code == 201


async def test_five_wrong_codes_lock_the_link_and_tell_whoever_shared_it(
    town: Town, database: TestDatabase
) -> None:
    lado = await an_allegation(town, database)
    code = (await lado.shown())["code"]
    answers = [await lado.send("open", code="AAAABBBB") for _ in range(5)]
    assert [one.status_code for one in answers] == [403, 403, 403, 403, 429]
    assert answers[-1].json()["detail"] == LOCKED_LINK
    assert (await lado.send("open", code=code)).status_code == 429
    link = await lado.link()
    assert (await lado.send("fresh")).status_code == 204
    assert await lado.link() == link
    lines = [one["text"] for one in (await town.page("dsl", lado.case_id))["chronology"]]
    assert any("Five wrong codes locked the link of" in line for line in lines)
    assert (await lado.shown())["is_locked"] is True
    share_id = (await lado.shown())["share_id"]
    new = await town.post("dsl", f"/cases/{lado.case_id}/shares/{share_id}/link")
    assert new.status_code == 201
    await lado.come_in()


async def test_what_is_missing_is_said_by_field(town: Town) -> None:
    case_id = await triaged(town, "staff_concern")
    yesterday = (clock.now() - timedelta(days=2)).date().isoformat()
    for other, field, sentence in (
        ({"role": "aunt"}, "role", NEEDS_ROLE),
        ({"name": ""}, "name", NEEDS_NAME),
        ({"email": "a@b.example, c@d.example"}, "email", NEEDS_EMAIL),
        ({"ends_on": yesterday}, "ends_on", NEEDS_END),
        ({"reason": " "}, "reason", NEEDS_REASON),
        ({"role": "police"}, "facts", NEEDS_FACTS),
    ):
        refused = await share(town, case_id, **other)
        assert refused.status_code == 422, refused.text
        (error,) = refused.json()["errors"]
        assert (error["field"], error["message"]) == (field, sentence)
    assert (await shares(town, case_id))["shares"] == []
    assert (await share(town, case_id)).status_code == 201


@pytest.mark.guard("G-12")
async def test_a_case_is_never_shared_with_whom_it_is_about(
    town: Town, database: TestDatabase
) -> None:
    lado = await an_allegation(town, database)
    teacher = town.staff["teacher"]
    refused = await share(town, lado.case_id, name=teacher.display_name, role="governor")
    assert (refused.status_code, refused.json()["detail"]) == (409, KEPT_OUT)
    other = await share(town, lado.case_id, name="Nadia Alder", role="governor")
    assert other.status_code == 201


@pytest.mark.guard("G-12")
async def test_whom_the_case_turns_out_to_be_about_is_shut_out_of_their_share(
    town: Town, database: TestDatabase
) -> None:
    chair = town.staff["chair"]
    lado = await an_allegation(town, database, role="governor", name=chair.display_name)
    await lado.come_in()
    assert (await lado.send("read", ticket=lado.ticket)).status_code == 200
    link = await lado.link()
    named = await town.do(
        "dsl", lado.case_id, "subjects", subject_ids=[str(chair.id)], reason="She named him."
    )
    assert named.status_code == 200, named.text
    shut = await lado.send("read", link=link, ticket=lado.ticket)
    assert (shut.status_code, shut.json()["detail"]) == (403, NOT_OPENED)
    assert (await lado.send("fresh", link=link)).status_code == 204
    assert await lado.link() == link
    share_id = (await lado.shown())["share_id"]
    refused = await town.post("dsl", f"/cases/{lado.case_id}/shares/{share_id}/link")
    assert (refused.status_code, refused.json()["detail"]) == (409, KEPT_OUT)


@pytest.mark.guard("G-12")
async def test_whoever_does_not_read_the_case_finds_no_shares(
    town: Town, database: TestDatabase
) -> None:
    lado = await an_allegation(town, database)
    none = await town.get("teacher", f"/cases/{uuid4()}/shares")
    for who in ("teacher", "assistant"):
        hidden = await town.get(who, f"/cases/{lado.case_id}/shares")
        assert hidden.status_code == 404
        assert {**hidden.json(), "request_id": ""} == {**none.json(), "request_id": ""}
        assert (await share(town, lado.case_id, who)).status_code == 404
    assert len((await shares(town, lado.case_id))["shares"]) == 1


@pytest.mark.guard("G-20")
async def test_every_look_is_audited(town: Town, database: TestDatabase) -> None:
    lado = await an_allegation(town, database)
    await lado.come_in()
    await lado.send("read", ticket=lado.ticket)
    await lado.send("acknowledge", ticket=lado.ticket)
    await lado.send("acknowledge", ticket=lado.ticket)
    found = await rows(
        database,
        "SELECT act FROM audit.entry WHERE subject_id = $1 AND act LIKE 'share.%'"
        " ORDER BY position",
        lado.case_id,
    )
    acts = [one["act"] for one in found]
    assert acts == [
        *("share.made", "share.opened", "share.looked", "share.looked"),
        *("share.acknowledged", "share.looked", "share.looked"),
    ]
    assert (await lado.shown())["acknowledged_at"]


async def test_words_and_codes_lie_sealed(town: Town, database: TestDatabase) -> None:
    lado = await an_allegation(town, database, reason="CANARY-REASON", facts="CANARY-FACTS")
    code = (await lado.shown())["code"]
    await lado.come_in()
    await lado.write("asked", "CANARY-QUESTION")
    stored = str(await rows(database, "SELECT s::text AS a FROM reporting.share s")) + str(
        await rows(database, "SELECT e::text AS a FROM reporting.share_event e")
    )
    assert "jo.alder@council.example" in stored
    for word in ("CANARY", b"CANARY".hex(), code, code.encode().hex()):
        assert word not in stored
    shown = await lado.shown()
    assert (shown["reason"], shown["facts"]) == ("CANARY-REASON", "CANARY-FACTS")
