"""Print the yearly review."""

from datetime import date
from functools import partial

from anyio import to_thread

from services.devices.keys.actions import Desk
from services.devices.papers.adapters import print_paper
from services.devices.reviews.queries import review_of


async def print_review(desk: Desk, since: date | None, until: date | None) -> bytes:
    """Return the review as PDF: counts only, groups under five merged (G-24)."""
    review = await review_of(desk, since, until)
    facts = review.model_dump(mode="json") | {
        "title": "Review of confiscations and searches",
        "period": f"{_day(review.since)} to {_day(review.until)}",
    }
    return await to_thread.run_sync(partial(print_paper, "review", facts))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
