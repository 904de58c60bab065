"""The school's policy in plain words: open to everybody, parents, staff and children."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.how_we_work import HowWeWork
from frontend.web.advice import FIELDS, read_policy
from frontend.web.front import front
from frontend.web.pages import page
from frontend.web.school_pages import SchoolPage

router = APIRouter()


@router.get("/report/{code}/policy")  # noqa: FAST003  # SchoolPage reads the code
async def show_policy(request: Request, school: SchoolPage) -> Response:
    """Show the policy as this school's profile fills it in, and what is done with each worry."""
    # a page kept from an older release knows no facts: what it cannot fill in is left out
    facts = {key: school.school.policy_facts.get(key, "") for key in FIELDS.values()}
    outline = await HowWeWork(front(request).door("reporting")).outline()
    return page(
        request,
        "parent/policy/policy.html",
        school=school.school,
        code=school.code,
        topic=read_policy().told_by(facts),
        shelves=outline.shelves,
    )
