"""Labels and receipts."""

import io

import pytest
from pypdf import PdfReader

from tests.desks import Desk

pytestmark = pytest.mark.anyio


async def test_labels_and_receipts_are_tagged_pdf_and_a_scan_finds_the_device(
    downs: Desk, abingdon: Desk
) -> None:
    taken = await downs.take("teacher", description="#strong[not markup] $x$ \\ <b>phone</b>")
    address = f"/devices/{taken['device_id']}"
    for paper in ("receipt.pdf", "label.pdf", "label.pdf?paper=62mm"):
        made = await downs.get("office", f"{address}/{paper}")
        assert made.status_code == 200, made.text
        assert made.content.startswith(b"%PDF")
        assert (await abingdon.get("head", f"{address}/{paper}")).status_code == 404
    receipt = await downs.get("office", f"{address}/receipt.pdf")
    pages = PdfReader(io.BytesIO(receipt.content))
    assert "#strong[not markup] $x$ \\ <b>phone</b>" in pages.pages[0].extract_text()
    assert pages.trailer["/Root"]["/MarkInfo"]["/Marked"]
    drawn = await downs.get("office", f"{address}/label.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    label = f"/labels/{taken['label_code']}"
    assert (await downs.get("office", label)).json() == {"device_id": taken["device_id"]}
    for who, school in (("head", abingdon), ("assistant", downs)):
        assert (await school.get(who, label)).status_code == 404
