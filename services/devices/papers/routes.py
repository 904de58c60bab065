"""Labels and receipts over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.devices.keys.actions import AtDesk
from services.devices.papers import actions
from services.devices.papers.schemas import Paper
from services.shared.callers import SchoolStaff

router = APIRouter(prefix="/devices/{device_id}", tags=["papers"])
PDF = "application/pdf"


@router.get("/label.svg")
async def draw_label(
    device_id: UUID, request: Request, _caller: SchoolStaff, desk: AtDesk
) -> Response:
    """Draw the QR code of a device's label."""
    public_url = request.app.state.settings.public_url
    drawn = await actions.draw_label(desk, device_id, public_url)
    return Response(drawn, media_type="image/svg+xml")


@router.get("/label.pdf")
async def print_label(
    device_id: UUID,
    request: Request,
    _caller: SchoolStaff,
    desk: AtDesk,
    paper: Paper = Paper.A4,
) -> Response:
    """Print a device's label, on A4 or on a 62 mm roll."""
    public_url = request.app.state.settings.public_url
    made = await actions.print_label(desk, device_id, public_url, paper)
    return Response(made, media_type=PDF)


@router.get("/signature.svg")
async def draw_signature(device_id: UUID, _caller: SchoolStaff, desk: AtDesk) -> Response:
    """Draw what the person who collected the device signed with a finger."""
    drawn = await actions.draw_signature(desk, device_id)
    return Response(drawn, media_type="image/svg+xml")


@router.get("/receipt.pdf")
async def print_receipt(device_id: UUID, _caller: SchoolStaff, desk: AtDesk) -> Response:
    """Print the receipt of a device."""
    return Response(await actions.print_receipt(desk, device_id), media_type=PDF)
