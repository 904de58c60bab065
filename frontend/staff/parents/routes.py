"""The parents of a case: who can be told, in which words, after the question; what came back."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.parents import ParentsPage
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, new_key, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()

FIELDS = (
    *("adult", "template", "would_telling_put_child_at_risk", "reason", "review_on"),
    *("version", "idempotency_key"),
)
ANSWERS = {
    "no": "No, telling them is safe",
    "yes": "Yes: they are not told now",
    "not_sure": "Not sure: they are not told now",
}
NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Your words are still here."
CHOOSE_ADULT = "Choose who this is about"
DONE = {
    "told": "The parent gets a message with a link now. Give them the code another way.",
    "held": "It is recorded why this parent is not told, and when you will look again.",
    "code": "There is a new code. The old one does not open the page any more.",
    "remind": "The parent gets the link once more.",
}
_GONE = {NotSignedIn.status, NotThere.status}


class NoticeAct(StrEnum):
    """What can be done with a notice that was released."""

    CODE = "code"
    REMIND = "remind"


@dataclass(frozen=True)
class Shown:
    """What was typed and stays on the page, what is wrong with it, whether it is only looked at."""

    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    is_preview: bool = False


NOTHING_TYPED = Shown()


@router.get("/staff/cases/{case_id}/parents")
async def show_parents(request: Request, staff: Staff, case_id: UUID) -> Response:
    """Show who can be told and what became of what was told; the read is recorded."""
    return await _page(request, staff, case_id, NOTHING_TYPED)


@router.post("/staff/cases/{case_id}/parents")
async def decide(request: Request, staff: Staff, case_id: UUID, posted: PostedForm) -> Response:
    """Show the words first; then record the decision and, after a no, release them."""
    typed = {name: text(posted, name) for name in FIELDS}
    if text(posted, "look"):
        return await _page(request, staff, case_id, Shown(typed, is_preview=True))
    try:
        body = _body(typed)
        is_told = await staff.parents.decide(case_id, body, typed["idempotency_key"] or new_key())
    except (ServiceProblem, ServiceDown, ValueError) as problem:
        return await _page(request, staff, case_id, Shown(typed, _errors(problem)))
    return go_to(f"/staff/cases/{case_id}/parents?done={'told' if is_told else 'held'}")


@router.post("/staff/cases/{case_id}/parents/{notice_id}/{act}")
async def act_on_notice(
    request: Request, staff: Staff, case_id: UUID, notice_id: UUID, act: NoticeAct
) -> Response:
    """Make a new code, or mail the link once more."""
    try:
        await staff.parents.act(case_id, notice_id, act.value)
    except (ServiceProblem, ServiceDown) as problem:
        errors = {"told": _errors(problem)["parents-form"]}
        return await _page(request, staff, case_id, Shown(errors=errors))
    return go_to(f"/staff/cases/{case_id}/parents?done={act.value}")


def _body(typed: dict[str, str]) -> dict[str, Any]:
    child, _, adult = typed["adult"].partition(".")
    if not adult:
        raise ValueError(CHOOSE_ADULT)
    return {
        "version": int(typed["version"]) if typed["version"].isdecimal() else 0,
        "pupil_id": child,
        "guardian_id": adult,
        "would_telling_put_child_at_risk": typed["would_telling_put_child_at_risk"] or None,
        "reason": typed["reason"],
        "review_on": typed["review_on"] or None,
        "template": typed["template"],
    }


def _errors(problem: Exception) -> dict[str, str]:
    if isinstance(problem, ServiceProblem):
        if problem.status in _GONE:
            raise problem
        named = {one.field: one.message for one in problem.fields if one.field in FIELDS}
        return named or {"parents-form": problem.detail}
    return (
        {"adult": CHOOSE_ADULT} if isinstance(problem, ValueError) else {"parents-form": NOT_SAVED}
    )


async def _page(request: Request, staff: SignedIn, case_id: UUID, shown: Shown) -> Response:
    parents = await staff.parents.page(case_id)
    errors = dict(shown.errors)
    looked_at = _looked_at(parents, shown.typed) if shown.is_preview else None
    if shown.is_preview and looked_at is None:
        errors["template"] = "Choose an adult and the words to look at"
    return page(
        request,
        "staff/parents/parents.html",
        status=422 if errors else 200,
        parents=parents,
        typed=shown.typed,
        errors=errors,
        looked_at=looked_at,
        answers=ANSWERS,
        done=DONE.get(request.query_params.get("done", ""), ""),
        new_key=new_key,
    )


def _looked_at(parents: ParentsPage, typed: dict[str, str]) -> object:
    child_id = typed["adult"].partition(".")[0]
    found = [
        preview.words
        for child in parents.children
        if str(child.pupil_id) == child_id
        for preview in child.previews
        if preview.template == typed["template"]
    ]
    return found[0] if found else None
