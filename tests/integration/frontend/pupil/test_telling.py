"""A child tells, without script, on the real services."""

import re

import httpx
import pytest

from tests.integration.frontend.pupil.conftest import (
    NEXT,
    SAFE,
    SEND,
    SKIP,
    APage,
    Child,
    Town,
    a_child,
)

pytestmark = pytest.mark.anyio

WORDS = "A boy keeps sending me mean things.\nI told him to stop."


def pictures(page: APage) -> list[str]:
    return re.findall(r"<b>[123]</b> ([a-z]+)", page.answer.text)


async def to_the_last_page(child: Child, town: Town, words: str = WORDS) -> APage:
    return await child.go(
        SAFE,
        {"feeling": "scared", "answer": "unkind"},
        {"words": words, "go": "next"},
        {"answer": str(town.teacher.id)},
        {"answer": "no"},
    )


@pytest.mark.rule("D-4.5-3")
async def test_what_a_child_tells_reaches_the_lead_word_for_word(child: Child, town: Town) -> None:
    last = await to_the_last_page(child, town)
    assert last.heading == "Have a look. Then send it."
    sent = await child.tap(name="Ella Brook", **SEND)
    assert sent.heading == "Thank you. It is sent."
    assert len(pictures(sent)) == 3
    assert "Miss Yewbarrow" in sent.text
    [case] = await town.inbox()
    told = {one["answer"] for one in case["concerns"][0]["words"]}
    assert any(WORDS in one for one in told)
    assert any("Ella Brook" in one for one in told)


async def test_every_question_can_be_skipped(child: Child, town: Town) -> None:
    await child.go(SKIP, SKIP, SKIP, SKIP, SKIP)
    sent = await child.tap(go="send_unnamed")
    assert sent.heading == "Thank you. It is sent."
    assert "We do not know your name." in sent.text
    assert len(await town.inbox()) == 1


async def test_a_younger_child_tells_in_three_screens_without_typing(
    client: httpx.AsyncClient, town: Town
) -> None:
    child = await a_child(client, town.page)
    assert child.page.heading == "Hello! Pick your door."
    first = await child.tap(answer="little")
    assert first.heading == "Are you safe right now?"
    await child.tap(**SAFE)
    third = await child.tap(answer="did_something")
    assert "words" not in dict(third.controls)
    sent = await child.tap(answer=str(town.teacher.id), about="no", **SEND)
    assert sent.heading == "Thank you. It is sent."
    assert "Miss Yewbarrow" in sent.text


@pytest.mark.guard("G-35")
@pytest.mark.parametrize("about", ["yes", "not_sure"])
async def test_no_child_is_sent_to_a_grown_up_whom_it_may_be_about(
    client: httpx.AsyncClient, town: Town, about: str
) -> None:
    child = await a_child(client, town.page)
    await child.go({"answer": "little"}, SAFE, {"answer": "did_something"})
    sent = await child.tap(answer=str(town.teacher.id), about=about, **SEND)
    assert sent.heading == "Thank you. It is sent."
    assert "They do not know yet." in sent.text
    assert "go and talk to them" not in sent.text


async def test_a_child_who_is_not_safe_is_sent_to_a_grown_up_first(child: Child) -> None:
    page = await child.tap(answer="no")
    assert "Go to a grown" in page.heading
    assert {"tel:999", "tel:08001111"} <= set(page.links)
    assert (await child.tap(**NEXT)).heading == "What is it about?"


async def test_pressing_send_twice_is_one_report(child: Child, town: Town) -> None:
    await to_the_last_page(child, town)
    before = child.page
    first = await child.tap(**SEND)
    child.page = before
    second = await child.tap(**SEND)
    assert pictures(first) == pictures(second) != []
    assert len(await town.inbox()) == 1


async def test_other_words_after_going_back_are_a_new_version_of_one_report(
    child: Child, town: Town
) -> None:
    await to_the_last_page(child, town)
    before = child.page
    first = await child.tap(**SEND)
    child.page = before
    await child.tap(go="change:words")
    await child.tap(words="It was two boys.", **NEXT)
    second = await child.tap(**SEND)
    assert pictures(first) == pictures(second)
    [case] = await town.inbox()
    assert any("It was two boys." in one["answer"] for one in case["concerns"][0]["words"])


async def test_a_child_can_go_back_and_finds_the_words_still_there(child: Child) -> None:
    await child.go(SAFE, SKIP, {"words": "Half a sentence", "go": "next"})
    page = await child.tap(go="back")
    assert page.heading == "Tell us what happened"
    assert "Half a sentence" in page.text


async def test_a_grown_up_whom_the_child_does_not_want_to_know_is_not_told(
    child: Child, town: Town
) -> None:
    await child.go(SAFE, SKIP, SKIP, {"go": "not_adult"})
    page = await child.tap(not_adult=str(town.teacher.id), **NEXT)
    assert "We will not tell Miss Yewbarrow." in page.text
    assert str(town.teacher.id) not in dict(page.controls).values()
    await child.go({"answer": "do_not_mind"}, {"answer": "no"})
    sent = await child.tap(go="send_unnamed")
    assert "Miss Yewbarrow" not in sent.text


async def test_an_unknown_code_gets_a_kind_page_and_the_numbers(client: httpx.AsyncClient) -> None:
    page = APage(await client.get("/s/NOSUCHCODE"))
    assert page.answer.status_code == 404
    assert page.heading == "We can not find this page"
    assert "tel:08001111" in page.links


async def test_a_changed_journey_starts_again_and_is_no_error(child: Child) -> None:
    name, sealed = child.page.hidden[0]
    child.page.hidden[0] = (name, sealed[:-8] + "AAAAAAA=")
    page = await child.tap(**SAFE)
    assert page.answer.status_code == 200
    assert "Please start again." in page.text


async def test_the_journey_of_one_school_does_not_open_on_another_page(
    child: Child, town: Town
) -> None:
    await child.go(SAFE, SKIP, {"words": "Mine", "go": "next"})
    child.address = town.page
    page = await child.tap(go="back")
    assert "Please start again." in page.text


DRAWING = "k10,20 200,40;r300,100"


async def test_a_drawing_reaches_the_lead_as_lines_and_stays_while_the_child_goes_back(
    child: Child, town: Town
) -> None:
    await child.go(SAFE, SKIP, {"words": "", "drawing": DRAWING, "go": "next"})
    back = await child.tap(go="back")
    assert ("drawing", DRAWING) in back.hidden
    last = await child.go({"words": "", **NEXT}, SKIP, SKIP)
    assert last.answer.text.count("<path ") == 2
    await child.tap(**SEND)
    [case] = await town.inbox()
    [drawn] = [one for one in case["concerns"][0]["words"] if one["drawing"]]
    assert drawn == {
        "question": "What I drew",
        "answer": "A drawing of 2 lines",
        "drawing": DRAWING,
    }
    told = {one["question"]: one["answer"] for one in case["concerns"][0]["words"]}
    assert told["What happened?"] == "I drew it"


async def test_what_is_no_drawing_is_left_out_and_is_no_error(child: Child, town: Town) -> None:
    await child.go(SAFE, SKIP, {"words": "Hi", "drawing": "<svg onload=x>", "go": "next"})
    sent = await child.go(SKIP, SKIP, SEND)
    assert sent.heading == "Thank you. It is sent."
    [case] = await town.inbox()
    assert "svg" not in str(case["concerns"])


async def test_the_lead_sees_which_page_it_was_and_what_was_left_out_but_not_what_was_not_asked(
    client: httpx.AsyncClient, child: Child, town: Town
) -> None:
    await child.go(SAFE, SKIP, SKIP, SKIP, SKIP, {"go": "send_unnamed"})
    [older] = await town.inbox()
    told = {one["question"]: one["answer"] for one in older["concerns"][0]["words"]}
    assert told["Which page"] == "For older children"
    assert told["What happened?"] == told["How do you feel?"] == "Not answered"
    little = await a_child(client, town.page)
    await little.go({"answer": "little"}, SAFE, {"answer": "unkind"}, SEND)
    case = next(one for one in await town.inbox() if one["case_id"] != older["case_id"])
    told = {one["question"]: one["answer"] for one in case["concerns"][0]["words"]}
    assert told["Which page"].startswith("For younger children")
    assert not {"What happened?", "How do you feel?", "My name"} & set(told)
    assert told["Who would you like to talk to?"] == "Not answered"
