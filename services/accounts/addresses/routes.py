"""The caller's own addresses and the school's duty phone, over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

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
from services.accounts.sign_in.actions_password import check_own_password
from services.shared.callers import AnyStaff, Leadership
from services.shared.transactions import Transaction, callers_transaction, live_caller

router = APIRouter(tags=["addresses"])


@router.get("/addresses")
async def show_addresses(
    request: Request, caller: AnyStaff, transaction: Transaction
) -> OwnAddresses:
    """Show how the caller is reached."""
    return await actions.show_own(transaction, request.app.state.keyring, by=caller)


@router.post("/addresses/{channel}", status_code=202, dependencies=[Depends(live_caller)])
async def give_address(
    request: Request, channel: Way, given: GiveAddress, key: RequestKey, caller: AnyStaff
) -> Response:
    """Send a message to an address of the caller's own, so that they can confirm it.

    Their password is asked for: who sits down at a page that was left open does not have it.
    """
    state, address = request.app.state, given.address
    await check_own_password(state.database, given.password, by=caller)
    async with callers_transaction(request, caller) as session:
        await actions.give_address(session, state.keyring, channel, address, key=key, by=caller)
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
