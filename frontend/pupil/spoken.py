"""In which language a page is shown that keeps no journey: coming back, its messages, problems.

The language travels as a field of the form, and as a word of the address that leads there; it says
nothing of the child.
"""

from typing import Any, Final
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import FormData

from frontend.web import languages
from frontend.web.forms import text
from frontend.web.front import front

PRESSED = "language:"
LOOKED_AT: Final = frozenset({"GET", "HEAD"})


async def in_language(request: Request) -> None:
    """Give the page its language, and those to choose from; English where none is known."""
    request.state.page_values = _spoken(request)


def beside_problem(request: Request) -> dict[str, Any]:
    """Return what a problem page needs: its language, and the ways on from there.

    `start` is the school's first page, `here` this address, to be asked again in a language; each
    is "" where there is none.
    """
    spoken = _spoken(request)
    code = str(request.path_params.get("code", ""))
    language = spoken["language"]
    start = f"/s/{quote(code, safe='')}" if code else ""
    if start and language:
        start += f"?language={language.code}"
    return {**spoken, "start": start, "here": here(request)}


def here(request: Request) -> str:
    """Return the address of a page that can be asked again, "" after a form was sent."""
    return request.url.path if request.method in LOOKED_AT else ""


def _spoken(request: Request) -> dict[str, Any]:
    has_drafts = front(request).settings.preview_languages
    form: FormData = getattr(request.state, "form", FormData())
    pressed = text(form, "go")
    wanted = text(form, "language") or request.query_params.get("language", "")
    if pressed.startswith(PRESSED):
        wanted = pressed.removeprefix(PRESSED)
    return {
        "language": languages.picked(wanted, has_drafts=has_drafts),
        "languages": languages.shown(has_drafts=has_drafts),
    }
