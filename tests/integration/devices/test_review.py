"""The yearly review: counts that add up, no names, nothing small (G-24)."""

import pytest

from tests.desks import Desk
from tests.factories import a_pupil

pytestmark = pytest.mark.anyio


@pytest.mark.guard("G-24")
async def test_the_review_counts_by_ground_and_by_what_is_known_of_the_pupils(downs: Desk) -> None:
    boy = await a_pupil(downs.school, sex="M")
    for ground in ("school_rule",) * 6 + ("bullying", "exam"):
        await downs.take("teacher", ground=ground)
    await downs.take("teacher", pupil_id=str(boy.id))
    review = (await downs.get("head", "/reviews/devices")).json()
    assert review["confiscations"] == "9"
    assert review["searches"] == "0"
    tables = {one["title"]: one["lines"] for one in review["tables"]}
    assert tables["Confiscations by ground"] == [{"group": "All groups together", "count": "9"}]
    assert tables["Confiscations by sex"] == [{"group": "All groups together", "count": "9"}]
    for _ in range(4):
        await downs.take("teacher", pupil_id=str(boy.id))
    review = (await downs.get("head", "/reviews/devices")).json()
    tables = {one["title"]: one["lines"] for one in review["tables"]}
    assert tables["Confiscations by sex"] == [
        {"group": "Girls", "count": "8"},
        {"group": "Boys", "count": "5"},
    ]
    assert downs.child.display_name not in str(review)
    assert (await downs.get("office", "/reviews/devices")).status_code == 403
    printed = await downs.get("head", "/reviews/devices.pdf?since=2020-09-01")
    assert printed.content.startswith(b"%PDF")
