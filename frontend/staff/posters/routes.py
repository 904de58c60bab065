"""Posters for the wall: the way to the child's page, to print."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.signed_in import Staff
from frontend.web.front import front
from frontend.web.pages import page

router = APIRouter()


@router.get("/staff/posters")
async def show_posters(request: Request, staff: Staff) -> Response:
    """Show which posters there are."""
    return page(
        request,
        "staff/posters/posters.html",
        posters=await staff.accounts.posters(),
        public_url=front(request).settings.public_url,
    )


@router.get("/staff/posters/{code}.pdf")
async def print_poster(code: str, staff: Staff) -> Response:
    """Print one."""
    made = await staff.accounts.poster(code)
    headers = {"Content-Disposition": 'inline; filename="poster.pdf"'}
    return Response(made.content, media_type="application/pdf", headers=headers)
