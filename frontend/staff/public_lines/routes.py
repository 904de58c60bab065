"""What we say to everybody: vision, values, how to reach the school, and where its papers are."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.public_lines import PublicLines
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import Conflict, Malformed, NotThere

router = APIRouter()

PUBLIC_LINES: Final = "/staff/public-lines"
FIELDS: Final = ("vision", "values", "address", "email", "phone", "policy", "complaints")
NOT_SAVED: Final = (
    "Nothing was saved: a part of Lantern is not answering. Your words are still here."
)


@router.get(PUBLIC_LINES)
async def show_lines(request: Request, staff: Staff) -> Response:
    """Show the lines as a form."""
    lines = await _asked(staff).read()
    typed = {name: str(getattr(lines, name)) for name in FIELDS}
    typed["values"] = "\n".join(lines.values)
    return _form(request, typed, str(lines.version), {})


@router.post(PUBLIC_LINES)
async def change_lines(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Change the lines, or give the form back with what is wrong."""
    typed = {name: text(posted, name) for name in FIELDS}
    version = text(posted, "version")
    if not version.isdecimal():
        raise NotThere
    if errors := await _errors(staff, typed, posted):
        return _form(request, typed, version, errors)
    return go_to(f"{PUBLIC_LINES}?said=yes")


async def _errors(staff: SignedIn, typed: Mapping[str, str], posted: FormData) -> dict[str, str]:
    values = [one.strip() for one in typed["values"].splitlines() if one.strip()]
    body = {**typed, "values": values, "version": int(text(posted, "version"))}
    try:
        await _asked(staff).change(body)
    except ServiceProblem as problem:
        if problem.status not in {Malformed.status, Conflict.status}:
            raise
        # a value that is too long is named with its place: values.2
        named = {one.field.partition(".")[0]: one.message for one in problem.fields}
        return {name: named[name] for name in FIELDS if name in named} or {"vision": problem.detail}
    except ServiceDown:
        return {"vision": NOT_SAVED}
    return {}


def _asked(staff: SignedIn) -> PublicLines:
    return PublicLines(staff.accounts.door)


def _form(
    request: Request, typed: Mapping[str, str], version: str, errors: Mapping[str, str]
) -> Response:
    return page(
        request,
        "staff/public_lines/lines.html",
        status=Malformed.status if errors else 200,
        typed=typed,
        version=version,
        errors=errors,
        said=request.query_params.get("said") == "yes",
    )
