"""Draw a poster: typst for PDF, segno for the QR code. Facts go in as JSON, never as markup."""

import io

import segno

from services.accounts.posters.schemas import Poster
from services.shared.papers import print_paper


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
    return print_paper("services.accounts.posters", "poster.typ", facts)
