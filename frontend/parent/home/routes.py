"""The parents' site: how to reach a message, whom to ring, and what the school keeps."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.web.built import licences
from frontend.web.pages import page

router = APIRouter()


@router.get("/parent")
async def show_home(request: Request) -> Response:
    """Say how a parent reaches a message, how to report a worry and what the school keeps."""
    return page(request, "parent/home/home.html")


@router.get("/parent/about")
async def show_about(request: Request) -> Response:
    """Say for whom these pages work, what they keep and whose work is in them (D-7.6-2)."""
    return page(request, "parent/home/about.html", licences=licences())
