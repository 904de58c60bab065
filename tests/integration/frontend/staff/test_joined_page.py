"""What was joined stands on the page of the case that is kept, and the other way round."""

import pytest

from tests.browsing import Browser
from tests.parts import CASE, OTHER_CASE, Parts, a_case

pytestmark = pytest.mark.anyio


async def test_a_part_stands_on_the_page_with_words_and_time_line(
    staff: Browser, parts: Parts
) -> None:
    part = a_case(case_id=str(OTHER_CASE), reference="B4X-9TR", state="closed")
    part["concerns"][0]["words"] = [{"question": "What happened?", "answer": "They sang it."}]
    part["chronology"][0]["text"] = "A second child told."
    case = a_case(state="triaged", parts=[part])
    case["may"] |= {"split": None, "join": None}
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    page = (await staff.open(f"/staff/cases/{CASE}")).text
    for shown in ("Joined to this case", "They sang it.", "A second child told.", "B4X-9TR"):
        assert shown in page
    assert f'<option value="{OTHER_CASE}">Case B4X-9TR</option>' in page
    assert "Something new was told in this part" not in page
    part["state"] = "new"
    assert "Something new was told in this part" in (await staff.open(f"/staff/cases/{CASE}")).text


async def test_a_joined_case_leads_to_the_one_that_is_kept(staff: Browser, parts: Parts) -> None:
    kept = {"case_id": str(OTHER_CASE), "reference": "B4X-9TR"}
    case = a_case(state="closed", joined_to=kept)
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    page = (await staff.open(f"/staff/cases/{CASE}")).text
    assert "This case is a part of" in page
    assert f'href="/staff/cases/{OTHER_CASE}"' in page
    assert "What came of it" not in page
