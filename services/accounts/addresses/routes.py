"""The caller's own addresses and the school's duty phone, over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.accounts.addresses import actions
from services.accounts.addresses.schemas import (
    Confirmed,
    DutyPhoneShown,
    GiveAddress,
    GiveDutyPhone,
    OwnAddresses,
    RequestKey,
    Way,
)
from services.shared.callers import AnyStaff, Leadership
from services.shared.transactions import Transaction

router = APIRouter(tags=["addresses"])


@router.get("/addresses")
async def show_addresses(
    request: Request, caller: AnyStaff, transaction: Transaction
) -> OwnAddresses:
    """Show how the caller is reached."""
    return await actions.show_own(transaction, request.app.state.keyring, by=caller)


@router.post("/addresses/{channel}", status_code=202)
async def give_address(  # noqa: PLR0913, PLR0917  # each is injected by name
    request: Request,
    channel: Way,
    given: GiveAddress,
    key: RequestKey,
    caller: AnyStaff,
    transaction: Transaction,
) -> Response:
    """Send a message to an address of the caller's own, so that they can confirm it."""
    keyring = request.app.state.keyring
    await actions.give_address(transaction, keyring, channel, given.address, key=key, by=caller)
    return Response(status_code=202)


@router.post("/address-tries/{try_id}/confirm")
async def confirm_address(
    request: Request, try_id: UUID, caller: AnyStaff, transaction: Transaction
) -> Confirmed:
    """Use an address from now on; only who gave it can, with the link that was sent there."""
    return await actions.confirm_address(transaction, request.app.state.keyring, try_id, by=caller)


@router.get("/schools/current/duty-phone")
async def show_duty_phone(
    request: Request, caller: Leadership, transaction: Transaction
) -> DutyPhoneShown:
    """Show the phone that is texted out of school hours."""
    return await actions.show_duty_phone(transaction, request.app.state.keyring, by=caller)


@router.post("/schools/current/duty-phone", status_code=204)
async def keep_duty_phone(
    request: Request, given: GiveDutyPhone, caller: Leadership, transaction: Transaction
) -> Response:
    """Say which phone it is, who carries it and when it was rung."""
    await actions.keep_duty_phone(transaction, request.app.state.keyring, given, by=caller)
    return Response(status_code=204)


@router.post("/schools/current/duty-phone/end", status_code=204)
async def end_duty_phone(caller: Leadership, transaction: Transaction) -> Response:
    """Have no duty phone any more."""
    await actions.end_duty_phone(transaction, by=caller)
    return Response(status_code=204)
