"""Who was told of a case and what became of it, and whom to ring where nobody answers."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.pages import page
from services.shared import clock
from services.shared.yearly import has_a_year_passed

router = APIRouter()

# In the order in which somebody would try them out of school hours.
OUTSIDE: Final = ("front_door", "front_door_out_of_hours", "police", "lado")
CHANNELS: Final = {
    "in_app": "in Lantern",
    "email": "by e-mail",
    "notify_email": "by GOV.UK Notify e-mail",
    "sms": "by text message",
}
PURPOSES: Final = {
    "alert": "Alert",
    "procedure": "Told because the procedure says so",
    "see_the_lead": "Asked to see the safeguarding lead",
}
WHY: Final = {
    "answered": "not needed any more, because somebody had answered",
    "away": "waits until they are back",
    "quiet": "waits until their quiet time is over",
    "waiting_for_access": "waits for a moment",
    "not_wanted": "not mailed: they read what can wait in Lantern",
    "not_active": "not sent, because they have left the school",
    "no_address": "not sent: Lantern has no address that they confirmed",
    "bad_address": "not sent: their address is wrong",
    "server_away": "not sent yet: the mail server does not answer",
    "server_slow": "not sent yet: the mail server is too slow",
    "server_busy": "not sent yet: the mail server is busy",
    "server_refused": "not sent yet: the mail server refuses their address",
    "not_guarded": "not sent yet: the way to the mail server is not safe",
}


@router.get("/staff/cases/{case_id}/told")
async def show_told(
    request: Request,
    staff: Staff,
    case_id: UUID,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Show the ledger of a case to its readers; notifications records that it was read."""
    ledger = await staff.notifications.deliveries(case_id, cursor)
    return page(
        request,
        "staff/told/told.html",
        case_id=case_id,
        ledger=ledger,
        channels=CHANNELS,
        purposes=PURPOSES,
        why=WHY,
    )


@router.get("/staff/ring/{alert_id}")
async def show_phones(request: Request, staff: Staff, alert_id: UUID) -> Response:
    """Show whom to ring about an alert that nobody has answered."""
    phones = await staff.notifications.phones(alert_id)
    return page(request, "staff/told/ring.html", phones=phones, outside=await _outside(staff))


async def _outside(staff: SignedIn) -> list[dict[str, str]]:
    """Return the school's outside numbers; 999 stands on the page itself and needs nobody."""
    try:
        profile = (await staff.accounts.school()).get("profile")
    except (ServiceDown, ServiceProblem):
        return []
    known = profile if isinstance(profile, Mapping) else {}
    found = [_contact(known, who) for who in OUTSIDE]
    return [one for one in found if one["phone"]]


def _contact(profile: Mapping[str, object], who: str) -> dict[str, str]:
    facts = ("name", "phone", "checked_on")
    found = {fact: str(profile.get(f"contacts.{who}.{fact}") or "") for fact in facts}
    return found | {"checked_on": _in_words(found["checked_on"])}


def _in_words(day: str) -> str:
    """Return the day of a check in words; "" where it is unknown or a year has passed (G-33)."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return ""
    is_old = has_a_year_passed(on, clock.now().date())
    return "" if is_old else f"{on.day} {on:%B %Y}"
