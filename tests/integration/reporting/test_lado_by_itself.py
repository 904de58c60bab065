"""Nobody at school may read it: the system shares it with the LADO; the reporter has the code."""

from typing import Any

import pytest

from services.accounts.schools.actions import change_profile
from tests.database import TestDatabase
from tests.factories import as_owner
from tests.integration.reporting.conftest import Town
from tests.integration.reporting.test_casework import rows

pytestmark = pytest.mark.anyio

EVERYBODY = "Hazelgrove, Pinecroft and Underhill"
LADO = {"contacts.lado.email": "lado@council.example"}


async def known_lado(town: Town, values: dict[str, Any]) -> None:
    async with as_owner(values, town.school.id) as session:
        await change_profile(session, town.school.id, LADO, by="A test")


async def links(town: Town, database: TestDatabase) -> list[Any]:
    return await rows(
        database,
        "SELECT e.link_id, s.email, s.role FROM reporting.share s"
        " JOIN reporting.share_event e ON e.share_id = s.id WHERE s.school_id = $1",
        town.school.id,
    )


@pytest.mark.guard("G-13")
async def test_the_lado_reads_what_nobody_at_school_may(
    town: Town, database: TestDatabase, settings_values: dict[str, Any]
) -> None:
    await known_lado(town, settings_values)
    sent = await town.report(key="k" * 12, about_adult="yes", happened=EVERYBODY)
    assert sent.status_code == 201, sent.text
    assert sent.json()["with"] == []
    code = sent.json()["lado_code"]
    again = await town.report(key="k" * 12, about_adult="yes", happened=EVERYBODY)
    assert again.json()["lado_code"] == code
    (made,) = await links(town, database)
    assert (made["email"], made["role"]) == ("lado@council.example", "lado")
    path = f"/share-links/{made['link_id']}/open"
    wrong = await town.client.post(path, json={"code": "AAAAAAAA"})
    assert wrong.status_code == 403
    opened = await town.client.post(path, json={"code": code})
    assert opened.status_code == 200, opened.text
    assert EVERYBODY in opened.text
    assert await town.readers() == set()
    body = {"ticket": opened.json()["ticket"], "act": "advised", "words": "I come today."}
    answer = await town.client.post(f"/share-links/{made['link_id']}/answer", json=body)
    assert answer.status_code == 200, answer.text


@pytest.mark.guard("G-13")
async def test_where_somebody_reads_it_nothing_is_shared_by_itself(
    town: Town, database: TestDatabase, settings_values: dict[str, Any]
) -> None:
    await known_lado(town, settings_values)
    sent = await town.report(about_adult="yes", happened="It was Hazelgrove.")
    assert sent.status_code == 201
    assert sent.json()["lado_code"] is None
    assert await town.readers()
    assert await links(town, database) == []


async def test_without_the_lados_address_the_number_stands_alone(
    town: Town, database: TestDatabase
) -> None:
    sent = await town.report(about_adult="yes", happened=EVERYBODY)
    assert sent.json()["ring"]["phone"]
    assert sent.json()["lado_code"] is None
    assert await links(town, database) == []
