"""One way to answer with a page: the whole of it, or one named block when HTMX asks."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2_fragments import render_block

from frontend.web import wording
from frontend.web.built import asset
from frontend.web.forms import FormToken, keep_form_cookie

FRONTEND = Path(__file__).resolve().parent.parent


def make_templates(audience: str) -> Environment:
    """Return the templates of one audience: its own ("staff/..."), "shared/..." and GOV.UK's.

    Another audience's templates are not among them.
    """
    environment = Environment(
        loader=PrefixLoader(
            {
                audience: FileSystemLoader(FRONTEND / audience / "templates"),
                "shared": FileSystemLoader(FRONTEND / "web" / "templates"),
                "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
            }
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # i18n adds it
    environment.globals["asset"] = asset
    environment.filters.update(wording.FILTERS)
    return environment


def page(
    request: Request,
    template: str,
    *,
    fragment: str | None = None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """Answer with `template`, such as "staff/inbox/list.html".

    Where HTMX asked and `fragment` names a block of it, only that block is sent.
    `values` are what this caller may see, and nothing else.
    """
    environment: Environment = request.app.state.templates
    known = {"request": request, "path": request.url.path, "form_token": FormToken(request)}
    known |= getattr(request.state, "page_values", {}) | values
    if fragment is not None and request.headers.get("hx-request") == "true":
        body = render_block(environment, template, fragment, **known)
    else:
        body = environment.get_template(template).render(known)
    response = HTMLResponse(body, status_code=status)
    keep_form_cookie(request, response)
    return response


def go_to(address: str) -> RedirectResponse:
    """Answer a form that did its work: 303, so that reloading the next page sends nothing."""
    return RedirectResponse(address, status_code=303)
