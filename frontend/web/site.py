"""A site: one audience's pages with that audience's templates only."""

from collections.abc import Iterable

from fastapi import APIRouter, Depends, FastAPI

from frontend.web.forms import FormRules, check_request
from frontend.web.front import FrontEnd
from frontend.web.pages import make_templates
from frontend.web.problems import tell_in_pages


def make_site(
    audience: str,
    front: FrontEnd,
    routers: Iterable[APIRouter],
    form_rules: FormRules = FormRules(),
) -> FastAPI:
    """Return the site of `audience` (pupil, staff, parent, partner) with the pages of `routers`.

    Every request is checked by `check_request` first; everything that goes wrong becomes one of
    the site's own pages. Routes carry their whole address ("/staff/inbox").
    """
    site = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(check_request)]
    )
    site.state.audience = audience
    site.state.front = front
    site.state.form_rules = form_rules
    site.state.templates = make_templates(audience)
    tell_in_pages(site)
    for router in routers:
        site.include_router(router)
    return site
