"""Leave quickly: a plain link, first on every page, that works without script."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.web.front import front
from frontend.web.pages import go_to, page

router = APIRouter()

# Not "cookies": these pages set none, and a school tablet's own enrolment is one.
WIPE = '"cache", "storage"'


@router.get("/away")
async def leave(request: Request) -> Response:
    """Wipe what the browser kept of these pages and show something that tells nobody anything."""
    elsewhere = front(request).settings.away_url
    answer: Response
    answer = go_to(elsewhere) if elsewhere else page(request, "pupil/leaving/away.html")
    answer.headers["Clear-Site-Data"] = WIPE
    return answer
