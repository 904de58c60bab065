"""A case led from its report to its closing, by whoever reads it, as the policy wants it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.integration.reporting.conftest import WANTED, Town, is_ready

KEPT = "Mrs Fairweather rang at ten; reference KX-311."
LEFT_OUT = "Advised against by children's social care."
TRIAGE = {"severity": "high", "risk_area": "conduct", "kind": "other"}
ALLEGATION = "allegation"
HEADS_OWN = "head_allegation"
SEATS = ("dsl", "ddsl", "chair")


@dataclass
class Walk:
    """One case and the people who read it: the first leads it, the last closes it."""

    town: Town
    case_id: UUID
    people: tuple[str, ...]
    version: int
    entered: list[str] = field(default_factory=list)

    @property
    def leads(self) -> str:
        return self.people[0]

    @property
    def closes(self) -> str:
        return self.people[-1]

    async def page(self, who: str | None = None) -> dict[str, Any]:
        return await self.town.page(who or self.leads, self.case_id)

    async def act(self, who: str, act: str, **body: Any) -> None:
        """Do something that has to be accepted."""
        path = f"/cases/{self.case_id}/{act}"
        answer = await self.town.post(who, path, {"version": self.version, **body})
        assert answer.status_code == 200, (act, answer.text)
        self.version = answer.json()["version"]

    async def refusal(self, who: str, act: str, **body: Any) -> str:
        """Do something that has to be refused; return the sentence."""
        path = f"/cases/{self.case_id}/{act}"
        answer = await self.town.post(who, path, {"version": self.version, **body})
        assert answer.status_code == 409, (act, answer.text)
        return str(answer.json()["detail"])

    async def answer_all(self) -> None:
        """Answer yes to what opens steps, and what a lock wants to what locks them."""
        for one in (await self.page())["procedure"]["questions"]:
            if one["opens"] or one["locks"]:
                reply = WANTED.get(one["key"], "yes")
                said = {"question": one["key"], "reply": reply, "words": "Asked and heard."}
                await self.act(self.leads, "answers", **said)

    async def leave_some_out(self) -> None:
        """Leave one step out with a reason, and one that takes two people."""
        steps = [one for one in (await self.page())["procedure"]["steps"] if _is_plain(one)]
        for skip, people in (("reason", 1), ("second", 2)):
            found = next((one for one in steps if one["skip"] == skip), None)
            for who in self.people[:people] if found else ():
                await self.act(who, f"steps/{found['key']}/skip", reason=LEFT_OUT)
            self.entered += [found["key"]] if found else []

    async def do_all(self) -> None:
        """Do every step that opens, each by somebody who may, until nothing is left to do."""
        while [await self._do_what_is_ready(who) for who in self.people].count(True):
            continue

    async def _do_what_is_ready(self, who: str) -> bool:
        """Record as `who` whatever is open to them now; say whether there was anything."""
        ready = await self._ready_for(who)
        for key in ready:
            await self.act(who, f"steps/{key}/done", what=KEPT)
        self.entered += ready
        return bool(ready)

    async def _ready_for(self, who: str) -> list[str]:
        steps = (await self.page(who))["procedure"]["steps"]
        return [one["key"] for one in steps if is_ready(one)]


def _is_plain(step: dict[str, Any]) -> bool:
    """A step that nothing else waits for."""
    is_open = step["state"] in {"due", "overdue"} and step["may_skip"] is None
    return is_open and step["kind"] in {"plain", "police"} and step["need"] != "optional"


async def begin(town: Town, procedure: str, confidential: str) -> Walk:
    """Report, triage into `procedure`, and take the case; about an adult where that is its type."""
    before = {who: set(await _cases_of(town, who)) for who in SEATS}
    if confidential == ALLEGATION:
        subject = town.staff["head" if procedure == HEADS_OWN else "assistant"]
        told = await town.report(
            about_adult="yes", subject_person_id=str(subject.id), kind="staff_concern"
        )
    else:
        told = await town.tell()
    assert told.status_code == 201, told.text
    seen = {who: set(await _cases_of(town, who)) - before[who] for who in SEATS}
    people = tuple(who for who in SEATS if seen[who])
    (case_id,) = seen[people[0]]
    walk = Walk(town, case_id, people, (await town.page(people[0], case_id))["version"])
    await walk.act(walk.leads, "triage", **TRIAGE, procedure=procedure)
    await walk.act(walk.leads, "take")
    await walk.act(walk.leads, "outcome", text="The child is safe and supported.")
    return walk


async def _cases_of(town: Town, who: str) -> list[UUID]:
    return [UUID(one["case_id"]) for one in await town.inbox(who)]
