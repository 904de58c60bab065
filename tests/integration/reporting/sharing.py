"""Somebody outside with whom a case is shared: the link from the mail, the code, the page."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from services.shared import clock
from tests.database import TestDatabase
from tests.integration.reporting.conftest import Town
from tests.integration.reporting.test_casework import rows


def invited(**other: Any) -> dict[str, Any]:
    """The form for the LADO as a lead fills it in."""
    return {
        "role": "lado",
        "name": "Jo Alder",
        "organisation": "The council",
        "email": "jo.alder@council.example",
        "phone": "01234 567890",
        "ends_on": (clock.now() + timedelta(days=14)).date().isoformat(),
        "reason": "An allegation about an adult at school.",
        **other,
    }


async def share(town: Town, case_id: UUID, who: str = "dsl", **other: Any) -> Any:
    version = (await town.page("dsl", case_id))["version"]
    return await town.post(
        who, f"/cases/{case_id}/shares", {"version": version, **invited(**other)}
    )


async def shares(town: Town, case_id: UUID, who: str = "dsl") -> dict[str, Any]:
    answer = await town.get(who, f"/cases/{case_id}/shares")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


class Outside:
    """Somebody outside: the share, and the link that came by mail."""

    def __init__(self, town: Town, database: TestDatabase, case_id: UUID) -> None:
        self.town, self.database, self.case_id = town, database, case_id
        self.ticket = ""

    async def invited(self, **other: Any) -> Any:
        answer = await share(self.town, self.case_id, **other)
        assert answer.status_code == 201, answer.text
        return self

    async def shown(self) -> dict[str, Any]:
        newest: dict[str, Any] = (await shares(self.town, self.case_id))["shares"][0]
        return newest

    async def link(self) -> str:
        """Return the newest link, which only the mail holds."""
        found = await rows(
            self.database,
            "SELECT link_id FROM reporting.share_event WHERE act = 'new_link' AND share_id = $1"
            " ORDER BY seq DESC LIMIT 1",
            UUID((await self.shown())["share_id"]),
        )
        return str(found[0]["link_id"])

    async def send(self, door: str, link: str | None = None, **body: Any) -> Any:
        path = f"/share-links/{link or await self.link()}/{door}"
        return await self.town.client.post(path, json=body)

    async def come_in(self) -> dict[str, Any]:
        """Open the newest link with its code; return the page."""
        answer = await self.send("open", code=(await self.shown())["code"].lower())
        assert answer.status_code == 200, answer.text
        self.ticket = answer.json()["ticket"]
        page: dict[str, Any] = answer.json()["shared"]
        return page

    async def write(self, act: str, words: str) -> Any:
        return await self.send("answer", ticket=self.ticket, act=act, words=words)


async def an_allegation(town: Town, database: TestDatabase, **other: Any) -> Outside:
    subject = str(town.staff["teacher"].id)
    await town.report(
        "assistant", about_adult="yes", subject_person_id=subject, kind="staff_concern"
    )
    case_id = await town.case_id()
    body = {"severity": "high", "risk_area": "conduct", "kind": "staff_concern"}
    assert (await town.do("dsl", case_id, "triage", **body)).status_code == 200
    outside: Outside = await Outside(town, database, case_id).invited(**other)
    return outside
