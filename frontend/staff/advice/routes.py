"""Advice for staff: short pages to read, the contacts of this school, and links to support."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.staff.advice.contacts import contacts_of
from frontend.staff.advice.resources import Age, Need, resources_for
from frontend.staff.signed_in import Staff
from frontend.web.advice import links_of, live_links, read_links, read_topics
from frontend.web.pages import page
from services.shared.errors import NotThere

router = APIRouter()

TOPICS = Path(__file__).parent / "topics"
AGES = {"": "Every age", Age.LITTLE: "For ages 4 to 7", Age.BIG: "For ages 7 to 11"}
NEEDS = {"": "Everybody", Need.ALL: "The whole class", Need.MORE_HELP: "Who need more help"}


@router.get("/staff/advice")
async def show_index(request: Request, staff: Staff) -> Response:
    """Show every topic for staff, in this school's words."""
    profile = _profile(await staff.accounts.school())
    topics = {key: one.told_by(profile) for key, one in read_topics(TOPICS).items()}
    return page(request, "staff/advice/index.html", topics=topics, profile=profile)


@router.get("/staff/advice/contacts")
async def show_contacts(request: Request, staff: Staff) -> Response:
    """Show whom to ring, from the school's profile, and the links of its council and country."""
    school = await staff.accounts.school()
    council = school.get("local_authority")
    links = live_links(read_links())
    return page(
        request,
        "staff/advice/contacts.html",
        contacts=contacts_of(_profile(school)),
        leads=school["leads"],
        near=[one for one in links if one.council is not None and one.council == council],
        national=[one for one in links if one.council is None],
        council=council,
    )


@router.get("/staff/advice/resources")
async def show_resources(
    request: Request, _staff: Staff, age: str = "", need: str = ""
) -> Response:
    """Show what to teach with, by age and by what children need (D-5.2-6)."""
    wanted_age = Age(age) if age in set(Age) else None
    wanted_need = Need(need) if need in set(Need) else None
    return page(
        request,
        "staff/advice/resources.html",
        shelves=[
            (AGES[one], resources_for(one, wanted_need)) for one in Age if wanted_age in {None, one}
        ],
        ages=AGES,
        needs=NEEDS,
        age=wanted_age or "",
        need=wanted_need or "",
    )


@router.get("/staff/advice/{key}")
async def show_topic(request: Request, key: str, staff: Staff) -> Response:
    """Show one topic; raises NotThere for a name that is none."""
    found = read_topics(TOPICS).get(key)
    if found is None:
        raise NotThere
    profile = _profile(await staff.accounts.school())
    return page(
        request,
        "staff/advice/topic.html",
        key=key,
        topic=found.told_by(profile),
        contacts=contacts_of(profile),
        help_at=links_of(found.links),
        papers=(profile.get("links.policy", ""), profile.get("links.complaints", "")),
    )


def _profile(school: Mapping[str, Any]) -> dict[str, Any]:
    profile: dict[str, Any] = school["profile"]
    return profile
