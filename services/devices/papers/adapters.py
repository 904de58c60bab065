"""Labels and receipts: typst for PDF, segno for the QR code.

Facts go into the template as JSON, so nothing that somebody typed can become markup.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import segno

from services.shared import papers


def qr_svg(address: str) -> bytes:
    """Return a QR code of `address` as SVG; level M survives a scratched label."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", border=4, scale=4, title="QR code of this device", omitsize=False)
    return drawn.getvalue()


def signature_svg(strokes: Sequence[Sequence[Sequence[int]]]) -> bytes:
    """Return a drawn signature as SVG; the points are whole numbers and nothing else is drawn."""
    lines = "".join(
        f'<polyline points="{" ".join(f"{int(x)},{int(y)}" for x, y in stroke)}"/>'
        for stroke in strokes
    )
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 400" width="500" height="200"'
        ' role="img" fill="none" stroke="#14213d" stroke-width="6" stroke-linecap="round"'
        f' stroke-linejoin="round"><title>Signature</title>{lines}</svg>'
    )
    return drawn.encode()


def print_paper(template: str, facts: Mapping[str, Any]) -> bytes:
    """Return the PDF of `template` (receipt or label) filled with `facts`.

    The PDF is tagged after PDF/UA-1, so that a screen reader can follow it.
    """
    return papers.print_paper("services.devices.papers", f"{template}.typ", facts)
