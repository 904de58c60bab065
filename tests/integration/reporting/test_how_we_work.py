"""Staff read the procedures of their school; who has read which version is kept for good."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from services.reporting.how_we_work.actions import HAS_CHANGED
from tests.factories import as_owner
from tests.integration.reporting.conftest import Town

pytestmark = pytest.mark.anyio
NUDES = "/how-we-work/nudes"


async def shown(town: Town, who: str, path: str = NUDES) -> dict[str, Any]:
    answer = await town.get(who, path)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def read(town: Town, who: str, version: str | None = None) -> Any:
    wanted = version or (await shown(town, who))["version"]
    return await town.post(who, f"{NUDES}/readings", {"version": wanted})


async def not_yet(town: Town, who: str = "dsl") -> list[str]:
    items = (await shown(town, who, "/how-we-work/readers"))["items"]
    return next(list(one["not_yet"]) for one in items if one["id"] == "nudes")


def publish(town: Town, **changed: Any) -> None:
    """Let a release come with other words in one procedure."""
    library = town.app.state.library
    nudes = replace(library.procedures["nudes"], **changed)
    town.app.state.library = replace(library, procedures={**library.procedures, "nudes": nudes})


@pytest.mark.rule("D-KC-3")
async def test_the_flow_chart_is_drawn_from_the_procedures_themselves(town: Town) -> None:
    page = await shown(town, "teacher", "/how-we-work")
    children, adults, others = page["shelves"]
    for shelf in (children, adults):
        assert shelf["opening"]
        assert shelf["closing"]
        assert all(one["by"] and one["due"] and one["text"] for one in shelf["opening"])
    listed = {one["id"] for shelf in page["shelves"] for one in shelf["items"]}
    assert listed == set(town.app.state.library.procedures)
    assert "low_level" in {one["id"] for one in adults["items"]}
    assert others["opening"] == children["opening"]
    chart = (await shown(town, "teacher"))["chart"]
    steps = town.app.state.library.procedures["nudes"].steps
    assert chart["boxes"][0]["key"] == steps[0].key
    police = next(one for one in chart["boxes"] if one["key"] == "police")
    assert any("adult involved" in one for one in police["only_if"])
    assert "Do not forward or copy it." in chart["forbidden"]


@pytest.mark.rule("D-5.2-7")
async def test_a_receipt_is_kept_once_and_whoever_leads_sees_who_has_none(town: Town) -> None:
    teacher, assistant = (town.staff[one].display_name for one in ("teacher", "assistant"))
    assert {teacher, assistant} <= set(await not_yet(town))
    assert town.staff["chair"].display_name not in await not_yet(town)
    before = (await shown(town, "teacher", "/how-we-work"))["to_read"]
    assert (await read(town, "teacher")).status_code == 204
    first = await shown(town, "teacher")
    assert first["read_at"] is not None
    assert (await read(town, "teacher")).status_code == 204
    assert (await shown(town, "teacher"))["read_at"] == first["read_at"]
    assert (await shown(town, "teacher", "/how-we-work"))["to_read"] == before - 1
    assert teacher not in await not_yet(town)
    assert assistant in await not_yet(town)
    assert (await shown(town, "assistant"))["read_at"] is None


@pytest.mark.rule("D-5.2-7")
async def test_a_new_version_asks_again_and_the_old_receipt_stays(
    town: Town, settings_values: dict[str, Any]
) -> None:
    old = (await shown(town, "teacher"))["version"]
    assert (await read(town, "teacher")).status_code == 204
    publish(town, about="In other words than before.")
    changed = await shown(town, "teacher")
    assert (changed["read_at"], changed["has_changed"]) == (None, True)
    assert changed["version"] != old
    assert town.staff["teacher"].display_name in await not_yet(town)
    refused = await read(town, "teacher", old)
    assert (refused.status_code, refused.json()["detail"]) == (409, HAS_CHANGED)
    assert (await read(town, "teacher", changed["version"])).status_code == 204
    async with as_owner(settings_values, town.school.id) as session:
        kept = text(
            "SELECT t.version, t.content ->> 'about' AS about FROM reporting.procedure_reading r"
            " JOIN reporting.procedure_text t USING (school_id, procedure_id, version)"
            " WHERE r.person_id = cast(:person AS uuid) ORDER BY r.at"
        )
        person = {"person": str(town.staff["teacher"].id)}
        await session.execute(text("SELECT set_config('app.person_id', :person, true)"), person)
        rows = (await session.execute(kept, person)).all()
    assert [row.version for row in rows] == [old, changed["version"]]
    assert rows[1].about == "In other words than before."


async def test_only_whoever_leads_the_school_sees_who_has_read(town: Town) -> None:
    for who in ("dsl", "ddsl", "head"):
        assert (await town.get(who, "/how-we-work/readers")).status_code == 200
    for who in ("teacher", "assistant", "chair"):
        refused = await town.get(who, "/how-we-work/readers")
        assert (refused.status_code, refused.json()["detail"]) == (
            403,
            "Your account cannot do this.",
        )


async def test_a_procedure_that_is_none_is_not_there(town: Town) -> None:
    for path in ("/how-we-work/nothing", "/how-we-work/base_welfare"):
        assert (await town.get("teacher", path)).status_code == 404
    answer = await town.post("teacher", "/how-we-work/nothing/readings", {"version": "1-abc"})
    assert answer.status_code == 404
