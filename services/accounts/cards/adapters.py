"""Draw class cards, eight on a sheet of A4, in the look of the posters."""

import io
import json
from collections.abc import Iterable
from importlib import resources

import segno
import typst

from services.accounts.cards.schemas import PrintedCard
from services.shared import clock


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, scale=8)
    return drawn.getvalue().decode()


def _facts(card: PrintedCard, address: str) -> dict[str, str]:
    return {
        "name": card.display_name,
        "place": f"{card.school} · {card.class_name}",
        "address": address,
        "qr": _qr(address),
    }


def draw_cards(cards: Iterable[PrintedCard], public_url: str) -> bytes:
    """Return the cards as a PDF, tagged after PDF/UA-1; a card leads to `public_url`/card/..."""
    facts = [_facts(one, f"{public_url.rstrip('/')}/card/{one.secret}") for one in cards]
    source = (resources.files("services.accounts.cards") / "cards.typ").read_bytes()
    compiler = typst.Compiler(
        source, ignore_system_fonts=True, sys_inputs={"facts": json.dumps(facts)}
    )
    made = compiler.compile(
        format="pdf", pdf_standards="ua-1", timestamp=clock.now().replace(microsecond=0)
    )
    if not isinstance(made, bytes):
        raise TypeError("typst made no single PDF")
    return made
