"""Export one pupil's record as a sealed archive."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.export.forms import ExportForm
from frontend.staff.people import NOTHING_LOOKED_FOR, Found, find_children
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotSignedIn

router = APIRouter()

EXPORT = "/staff/export"
NOT_MADE = "No archive was made: a part of Lantern is not answering. Try again in a minute."


@router.get(EXPORT)
async def show_export(request: Request, staff: Staff) -> Response:
    """Show the form."""
    del staff
    return _form(request, ExportForm(), {})


@router.post(EXPORT)
async def make_export(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Make the archive, or find a child; the next page shows the passphrase once."""
    form = ExportForm.of(posted)
    if text(posted, "find") or form.pupil_id is None:
        return await _found(request, staff, form)
    errors = form.errors()
    if errors:
        return _form(request, form, errors)
    return await _made(request, staff, form, form.pupil_id)


async def _made(request: Request, staff: SignedIn, form: ExportForm, pupil_id: UUID) -> Response:
    try:
        made = await staff.reporting.make_export(pupil_id, form.reason, form.key)
    except ServiceDown:
        return _form(request, form, {"reason": NOT_MADE})
    except ServiceProblem as problem:
        if problem.status == NotSignedIn.status:
            raise
        return _form(request, form, {"reason": problem.detail})
    staff.remembered.receipts[str(made.export_id)] = made
    return go_to(f"{EXPORT}/{made.export_id}")


@router.get(EXPORT + "/{export_id}")
async def show_made(request: Request, staff: Staff, export_id: UUID) -> Response:
    """Show the passphrase, this once, and the way to the archive."""
    made = staff.remembered.receipts.pop(str(export_id), None)
    return page(request, "staff/export/made.html", export_id=export_id, made=made)


@router.get(EXPORT + "/{export_id}/archive")
async def download(staff: Staff, export_id: UUID) -> Response:
    """Hand out the archive; its outer name says nothing about the child."""
    headers = {"Content-Disposition": f'attachment; filename="{export_id}.zip"'}
    content = await staff.reporting.export(export_id)
    return Response(content, media_type="application/zip", headers=headers)


async def _found(request: Request, staff: SignedIn, form: ExportForm) -> Response:
    found = await find_children(staff, form.search)
    if found.people:
        return _form(request, form, {}, found)
    return _form(request, form, {"search": found.sentence or "Type the name of the child"})


def _form(
    request: Request, form: ExportForm, errors: dict[str, str], found: Found = NOTHING_LOOKED_FOR
) -> Response:
    return page(
        request,
        "staff/export/export.html",
        status=422 if errors else 200,
        form=form,
        errors=errors,
        found=found,
    )
