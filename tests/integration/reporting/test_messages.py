"""Messages both ways: a reader writes, the child or colleague who told reads and writes back."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.integration.reporting.triaging import refusal

pytestmark = pytest.mark.anyio
HOME = "a" * 32
WORDS = "Thank you for telling us. Can I come and see you at lunch?"


async def as_child(town: Any, told: dict[str, Any], path: str, **more: Any) -> httpx.Response:
    """Send what a child's page sends who has their pictures and their slip."""
    headers = town.school.pupil_page_bearer() | {"Idempotency-Key": more.pop("key", str(uuid4()))}
    body = {"pictures": told["come_back"], "network": HOME, **more}
    if path != "/come-back":
        body = {"locator": told["locator"], **body}
    answer: httpx.Response = await town.client.post(path, json=body, headers=headers)
    return answer


async def written(town: Any, text: str = WORDS) -> tuple[dict[str, Any], UUID]:
    """A child who told, and a message of the safeguarding lead to them."""
    told = (await town.tell()).json()
    case_id = await town.case_id()
    sent = await send(town, case_id, text)
    assert sent.status_code == 200, sent.text
    return told, case_id


async def send(town: Any, case_id: UUID, text: str = WORDS) -> httpx.Response:
    (concern,) = (await town.page("dsl", case_id))["concerns"]
    answer: httpx.Response = await town.do(
        "dsl", case_id, "messages", concern_id=concern["id"], text=text
    )
    return answer


def written_back(concern: dict[str, Any]) -> str:
    """Return what stands first among the words of a concern."""
    first = concern["words"][0]
    assert first["question"] == "I wrote back"
    return str(first["answer"])


async def my_report(town: Any) -> dict[str, Any]:
    (row,) = (await town.get("teacher", "/staff-reports")).json()["items"]
    return dict(row)


async def test_the_pictures_say_that_there_is_a_message_and_the_slip_opens_it(town: Any) -> None:
    told = (await town.tell()).json()
    assert (await as_child(town, told, "/come-back")).json()["has_message"] is False
    case_id = await town.case_id()
    assert (await send(town, case_id)).status_code == 200
    back = await as_child(town, told, "/come-back")
    assert back.json()["has_message"] is True
    assert "lunch" not in back.text
    (shown,) = (await town.page("dsl", case_id))["messages"]
    assert (shown["text"], shown["read_at"]) == (WORDS, None)
    typed = told["locator"].lower().replace("-", " ")
    (read,) = (await as_child(town, told, "/come-back/messages", locator=typed)).json()["items"]
    assert read["text"] == WORDS
    assert read["sender"]
    (shown,) = (await town.page("dsl", case_id))["messages"]
    assert shown["read_at"] is not None


@pytest.mark.parametrize("wrong", ["ABC-DEF-GHJ", "another"])
async def test_other_letters_or_other_pictures_open_nothing(town: Any, wrong: str) -> None:
    told, _ = await written(town)
    other = (await town.tell(account="Something else happened.")).json()
    locator = other["locator"] if wrong == "another" else wrong
    for path, more in (("messages", {}), ("answers", {"text": "Hello"})):
        answer = await as_child(town, told, f"/come-back/{path}", locator=locator, **more)
        assert answer.status_code == 404
        assert "lunch" not in answer.text


async def test_what_the_child_writes_back_stands_before_their_words(town: Any) -> None:
    told, case_id = await written(town)
    await town.do("dsl", case_id, "acknowledge")
    key = str(uuid4())
    for _ in range(2):
        heard = await as_child(town, told, "/come-back/answers", text="Yes please.", key=key)
        assert heard.status_code == 201
    other = await as_child(town, told, "/come-back/answers", text="No.", key=key)
    assert other.status_code == 422
    page = await town.page("dsl", case_id)
    (concern,) = page["concerns"]
    assert concern["versions"] == 2
    assert written_back(concern) == "Yes please."
    lines = [one["text"] for one in page["chronology"]]
    assert lines.count("Whoever told this wrote back.") == 1
    (row,) = await town.inbox("dsl")
    assert row["danger"] is False
    assert page["may"]["acknowledge"] is None  # the alert wants an answer again


async def test_a_colleague_reads_a_message_about_their_report_and_writes_back(town: Any) -> None:
    report_id = (await town.report()).json()["report_id"]
    case_id = await town.case_id()
    await send(town, case_id, "Which lesson was it?")
    row = await my_report(town)
    assert (row["messages"], row["unread"]) == (1, 1)
    page = (await town.get("teacher", f"/staff-reports/{report_id}")).json()
    assert [one["text"] for one in page["messages"]] == ["Which lesson was it?"]
    assert (await my_report(town))["unread"] == 0
    key = {"Idempotency-Key": str(uuid4())}
    heard = await town.post(
        "teacher", f"/staff-reports/{report_id}/answers", {"text": "Computing."}, **key
    )
    assert heard.status_code == 201
    (concern,) = (await town.page("dsl", case_id))["concerns"]
    assert written_back(concern) == "Computing."


async def test_a_colleague_hears_three_plain_states_and_no_word_of_the_case(town: Any) -> None:
    await town.report()
    case_id = await town.case_id()
    triage = {"severity": "medium", "risk_area": "conduct", "kind": "bullying"}
    states = [(await my_report(town))["state"]]
    for act, said in (("triage", triage), ("outcome", {"text": "It was a birthday surprise."})):
        assert (await town.do("dsl", case_id, act, **said)).status_code == 200
    states.append((await my_report(town))["state"])
    assert (await town.close(case_id)).status_code == 200
    row = await my_report(town)
    assert [*states, row["state"]] == ["received", "being_looked_at", "closed"]
    page = await town.get("teacher", f"/staff-reports/{row['report_id']}")
    assert "birthday" not in page.text


async def test_a_note_is_never_a_message(town: Any) -> None:
    report_id = (await town.report()).json()["report_id"]
    case_id = await town.case_id()
    note = "She may be making this up."
    assert (await town.do("dsl", case_id, "notes", text=note)).status_code == 200
    page = await town.get("teacher", f"/staff-reports/{report_id}")
    assert page.json()["messages"] == []
    assert note not in page.text
    sent_as_note = await town.do("dsl", case_id, "messages", text=note)
    assert sent_as_note.status_code == 422


async def test_nobody_reads_or_answers_about_the_report_of_somebody_else(town: Any) -> None:
    report_id = (await town.report()).json()["report_id"]
    await send(town, await town.case_id())
    key = {"Idempotency-Key": str(uuid4())}
    for who, wanted in (("assistant", report_id), ("teacher", str(uuid4())), ("dsl", report_id)):
        page = await town.get(who, f"/staff-reports/{wanted}")
        said = await town.post(who, f"/staff-reports/{wanted}/answers", {"text": "Hm"}, **key)
        assert (page.status_code, said.status_code) == (404, 404)


@pytest.mark.guard("G-12")
async def test_whoever_must_not_see_the_case_is_sent_nothing(town: Any) -> None:
    await town.report()
    case_id = await town.case_id()
    assert (await send(town, case_id)).status_code == 200  # until they are named
    teacher = [str(town.staff["teacher"].id)]
    named = await town.do("dsl", case_id, "subjects", subject_ids=teacher, reason="It was said.")
    assert named.status_code == 200, named.text
    (concern,) = (await town.page("dsl", case_id))["concerns"]
    sentence = await refusal(
        town, "dsl", case_id, "messages", concern_id=concern["id"], text="How are you?"
    )
    assert (
        sentence == "Whoever reported this must not see the case, so nothing can be sent to them."
    )


@pytest.mark.guard("G-12")
async def test_a_colleague_named_in_an_answer_loses_sight_of_the_case(town: Any) -> None:
    told, _ = await written(town)
    assert "ddsl" in await town.readers()
    await as_child(town, told, "/come-back/answers", text="It was Mr Pinecroft.")
    assert await town.readers() == {"dsl"}


async def test_nothing_is_sent_from_a_closed_case_and_an_answer_opens_it(town: Any) -> None:
    told, case_id = await written(town)
    triage = {"severity": "medium", "risk_area": "conduct", "kind": "bullying"}
    for act, said in (("triage", triage), ("outcome", {"text": "All is well."})):
        assert (await town.do("dsl", case_id, act, **said)).status_code == 200
    assert (await town.close(case_id)).status_code == 200
    answer = await send(town, case_id)
    assert answer.status_code == 409
    assert answer.json()["detail"] == "This case is closed. Nothing can be added to it."
    heard = await as_child(town, told, "/come-back/answers", text="It began again.")
    assert heard.status_code == 201
    assert [one["state"] for one in await town.inbox("dsl")] == ["new"]
