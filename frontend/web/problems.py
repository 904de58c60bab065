"""What goes wrong, shown as a page in plain words; one place for every site."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from jinja2 import TemplateNotFound
from starlette.exceptions import HTTPException

from frontend.web.pages import page
from services.shared.errors import ApplicationError, NotThere


@dataclass(frozen=True)
class Problem:
    """A title and a sentence for a person, and the status for a program."""

    status: int
    title: str
    sentence: str
    was_change: bool = False


NOT_FOUND = Problem(404, "Page not found", "There is nothing here that you can see.")
BROKEN = "Something went wrong on our side."


# What a site's own problem page needs beside the problem: the child's page has its language here.
Beside = Callable[[Request], Mapping[str, Any]]


def _nothing(_request: Request) -> Mapping[str, Any]:
    return {}


def show(request: Request, problem: Problem) -> HTMLResponse:
    """Answer with the audience's own problem page, or the shared one."""
    beside: Beside = getattr(request.app.state, "beside_problems", _nothing)
    audience: str = request.app.state.audience
    try:
        request.app.state.templates.get_template(f"{audience}/problem.html")
        template = f"{audience}/problem.html"
    except TemplateNotFound:
        template = "shared/problem.html"
    request_id = getattr(request.state, "request_id", "")
    values = {"problem": problem, "request_id": request_id, **beside(request)}
    return page(request, template, status=problem.status, **values)


def _is_change(request: Request) -> bool:
    return request.method not in {"GET", "HEAD"}


async def tell(request: Request, error: Exception) -> HTMLResponse:
    """Answer with the page for `error`; the one place where a problem becomes a page."""
    if not isinstance(error, ApplicationError):
        raise error
    if isinstance(error, NotThere) or error.status == HTTPStatus.NOT_FOUND:
        return show(request, NOT_FOUND)
    problem = Problem(error.status, error.title, error.detail, _is_change(request))
    return show(request, problem)


async def _unreadable(request: Request, error: Exception) -> HTMLResponse:
    del error  # an address that is not one of ours: a page that is not there
    return show(request, NOT_FOUND)


async def _refused(request: Request, error: Exception) -> HTMLResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        return show(request, NOT_FOUND)
    return show(request, Problem(status, HTTPStatus(status).phrase, BROKEN, _is_change(request)))


async def _broken(request: Request, error: Exception) -> HTMLResponse:
    del error  # Starlette raises it again behind us, for the log
    return show(request, Problem(500, "Something went wrong", BROKEN, _is_change(request)))


def tell_in_pages(site: FastAPI) -> None:
    """Let `site` turn everything that goes wrong into one of its own pages."""
    site.add_exception_handler(ApplicationError, tell)
    site.add_exception_handler(RequestValidationError, _unreadable)
    site.add_exception_handler(HTTPException, _refused)
    site.add_exception_handler(Exception, _broken)
