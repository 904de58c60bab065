"""Where a card leads no further: it is dead, or its page was left alone for too long."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import HTMLResponse

from frontend.pupil.spoken import here
from frontend.web.pages import page


def not_good(request: Request) -> HTMLResponse:
    """Say that this card opens nothing any more, and that a child can tell without it."""
    template = "pupil/showing_card/not_good.html"
    return page(request, template, status=HTTPStatus.NOT_FOUND, here=here(request))


def rested(request: Request) -> HTMLResponse:
    """Say that the page had a rest: the card itself is good, and is shown once more."""
    template = "pupil/showing_card/rested.html"
    return page(request, template, status=HTTPStatus.GONE, here=here(request))
