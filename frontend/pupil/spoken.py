"""In which language a page is shown that keeps no journey: coming back, and its messages.

The language travels as a field of the form, and as a word of the address that leads there; it says
nothing of the child.
"""

from fastapi import Request
from starlette.datastructures import FormData

from frontend.web import languages
from frontend.web.forms import text
from frontend.web.front import front

PRESSED = "language:"


async def in_language(request: Request) -> None:
    """Give the page its language, and those to choose from; English where none is known."""
    has_drafts = front(request).settings.preview_languages
    form: FormData = getattr(request.state, "form", FormData())
    pressed = text(form, "go")
    wanted = text(form, "language") or request.query_params.get("language", "")
    if pressed.startswith(PRESSED):
        wanted = pressed.removeprefix(PRESSED)
    request.state.page_values = {
        "language": languages.picked(wanted, has_drafts=has_drafts),
        "languages": languages.shown(has_drafts=has_drafts),
    }
