"""How I am told: my addresses, my quiet times, and what I want besides."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.addresses import Addresses
from frontend.clients.http import ServiceProblem
from frontend.clients.notifications import Wishes
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, new_key, text
from frontend.web.pages import go_to, page
from services.shared.errors import NotThere, TooMany

router = APIRouter()

MY_ALERTS: Final = "/staff/my-alerts"
WISHES: Final = ("quiet_in_class", "quiet_evenings", "texts_urgent", "no_digest")
CHANNELS: Final = ("email", "phone")
LONGEST_PASSWORD: Final = 2000
SAY_WHO: Final = "Enter the password with which you sign in"
SAID_ON_PAGE: Final = (422, 409, TooMany.status)
# What was sent can be confirmed in its own page only, and by who gave the address.
_CONFIRM: Final = "/staff/my-address"


@router.get(MY_ALERTS)
async def show_ways(request: Request, staff: Staff, done: str = "") -> Response:
    """Show how the person is reached and what they wish."""
    return await _ways(request, staff, {}, {}, done=done)


@router.post(MY_ALERTS)
async def keep_wishes(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Keep the person's wishes, or say which of them cannot be."""
    wanted: dict[str, bool | str] = {name: text(posted, name) == "yes" for name in WISHES}
    wanted["can_wait"] = text(posted, "can_wait") or "mail"
    try:
        await staff.notifications.keep_wishes(wanted)
    except ServiceProblem as problem:
        if problem.status not in SAID_ON_PAGE:
            raise
        wishes = Wishes.model_validate(wanted)
        return await _ways(request, staff, {}, {"can_wait": problem.detail}, wishes=wishes)
    return go_to(f"{MY_ALERTS}?done=wishes")


@router.post(f"{MY_ALERTS}/addresses")
async def give_address(request: Request, staff: Staff, posted: PostedForm) -> Response:
    """Send a message to an address of the person's own, so that they can confirm it there."""
    channel, address = text(posted, "channel"), text(posted, "address")
    if channel not in CHANNELS:
        raise NotThere
    password, key = str(posted.get("password", "")), text(posted, "idempotency_key") or new_key()
    if not password:
        errors = {f"{channel}-password": SAY_WHO}
        return await _ways(request, staff, {channel: address}, errors)
    try:
        await _addresses(staff).give(channel, address, password[:LONGEST_PASSWORD], key)
    except ServiceProblem as problem:
        if problem.status not in SAID_ON_PAGE:
            raise
        return await _ways(request, staff, {channel: address}, _errors(channel, problem))
    return go_to(f"{MY_ALERTS}?done={channel}")


def _errors(channel: str, problem: ServiceProblem) -> dict[str, str]:
    is_password = any(one.field == "password" for one in problem.fields)
    return {f"{channel}-password" if is_password else channel: problem.detail}


@router.get(f"{_CONFIRM}/{{try_id}}")
async def ask_to_confirm(request: Request, staff: Staff, try_id: UUID) -> Response:
    """Ask whether the address to which this link was sent shall be used."""
    return page(request, "staff/my_alerts/confirm.html", try_id=try_id, who=staff.person)


@router.post(f"{_CONFIRM}/{{try_id}}")
async def confirm_address(request: Request, staff: Staff, try_id: UUID) -> Response:
    """Use the address from now on; say plainly where the link is somebody else's or too old."""
    try:
        channel = await _addresses(staff).confirm(try_id)
    except ServiceProblem as problem:
        if problem.status != NotThere.status:
            raise
        return page(
            request,
            "staff/my_alerts/confirm.html",
            status=NotThere.status,
            try_id=try_id,
            who=staff.person,
            is_over=True,
        )
    return go_to(f"{MY_ALERTS}?done=confirmed-{channel}")


def _addresses(staff: SignedIn) -> Addresses:
    return Addresses(staff.accounts.door)


async def _ways(  # noqa: PLR0913  # what a page shows, each by name
    request: Request,
    staff: SignedIn,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    done: str = "",
    wishes: Wishes | None = None,
) -> Response:
    kept = await staff.notifications.wishes()
    if wishes is not None:
        kept = wishes.model_copy(update={"sends_texts": kept.sends_texts})
    return page(
        request,
        "staff/my_alerts/ways.html",
        status=422 if errors else 200,
        wishes=kept,
        addresses=await _addresses(staff).own(),
        typed=typed,
        errors=errors,
        done=done,
        keys={channel: new_key() for channel in CHANNELS},
    )
