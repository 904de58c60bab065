"""The reporting service over ASGI on real PostgreSQL, with one school's people."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.main import create_app
from services.reporting.procedures.rules_guards import LOCKS
from services.reporting.settings import ReportingSettings
from services.shared.audit import use_key_from
from services.shared.tokens import JwksFile, Signer
from tests.factories import ISSUER, APupil, ASchool, AStaffMember, a_pupil, a_school, a_staff_member


@dataclass
class Town:
    """One school's staff and a child, and how they talk to reporting."""

    client: httpx.AsyncClient
    app: FastAPI
    school: ASchool
    staff: dict[str, AStaffMember] = field(default_factory=dict)
    child: APupil | None = None

    async def tell(self, key: str | None = None, **other: Any) -> httpx.Response:
        """Send a child's report."""
        headers = self.school.pupil_page_bearer() | {"Idempotency-Key": key or str(uuid4())}
        return await self.client.post(
            "/pupil-reports", json=self.a_telling(**other), headers=headers
        )

    def a_telling(self, **other: Any) -> dict[str, Any]:
        return {
            "page_code": self.school.code,
            "lane": "big",
            "class_id": None,
            "safe_now": "yes",
            "feelings": ["sad"],
            "topics": ["unkind"],
            "account": "Someone said horrible things about me in the game.",
            "wants_talk": False,
            "chosen_adult_id": None,
            "chosen_adult": None,
            "not_adult_ids": [],
            "about_adult": "no",
            "name": None,
            "skipped": [],
            **other,
        }

    async def report(
        self, who: str = "teacher", key: str | None = None, **other: Any
    ) -> httpx.Response:
        """Send a colleague's report."""
        return await self.post(
            who,
            "/staff-reports",
            self.a_report(**other),
            **{"Idempotency-Key": key or str(uuid4())},
        )

    def a_report(self, **other: Any) -> dict[str, Any]:
        assert self.child is not None
        return {
            "pupil_ids": [str(self.child.id)],
            "unknown_child": False,
            "happened": "She showed me messages from someone she does not know.",
            "concern_type": "contact",
            "kind": "bullying",
            "danger_now": "no",
            "told_dsl": False,
            "about_adult": "no",
            "subject_person_id": None,
            **other,
        }

    async def get(self, who: str, path: str, **parameters: Any) -> httpx.Response:
        headers = self.staff[who].bearer("reporting")
        return await self.client.get(path, headers=headers, params=parameters)

    async def post(self, who: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        signed = self.staff[who].bearer("reporting") | headers
        return await self.client.post(path, json=body if body is not None else {}, headers=signed)

    async def inbox(self, who: str) -> list[dict[str, Any]]:
        answer = await self.get(who, "/inbox")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def readers(self) -> set[str]:
        """Return which roles see the school's only case in their inbox."""
        return {role for role in self.staff if await self.inbox(role)}

    async def case_id(self, who: str = "dsl") -> UUID:
        """Return the id of the newest case in somebody's inbox."""
        return UUID((await self.inbox(who))[-1]["case_id"])

    async def page(self, who: str, case_id: UUID) -> dict[str, Any]:
        answer = await self.get(who, f"/cases/{case_id}")
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def do(self, who: str, case_id: UUID, act: str, **body: Any) -> httpx.Response:
        """Do something with the newest version of a case."""
        version = (await self.page(who, case_id))["version"]
        return await self.post(who, f"/cases/{case_id}/{act}", {"version": version, **body})

    async def step(self, case_id: UUID, key: str, who: str = "dsl") -> dict[str, Any]:
        """Return one step of a case's procedure as its page shows it."""
        steps = (await self.page(who, case_id))["procedure"]["steps"]
        return next(one for one in steps if one["key"] == key)

    async def answer(self, who: str, case_id: UUID, **replies: str) -> None:
        """Answer questions, each with words too."""
        for question, reply in replies.items():
            said = {"question": question, "reply": reply, "words": "Asked and heard."}
            answer = await self.do(who, case_id, "answers", **said)
            assert answer.status_code == 200, answer.text

    async def walk(self, who: str, case_id: UUID, reply: str = "no") -> dict[str, Any]:
        """Answer everything and do every step that can be done; return the page then."""
        shown = await self.page(who, case_id)
        asked = [one for one in shown["procedure"]["questions"] if one["opens"] or one["locks"]]
        for one in asked:
            if one["reply"] is None:
                await self.answer(who, case_id, **{one["key"]: WANTED.get(one["key"], reply)})
        for _ in shown["procedure"]["steps"]:
            shown = await self.page(who, case_id)
            ready = [one["key"] for one in shown["procedure"]["steps"] if is_ready(one)]
            for key in ready:
                done = await self.do(who, case_id, f"steps/{key}/done", what="Done and kept.")
                assert done.status_code == 200, (key, done.text)
            if not ready:
                break
        return shown

    async def close(self, case_id: UUID, reason: str = "Done.") -> httpx.Response:
        """Do what the procedure wants and close: the DSL leads, a deputy closes (G-19)."""
        if (await self.page("dsl", case_id))["owner"] is None:
            await self.do("dsl", case_id, "take")
        await self.walk("dsl", case_id)
        return await self.do("ddsl", case_id, "close", reason=reason)


WANTED = {
    key: "yes" if yes else "no"
    for lock in LOCKS.values()
    for key, (_, yes) in lock.questions.items()
}


def is_ready(step: dict[str, Any]) -> bool:
    """Say whether a step can be recorded now."""
    return step["state"] in {"due", "overdue"} and step["may_do"] is None


@pytest.fixture
async def app(settings_values: dict[str, Any], tmp_path: Path) -> AsyncIterator[FastAPI]:
    secrets = Path(settings_values["secrets_dir"])
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps(Signer(secrets, ISSUER).jwks()))
    use_key_from(secrets)
    made = create_app(ReportingSettings(**settings_values), JwksFile(keys))
    yield made
    await made.state.database.close()


@pytest.fixture(scope="module")
async def shared_app(
    settings_values: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[FastAPI]:
    """The service for all tests of one file."""
    secrets = Path(settings_values["secrets_dir"])
    keys = tmp_path_factory.mktemp("keys") / "jwks.json"
    keys.write_text(json.dumps(Signer(secrets, ISSUER).jwks()))
    use_key_from(secrets)
    made = create_app(ReportingSettings(**settings_values), JwksFile(keys))
    yield made
    await made.state.database.close()


@pytest.fixture(scope="module")
async def shared_client(shared_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=shared_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as talking:
        yield talking


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as talking:
        yield talking


ROLES = {
    "dsl": ("Ruth", "Hazelgrove"),
    "ddsl": ("Omar", "Pinecroft"),
    "head": ("Joan", "Quillfeather"),
    "chair": ("Piers", "Underhill"),
    "teacher": ("Nadia", "Yewbarrow"),
    "assistant": ("Sean", "Thornbury"),
}


async def a_town(client: httpx.AsyncClient, app: FastAPI, values: dict[str, Any]) -> Town:
    """A school with one person in each role and a child; DSL and head are two people."""
    town = Town(client, app, await a_school(values))
    for role, (given, family) in ROLES.items():
        town.staff[role] = await a_staff_member(
            town.school, role, given_name=given, family_name=family
        )
    town.child = await a_pupil(town.school)
    return town


@pytest.fixture
async def town(client: httpx.AsyncClient, app: FastAPI, settings_values: dict[str, Any]) -> Town:
    return await a_town(client, app, settings_values)


@pytest.fixture
async def small_town(
    client: httpx.AsyncClient, app: FastAPI, settings_values: dict[str, Any]
) -> Town:
    """A school whose head is the safeguarding lead, as the Downs policy has it."""
    town = Town(client, app, await a_school(settings_values))
    lead = await a_staff_member(
        town.school, "head", "dsl", given_name="Joan", family_name="Quillfeather"
    )
    town.staff["dsl"] = town.staff["head"] = lead
    for role in ("ddsl", "chair", "teacher"):
        given, family = ROLES[role]
        town.staff[role] = await a_staff_member(
            town.school, role, given_name=given, family_name=family
        )
    town.child = await a_pupil(town.school)
    return town
