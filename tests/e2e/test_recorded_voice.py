"""A page with a recording offers to read it, and asks for the recording at the tap alone."""

from pathlib import Path

from playwright.sync_api import expect

from operations.stack import Stack
from tests.e2e.accessibility import Visit
from tests.e2e.people import School, heading, press


def test_the_schools_own_voice_reads_the_page_it_was_recorded_for(
    stack: Stack, schools: list[School], visit: Visit, tmp_path: Path
) -> None:
    file, code = tmp_path / "safe.mp3", schools[0].class_code
    file.write_bytes(b"ID3\x04" + b"\x00" * 400)
    page_name = "little-safe" if is_little(visit, stack, code) else "big-safe"
    said = stack.run_verb("clips", "add", code, "en", page_name, str(file))
    assert "is read aloud in en" in said
    page, asked = visit.page, []
    page.on("request", lambda one: asked.append(one.url) if "/clip/" in one.url else None)
    page.goto(f"{stack.url}/s/{code}")
    listen = page.get_by_role("button", name="Read to me")
    expect(listen).to_be_visible()
    visit.look("with-a-voice")
    assert asked == []
    with page.expect_response(lambda one: one.url.endswith(f"/clip/en/{page_name}")) as answered:
        listen.click()
    assert answered.value.ok
    press(page, "Yes, I am safe")
    heading(page, "What is it about?")
    expect(page.get_by_role("button", name="Read to me")).to_have_count(0)
    visit.check()


def is_little(visit: Visit, stack: Stack, code: str) -> bool:
    """Say whether a class's page is the one for younger children: it asks for no feelings."""
    visit.page.goto(f"{stack.url}/s/{code}")
    press(visit.page, "Yes, I am safe")
    heading(visit.page, "What is it about?")
    return visit.page.locator("fieldset.feelings").count() == 0
