"""Advice for families and whoever else comes by: open to everybody, the same for everybody."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.web.advice import links_of, read_topics
from frontend.web.pages import page
from services.shared.errors import NotThere

router = APIRouter()

TOPICS = Path(__file__).parent / "topics"


@router.get("/parent/advice")
async def show_advice(request: Request) -> Response:
    """Show the first page of advice and the topics behind it."""
    return page(request, "parent/advice/index.html", topics=read_topics(TOPICS))


@router.get("/parent/advice/{key}")
async def show_topic(request: Request, key: str) -> Response:
    """Show one topic; raises NotThere for a name that is none."""
    found = read_topics(TOPICS).get(key)
    if found is None:
        raise NotThere
    return page(request, "parent/advice/topic.html", topic=found, help_at=links_of(found.links))
