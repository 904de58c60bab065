"""The first page for people outside the school: how to come in, and whom to ring."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.web.pages import page

router = APIRouter()


@router.get("/partner")
async def show_home(request: Request) -> Response:
    """Say how a link and its code work; the same for everybody."""
    return page(request, "partner/home/home.html")
