"""Draw a poster: typst for PDF, segno for the QR code. Facts go in as JSON, never as markup."""

import io
import json
from importlib import resources

import segno
import typst

from services.accounts.posters.schemas import Poster
from services.shared import clock


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, scale=8)
    return drawn.getvalue().decode()


def draw_poster(poster: Poster, address: str) -> bytes:
    """Return the poster as a PDF, tagged after PDF/UA-1; `address` is where its code leads."""
    facts = {
        "school": poster.school,
        "place": " · ".join(one for one in (poster.school, poster.class_name) if one),
        "code": poster.code,
        "address": address,
        "shown": address.split("://", 1)[-1],
        "qr": _qr(address),
    }
    source = (resources.files("services.accounts.posters") / "poster.typ").read_bytes()
    compiler = typst.Compiler(
        source, ignore_system_fonts=True, sys_inputs={"facts": json.dumps(facts)}
    )
    made = compiler.compile(
        format="pdf", pdf_standards="ua-1", timestamp=clock.now().replace(microsecond=0)
    )
    if not isinstance(made, bytes):
        raise TypeError("typst made no single PDF")
    return made
