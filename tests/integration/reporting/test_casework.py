"""Take, acknowledge, triage, write, set the outcome, close: what is refused and what is kept."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.shared.migrations import plain_address

pytestmark = pytest.mark.anyio


async def rows(database: Any, sql: str, *arguments: Any) -> list[asyncpg.Record]:
    """Look into the database as the superuser."""
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        return list(await connection.fetch(sql, *arguments))
    finally:
        await connection.close()


async def audited(database: Any, subject_id: UUID) -> list[str]:
    found = await rows(
        database, "SELECT act FROM audit.entry WHERE subject_id = $1 ORDER BY position", subject_id
    )
    return [one["act"] for one in found]


async def a_case(town: Any) -> UUID:
    await town.tell()
    found: UUID = await town.case_id()
    return found


async def triage(town: Any, case_id: UUID, who: str = "dsl", **other: Any) -> Any:
    body = {"severity": "high", "risk_area": "contact", "kind": "stranger_contact", **other}
    return await town.do(who, case_id, "triage", **body)


async def test_a_case_goes_from_taken_to_closed_and_every_step_is_kept(
    town: Any, database: Any
) -> None:
    case_id = await a_case(town)
    assert (await town.do("dsl", case_id, "take")).status_code == 200
    assert (await town.do("dsl", case_id, "acknowledge")).status_code == 409  # taking answers it
    assert (await triage(town, case_id, pupil_ids=[str(town.child.id)])).status_code == 200
    assert (await town.do("dsl", case_id, "notes", text="Rang home.")).status_code == 200
    assert (await town.do("dsl", case_id, "outcome", text="Blocked together.")).status_code == 200
    assert (await town.close(case_id, "Nothing further.")).status_code == 200
    shown = await town.page("dsl", case_id)
    assert shown["state"] == "closed"
    assert (shown["outcome"], shown["closed_reason"]) == ("Blocked together.", "Nothing further.")
    assert [one["display_name"] for one in shown["pupils"]] == [town.child.display_name]
    lines = [one for one in shown["chronology"] if one["kind"] not in {"step_done", "answered"}]
    assert [one["kind"] for one in lines] == [
        *("opened", "opened_by_reader", "taken", "triaged", "note", "outcome"),
        *("opened_by_reader", "closed"),
    ]
    assert "Rang home." in lines[4]["text"]
    assert await town.inbox("dsl") == []
    acts = await audited(database, case_id)
    assert len(acts) - 1 > shown["version"]
    steps = {"case.read", "case.step_done", "case.answered"}
    assert [one for one in acts if one not in steps] == [
        *("case.taken", "case.triaged", "case.note", "case.outcome", "case.closed"),
    ]


async def test_nothing_can_be_done_after_closing(town: Any) -> None:
    case_id = await a_case(town)
    await triage(town, case_id)
    await town.do("dsl", case_id, "outcome", text="Done.")
    assert (await town.close(case_id)).status_code == 200
    shown = await town.page("dsl", case_id)
    sentence = "This case is closed. Nothing can be added to it."
    assert shown["may"].pop("reopen") is None
    assert set(shown["may"].values()) == {sentence}
    for act, body in {
        "take": {},
        "acknowledge": {},
        "release": {},
        "notes": {"text": "More."},
        "outcome": {"text": "More."},
        "close": {"reason": "More."},
        "triage": {"severity": "high", "risk_area": "contact", "kind": "other"},
    }.items():
        refused = await town.do("dsl", case_id, act, **body)
        assert (refused.status_code, refused.json()["detail"]) == (409, sentence), act
    linked = await town.post("dsl", f"/cases/{case_id}/device-link")
    assert linked.status_code == 409


async def test_two_people_cannot_take_a_case_and_the_second_hears_who_was_first(town: Any) -> None:
    case_id = await a_case(town)
    body = {"version": 0}
    answers = await asyncio.gather(
        *(town.post(who, f"/cases/{case_id}/take", body) for who in ("dsl", "ddsl") * 4)
    )
    assert sorted(one.status_code for one in answers) == [200] + [409] * 7
    shown = await town.page("dsl", case_id)
    refused = [one.json()["detail"] for one in answers if one.status_code == 409]
    assert all(one.startswith(f"{shown['owner']} was first: they have taken") for one in refused)
    other = "ddsl" if shown["is_mine"] else "dsl"
    later = await town.do(other, case_id, "take")
    assert later.json()["detail"] == f"{shown['owner']} has taken this case."
    assert (await town.page(other, case_id))["may"]["take"] == later.json()["detail"]


async def test_a_case_given_back_can_be_taken_by_a_colleague(town: Any) -> None:
    case_id = await a_case(town)
    await town.do("dsl", case_id, "take")
    refused = await town.do("ddsl", case_id, "release")
    assert refused.status_code == 409
    assert (await town.do("dsl", case_id, "release")).status_code == 200
    assert (await town.do("ddsl", case_id, "take")).status_code == 200


async def test_whoever_saw_an_older_version_is_told_who_was_first(town: Any) -> None:
    case_id = await a_case(town)
    await town.do("dsl", case_id, "notes", text="One.")
    late = await town.post("ddsl", f"/cases/{case_id}/notes", {"version": 0, "text": "Two."})
    assert late.status_code == 409
    assert late.json()["detail"].startswith(town.staff["dsl"].display_name)
    assert "Two." not in (await town.get("dsl", f"/cases/{case_id}")).text


@pytest.mark.guard("G-16")
async def test_lowering_the_severity_needs_a_reason(town: Any) -> None:
    case_id = await a_case(town)
    refused = await triage(town, case_id, severity="low")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "reason"
    blank = await triage(town, case_id, severity="low", reason="  ")
    assert blank.status_code == 422
    reasoned = await triage(town, case_id, severity="low", reason="A joke between friends.")
    assert reasoned.status_code == 200
    higher = await triage(town, case_id, severity="critical")
    assert higher.status_code == 200


async def test_closing_needs_an_outcome_and_an_outcome_needs_triage(town: Any) -> None:
    case_id = await a_case(town)
    early = await town.do("dsl", case_id, "outcome", text="Done.")
    assert early.json()["detail"] == "Triage this case before you set its outcome."
    refused = await town.do("dsl", case_id, "close", reason="Done.")
    assert refused.json()["detail"] == "Set the outcome before you close this case."
    may = (await town.page("dsl", case_id))["may"]
    assert may["close"] == refused.json()["detail"]
    assert may["set_outcome"] == early.json()["detail"]


@pytest.mark.guard("G-20")
async def test_every_read_is_audited_and_one_that_cannot_be_is_refused(
    town: Any, database: Any
) -> None:
    chosen = str(town.staff["teacher"].id)
    await town.tell(chosen_adult_id=chosen)
    case_id = await town.case_id()
    await town.page("dsl", case_id)
    await town.get("teacher", f"/words/{case_id}")
    assert await audited(database, case_id) == ["case.read", "case.words_read"]
    shut = f"CHECK (school_id <> '{town.school.id}') NOT VALID"
    await rows(database, f"ALTER TABLE audit.entry ADD CONSTRAINT shut {shut}")
    try:
        for who, path in (("dsl", f"/cases/{case_id}"), ("teacher", f"/words/{case_id}")):
            refused = await town.get(who, path)
            assert refused.status_code == 500
            assert "horrible" not in refused.text
        told = await town.tell()
        assert told.status_code == 500
    finally:
        await rows(database, "ALTER TABLE audit.entry DROP CONSTRAINT shut")
    assert (await town.get("dsl", f"/cases/{case_id}")).status_code == 200


@pytest.mark.guard("G-20")
async def test_the_service_can_neither_change_nor_delete_a_record(
    settings_values: Any, town: Any
) -> None:
    case_id = await a_case(town)
    url = plain_address(settings_values["reporting_database_url"])
    connection = await asyncpg.connect(url)
    try:
        for table in ("concern", "concern_revision", "case_change", "case_reader", "receipt"):
            for sql in (f"DELETE FROM reporting.{table}", f"UPDATE reporting.{table} SET id = id"):
                with pytest.raises(asyncpg.PostgresError):
                    await connection.execute(sql)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DELETE FROM reporting.case_summary")
        assert await connection.fetchval("SELECT count(*) FROM reporting.concern") == 0
    finally:
        await connection.close()
    assert await town.page("dsl", case_id)


async def test_no_word_lies_open_in_the_database(town: Any, database: Any) -> None:
    await town.tell(account="Marzipanwolf said it", name="Quentinella")
    case_id = await town.case_id()
    await town.do("dsl", case_id, "notes", text="Tangerinefox noted")
    tables = await rows(
        database, "SELECT table_name FROM information_schema.tables WHERE table_schema='reporting'"
    )
    for table in tables:
        stored = await rows(database, f'SELECT t::text FROM reporting."{table[0]}" t')
        text = " ".join(one[0] for one in stored)
        for word in ("Marzipanwolf", "Quentinella", "Tangerinefox"):
            assert word not in text
            assert word.encode().hex() not in text
    shown = str(await town.page("dsl", case_id))
    assert all(word in shown for word in ("Marzipanwolf", "Quentinella", "Tangerinefox"))


async def test_a_device_gets_an_opaque_link_once(town: Any) -> None:
    case_id = await a_case(town)
    first = (await town.post("dsl", f"/cases/{case_id}/device-link")).json()
    second = (await town.post("ddsl", f"/cases/{case_id}/device-link")).json()
    assert first == second
    assert (await town.page("dsl", case_id))["device_link_id"] == first["device_link_id"]
    assert (await town.post("teacher", f"/cases/{case_id}/device-link")).status_code == 404
    assert (await town.post("dsl", f"/cases/{uuid4()}/device-link")).status_code == 404
