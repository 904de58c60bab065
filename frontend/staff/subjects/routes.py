"""Say which adult a case is about, once somebody knows it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from frontend.clients.case_pages import Case
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.cases.pages import KEPT_OUT, why_not
from frontend.staff.people import Named, find_adults
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import CHARACTERS_AT_MOST, PostedForm, new_key, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn, NotThere

router = APIRouter()

NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Your words are still here."


@dataclass(frozen=True)
class SubjectForm:
    """The adult as chosen on the page, and how it is known."""

    key: str = field(default_factory=new_key)
    version: str = ""
    adult: Named | None = None
    adult_search: str = ""
    reason: str = field(default="", repr=False)

    @classmethod
    def of(cls, form: FormData) -> "SubjectForm":
        """Read what was sent."""
        chosen = text(form, "adult")
        return cls(
            key=text(form, "idempotency_key") or new_key(),
            version=text(form, "version"),
            adult=Named.of(chosen) if chosen else None,
            adult_search=text(form, "adult_search"),
            reason=text(form, "reason"),
        )

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field."""
        found = {}
        if self.adult is None:
            found["adult_search"] = "Find the adult and choose them"
        if not self.reason:
            found["reason"] = "Write how you know"
        elif len(self.reason) > CHARACTERS_AT_MOST:
            found["reason"] = "Write at most 10,000 characters"
        return found

    def body(self) -> dict[str, Any]:
        """Return it as reporting takes it; the version is the one that the page showed."""
        return {
            "version": int(self.version) if self.version.isdecimal() else 0,
            "subject_ids": [self.adult.id] if self.adult else [],
            "reason": self.reason,
        }


@router.get("/staff/subjects/{case_id}")
async def show_form(request: Request, staff: Staff, case_id: UUID) -> Response:
    """Show the page; whoever does not read the case finds nothing."""
    return await _show(request, staff, await staff.reporting.case(case_id), SubjectForm(), {})


@router.post("/staff/subjects/{case_id}")
async def name_subject(
    request: Request, staff: Staff, case_id: UUID, posted: PostedForm
) -> Response:
    """Record the adult, or give the page back with every word still on it."""
    form = SubjectForm.of(posted)
    errors = {} if text(posted, "find") else form.errors()
    if errors or text(posted, "find"):
        return await _show(request, staff, await staff.reporting.case(case_id), form, errors)
    refused = await _refusal(staff, case_id, form)
    if refused:
        return await _show(request, staff, await staff.reporting.case(case_id), form, refused)
    return await _after(staff, case_id)


async def _refusal(staff: SignedIn, case_id: UUID, form: SubjectForm) -> dict[str, str]:
    try:
        await staff.reporting.act_on_case(case_id, "subjects", form.body(), form.key)
    except ServiceProblem as problem:
        if problem.status in {NotSignedIn.status, NotThere.status}:
            raise
        return {"reason": problem.detail}
    except ServiceDown:
        return {"reason": NOT_SAVED}
    return {}


async def _after(staff: SignedIn, case_id: UUID) -> Response:
    """Go back to the case; whoever named themselves reads it no more."""
    try:
        await staff.reporting.case(case_id)
    except ServiceProblem:
        return go_to("/staff/inbox")
    return go_to(f"/staff/cases/{case_id}?done=task#people")


async def _show(
    request: Request, staff: SignedIn, case: Case, form: SubjectForm, errors: dict[str, str]
) -> Response:
    chosen = {form.adult.id} if form.adult else ()
    return page(
        request,
        "staff/subjects/name.html",
        status=422 if errors else 200,
        case=case,
        why_not=why_not(case.may, "name_subject"),
        subjects=[one for one in case.kept_out if one.why == "subject"],
        kept_out_words=KEPT_OUT,
        form=form,
        found=await find_adults(staff, form.adult_search, chosen),
        errors=errors,
    )
