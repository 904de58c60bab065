"""Send what a child told, and say truthfully whether it arrived."""

from typing import Any

from frontend.clients.accounts import PupilPage
from frontend.pupil.telling.journey import Journey, Lane, skipped


def report(at: Journey, page: PupilPage) -> dict[str, Any]:
    """Return the report as reporting takes it: the child's answers and what was left out."""
    return {
        "page_code": page.code,
        "lane": (at.lane or Lane.BIG).value,
        "class_id": str(page.school_class.id) if page.school_class else None,
        "safe_now": at.safe_now,
        "feelings": list(at.feelings),
        "topics": list(at.topics),
        "account": at.account,
        "drawing": at.drawing,
        "wants_talk": at.wants_talk,
        "chosen_adult": at.chosen_adult,
        "chosen_adult_id": at.chosen_adult_id,
        "not_adult_ids": list(at.not_adult_ids),
        "about_adult": at.about_adult,
        "helping": list(at.helping),
        "name": at.name,
        "visit": at.visit if at.is_named_by_card else None,
        "language": at.language,
        "skipped": skipped(at),
    }
