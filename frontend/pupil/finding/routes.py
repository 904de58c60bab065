"""The way in for a child who types: the letters of the poster, in a box with one button."""

import re
from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from frontend.pupil.spoken import here, in_language
from frontend.web.pages import go_to, page

router = APIRouter(dependencies=[Depends(in_language)])
NO_LETTER: Final = re.compile(r"[^A-Z0-9-]")
MOST_LETTERS: Final = 40


@router.get("/s")
async def find(request: Request, code: str = "") -> Response:
    """Show the box, or lead to the page of the letters; a blank or a small letter is no mistake."""
    letters = NO_LETTER.sub("", code.upper())[:MOST_LETTERS]
    if not letters:
        return page(request, "pupil/finding/letters.html", here=here(request))
    language = request.state.page_values["language"]
    return go_to(f"/s/{letters}" + (f"?language={language.code}" if language else ""))
