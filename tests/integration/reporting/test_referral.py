"""The referral to the LADO on paper: for the team only, typed words stay words, tagged."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from services.reporting.shares.queries_referral import HEADER
from tests.database import TestDatabase
from tests.integration.reporting.conftest import Town
from tests.integration.reporting.sharing import an_allegation
from tests.integration.reporting.test_casework import audited
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio

MARKUP = "#strong[not markup] $x$ \\ <b>he said</b>"


async def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content))
    assert pages.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(one.extract_text() for one in pages.pages).split())


@pytest.mark.guard("G-23")
async def test_the_referral_holds_the_allegation_and_is_read_by_the_team_only(
    town: Town, database: TestDatabase
) -> None:
    lado = await an_allegation(town, database)
    address = f"/cases/{lado.case_id}/shares/referral.pdf"
    shown = await text_of(await town.get("dsl", address))
    assert town.child is not None
    for words in (
        *(HEADER, town.staff["teacher"].display_name, town.child.display_name),
        *("She showed me messages from someone", "Triaged this case", "03000 410888"),
    ):
        assert words in shown
    assert "An allegation about an adult at school." not in shown  # why it was shared
    assert "case.referral_read" in await audited(database, lado.case_id)
    for who in ("teacher", "assistant"):
        assert (await town.get(who, address)).status_code == 404


async def test_what_somebody_typed_stays_words(town: Town) -> None:
    case_id = await triaged(town, "staff_concern")
    await town.do("dsl", case_id, "outcome", text=MARKUP)
    shown = await text_of(await town.get("dsl", f"/cases/{case_id}/shares/referral.pdf"))
    assert MARKUP in shown
    assert "Not named yet." in shown
