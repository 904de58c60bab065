"""Print labels and receipts; each print is a row in the audit trail."""

from functools import partial
from uuid import UUID

from anyio import to_thread

from services.devices.keys.actions import Desk
from services.devices.papers.adapters import print_paper, qr_svg, signature_svg
from services.devices.papers.queries import (
    label_address,
    label_facts,
    receipt_facts,
    signature_of,
)
from services.shared.audit import audit
from services.shared.errors import NotThere


async def print_receipt(desk: Desk, device_id: UUID) -> bytes:
    """Return the receipt of a device as PDF; raises NotThere where the caller sees none."""
    facts = await receipt_facts(desk, device_id)
    strokes = await signature_of(desk, device_id)
    facts["signature"] = signature_svg(strokes).decode() if strokes else None
    await _say(desk, device_id, "device.receipt_printed")
    return await to_thread.run_sync(partial(print_paper, "receipt", facts))


async def print_label(desk: Desk, device_id: UUID, public_url: str, paper: str) -> bytes:
    """Return the label as PDF, on A4 or on a 62 mm roll; raises NotThere as above."""
    facts, code = await label_facts(desk, device_id, paper)
    facts["qr"] = qr_svg(label_address(public_url, code)).decode()
    await _say(desk, device_id, "device.label_printed")
    return await to_thread.run_sync(partial(print_paper, "label", facts))


async def draw_label(desk: Desk, device_id: UUID, public_url: str) -> bytes:
    """Return the QR code alone as SVG; raises NotThere as above."""
    _, code = await label_facts(desk, device_id, "svg")
    await _say(desk, device_id, "device.label_printed")
    return qr_svg(label_address(public_url, code))


async def draw_signature(desk: Desk, device_id: UUID) -> bytes:
    """Return what the collector drew, as SVG; raises NotThere where nobody drew."""
    strokes = await signature_of(desk, device_id)
    if strokes is None:
        raise NotThere
    await _say(desk, device_id, "device.signature_read")
    return signature_svg(strokes)


async def _say(desk: Desk, device_id: UUID, act: str) -> None:
    await audit(desk.session, actor=desk.caller, act=act, kind="device", subject_id=device_id)
