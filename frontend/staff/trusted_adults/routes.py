"""The grown-ups on the children's page: who said yes, how they are drawn, when they are in."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceProblem
from frontend.clients.trusted_adults import TrustedAdults
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.built import drawn_grown_ups
from frontend.web.forms import PostedForm, text, texts
from frontend.web.pages import go_to, page
from services.shared.errors import Malformed, NotThere

router = APIRouter()

LIST: Final = "/staff/trusted-adults"
DAYS: Final = {
    "1": "Monday",
    "2": "Tuesday",
    "3": "Wednesday",
    "4": "Thursday",
    "5": "Friday",
}
NAME_MISSING: Final = "Enter the name that children use, such as Mrs Hart"
WHO_MISSING: Final = "Choose who it is"
NAME_AT_MOST: Final = 60


@router.get(LIST)
async def show_list(request: Request, staff: Staff) -> Response:
    """Show who stands on the children's page."""
    adults = await _adults(staff).all()
    return page(request, "staff/trusted_adults/list.html", adults=adults, days=DAYS)


@router.get(f"{LIST}/change")
async def show_form(request: Request, staff: Staff, person_id: UUID | None = None) -> Response:
    """Show the form for somebody new, or for one who stands there."""
    known = next((one for one in await _adults(staff).all() if one.person_id == person_id), None)
    if person_id is not None and known is None:
        raise NotThere
    typed: dict[str, object] = {"weekdays": list(DAYS), "portrait": "person"}
    if known is not None:
        typed = {
            "person_id": str(known.person_id),
            "display_name": known.display_name,
            "portrait": known.portrait,
            "weekdays": list(known.weekdays),
        }
    return await _form(request, staff, typed, {})


@router.post(f"{LIST}/change")
async def put_on_list(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Put somebody on the list, or change how they stand there."""
    typed: dict[str, object] = {
        "person_id": text(posted, "person_id"),
        "display_name": text(posted, "display_name"),
        "portrait": text(posted, "portrait") or "person",
        "weekdays": list(texts(posted, "weekdays")),
        "consented": text(posted, "consented") == "yes",
    }
    errors = _errors(typed)
    if errors:
        return await _form(request, staff, typed, errors)
    asked = {**typed, "weekdays": "".join(texts(posted, "weekdays"))}
    person_id = _id(str(asked.pop("person_id")))
    try:
        await _adults(staff).put(person_id, asked)
    except ServiceProblem as problem:
        if problem.status != Malformed.status:
            raise
        field = "consented" if not typed["consented"] else "weekdays"
        return await _form(request, staff, typed, {field: problem.detail})
    return go_to(LIST)


@router.post(f"{LIST}/remove")
async def take_off(staff: Staff, posted: PostedForm) -> Response:
    """Take somebody off the list."""
    await _adults(staff).remove(_id(text(posted, "person_id")))
    return go_to(LIST)


def _errors(typed: Mapping[str, object]) -> dict[str, str]:
    errors = {}
    if not typed["person_id"]:
        errors["person_id"] = WHO_MISSING
    if not 0 < len(str(typed["display_name"])) <= NAME_AT_MOST:
        errors["display_name"] = NAME_MISSING
    return errors


async def _form(
    request: Request, staff: SignedIn, typed: Mapping[str, object], errors: dict[str, str]
) -> Response:
    return page(
        request,
        "staff/trusted_adults/change.html",
        status=422 if errors else 200,
        people=await staff.accounts.staff(),
        portraits=drawn_grown_ups(),
        days=DAYS,
        typed=typed,
        errors=errors,
    )


def _adults(staff: SignedIn) -> TrustedAdults:
    return TrustedAdults(staff.accounts.door)


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise NotThere from None
