"""A case that runs a procedure, and what is refused on the way."""

from typing import Any
from uuid import UUID

from services.reporting.procedures.rules import BY_KIND

KINDS = {kind.value: procedure for kind, procedure in BY_KIND.items()}


async def triaged(town: Any, kind: str = "bullying", who: str = "dsl", **other: Any) -> UUID:
    """A case that runs the procedure of its kind."""
    await town.tell()
    case_id: UUID = await town.case_id()
    body = {"severity": "high", "risk_area": "conduct", "kind": kind, **other}
    answer = await town.do(who, case_id, "triage", **body)
    assert answer.status_code == 200, answer.text
    return case_id


async def refusal(town: Any, who: str, case_id: UUID, act: str, **body: Any) -> str:
    answer = await town.do(who, case_id, act, **body)
    assert answer.status_code == 409, answer.text
    return str(answer.json()["detail"])
