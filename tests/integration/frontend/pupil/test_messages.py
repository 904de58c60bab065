"""A child who came back reads a message with the letters of their slip, and writes back."""

import re
from uuid import uuid4

import httpx
import pytest

from tests.integration.frontend.pupil.conftest import Child, Town
from tests.integration.frontend.pupil.test_coming_back import look, told

pytestmark = pytest.mark.anyio
LETTERS = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}\b")
WORDS = "Thank you. Shall we talk at lunch?"


async def written(town: Town) -> None:
    """The safeguarding lead writes to the child."""
    [case] = await town.inbox()
    address = f"/cases/{case['case_id']}/messages"
    body = {"version": case["version"], "concern_id": case["concerns"][0]["id"], "text": WORDS}
    async with town.reporting() as talking:
        sent = await talking.post(address, json=body, headers={"Idempotency-Key": str(uuid4())})
    assert sent.status_code == 200, sent.text


async def test_the_slip_opens_the_message_and_one_box_answers_it(
    client: httpx.AsyncClient, child: Child, town: Town
) -> None:
    names = await told(child)
    (letters,) = set(LETTERS.findall(child.page.text))
    before = await look(client, town, names)
    assert "There is a message for you" not in before.page.text
    await written(town)
    back = await look(client, town, names)
    assert "There is a message for you" in back.page.text
    assert "lunch" not in back.page.text
    wrong = await back.tap(go="message", locator="AAA-AAA-AAA")
    assert "We do not know these letters." in wrong.text
    opened = await back.tap(go="message", locator=letters.lower())
    assert WORDS in opened.text
    empty = await back.tap(go="answer", words=" ")
    assert "Write something first." in empty.text
    sent = await back.tap(go="answer", words="Yes please.")
    assert sent.heading == "It is sent. Thank you."
    [case] = await town.inbox()
    assert case["concerns"][0]["words"][0]["answer"] == "Yes please."
