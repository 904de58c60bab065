"""The school's posters, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from services.accounts.posters.adapters import draw_poster
from services.accounts.posters.queries import poster_at, posters_of
from services.accounts.posters.schemas import PosterList
from services.shared.callers import SchoolStaff
from services.shared.transactions import Transaction

router = APIRouter(prefix="/posters", tags=["posters"])


@router.get("")
async def list_posters(_caller: SchoolStaff, transaction: Transaction) -> PosterList:
    """List the posters of the school and of its classes."""
    return PosterList(items=await posters_of(transaction))


@router.get("/{code}.pdf")
async def print_poster(
    code: Annotated[str, Path(max_length=40)],
    _caller: SchoolStaff,
    transaction: Transaction,
    request: Request,
) -> Response:
    """Print one poster: its code, a QR code of the page, and whom to ring."""
    poster = await poster_at(transaction, code)
    address = f"{request.app.state.settings.public_url.rstrip('/')}/s/{poster.code}"
    return Response(draw_poster(poster, address), media_type="application/pdf")
