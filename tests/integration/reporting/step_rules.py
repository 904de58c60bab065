"""Which rule of which school stands on which step of which procedure, and cases to hold them on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.procedures.adapters import read_library
from services.reporting.procedures.rules_definition import Procedure, Step
from services.reporting.procedures.rules_words import DoneBy, Part
from tests.factories import a_pupil, a_school, a_staff_member
from tests.integration.reporting.conftest import ROLES, WANTED, Town, is_ready

PROFILES = {"D": "downs", "A": "abingdon"}
# Rules that a step names, but that say more than the step itself shows: each has a test of its own.
ELSEWHERE = frozenset(
    {
        *("D-1-3", "D-1-5", "D-2-1", "D-2-2", "D-2.1-2", "D-4.3-4", "D-5.1.1-1", "D-11.1.1-16"),
        *("A-1.22-1", "A-1.24-3", "A-1.35-31", "A-1.35-33", "A-1.35-44", "A-1.35-47", "A-1.35-48"),
        *("D-11.1-1", "D-11.2-2"),
    }
)


@dataclass(frozen=True)
class OnStep:
    """One step as one school's policy wants it, and the rules it answers."""

    profile: str
    procedure: str
    step: Step
    rules: tuple[str, ...]


def steps_with_rules() -> list[Any]:
    """Return a test parameter for each step and school; a base's steps once for each base."""
    found = {(one.profile, _where(one)): one for one in _each()}
    return [
        pytest.param(
            one,
            marks=[pytest.mark.rule(rule) for rule in one.rules],
            id=f"{one.profile}-{one.procedure}-{one.step.key}",
        )
        for one in found.values()
    ]


def _where(one: OnStep) -> tuple[str, ...]:
    is_own = one.step.part is Part.OWN
    return (one.procedure, one.step.key) if is_own else (one.step.key, one.step.text)


def _each() -> Iterator[OnStep]:
    for procedure in read_library().procedures.values():
        for letter, profile in PROFILES.items():
            yield from _of_school(procedure, letter, profile)


def _of_school(procedure: Procedure, letter: str, profile: str) -> Iterator[OnStep]:
    for step in procedure.steps:
        rules = tuple(one for one in step.rules if one[0] == letter and one not in ELSEWHERE)
        if rules and step.done_by is not DoneBy.CLOSING:
            yield OnStep(profile, procedure.id, step, rules)


@dataclass
class Desks:
    """Schools of both policies, each with one case that runs one procedure."""

    client: httpx.AsyncClient
    app: FastAPI
    values: dict[str, Any]
    open_cases: dict[tuple[str, str], tuple[Town, UUID]] = field(default_factory=dict)

    async def case_for(self, one: OnStep) -> tuple[Town, UUID]:
        """Return a case in which this step can be recorded next; shared where that is at once."""
        known = self.open_cases.get((one.profile, one.procedure))
        town, case_id = known or await self._open(one)
        self.open_cases[one.profile, one.procedure] = town, case_id
        if _is_open(await town.step(case_id, one.step.key)):
            return town, case_id
        town, case_id = await self._open(one)
        await make_ready(town, case_id, one.step.key)
        return town, case_id

    async def _open(self, one: OnStep) -> tuple[Town, UUID]:
        town = await a_town_of(self.client, self.app, self.values, one.profile)
        await town.tell()
        case_id = await town.case_id()
        body = {"severity": "high", "risk_area": "conduct", "kind": "other"}
        chosen = await town.do("dsl", case_id, "triage", **body, procedure=one.procedure)
        assert chosen.status_code == 200, chosen.text
        assert (await town.do("dsl", case_id, "take")).status_code == 200
        written = await town.do("dsl", case_id, "outcome", text="The account was blocked.")
        assert written.status_code == 200
        asked = (await town.page("dsl", case_id))["procedure"]["questions"]
        replies = {one["key"]: WANTED.get(one["key"], "yes") for one in asked if one["yes_no"]}
        await town.answer("dsl", case_id, **replies)
        return town, case_id


def _is_open(step: dict[str, Any]) -> bool:
    return step["state"] in {"due", "overdue"} or (step["who"] is None and step["state"] == "done")


async def make_ready(town: Town, case_id: UUID, key: str) -> None:
    """Do what must be done first, until the step called `key` can be recorded."""
    for _ in range(60):
        if _is_open(await town.step(case_id, key)):
            return
        for who in ("dsl", "ddsl"):
            steps = (await town.page(who, case_id))["procedure"]["steps"]
            first = next((one for one in steps if is_ready(one) and one["key"] != key), None)
            if first is not None:
                path = f"steps/{first['key']}/done"
                done = await town.do(who, case_id, path, what="Done and kept.")
                assert done.status_code == 200, done.text
                break
    message = f"{key} never opens: {await town.step(case_id, key)}"
    raise AssertionError(message)


async def a_town_of(
    client: httpx.AsyncClient, app: FastAPI, values: dict[str, Any], profile: str
) -> Town:
    """A school with that policy; at downs the head is the DSL, as the policy has it."""
    town = Town(client, app, await a_school(values, profile=profile))
    is_one = profile == "downs"
    for role in ("dsl", "ddsl", "head", "chair", "teacher"):
        if is_one and role == "head":
            continue
        roles = ("head", "dsl") if is_one and role == "dsl" else (role,)
        given, family = ROLES[role]
        town.staff[role] = await a_staff_member(
            town.school, *roles, given_name=given, family_name=family
        )
    town.staff.setdefault("head", town.staff["dsl"])
    town.child = await a_pupil(town.school)
    return town
