"""Class cards, over HTTP: the office and class staff print them, children show them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from services.accounts.cards import actions, queries
from services.accounts.cards.adapters import draw_cards
from services.accounts.cards.schemas import (
    CardAnswer,
    CardShown,
    ClassCards,
    ClassList,
    PrintCards,
    RequestKey,
)
from services.shared.callers import SchoolStaff
from services.shared.transactions import Transaction

router = APIRouter(tags=["class cards"])


@router.get("/card-classes")
async def list_classes(caller: SchoolStaff, transaction: Transaction) -> ClassList:
    """List the classes for which the caller may print cards."""
    return ClassList(items=await queries.classes_of(transaction, caller))


@router.get("/card-classes/{class_id}")
async def show_class(class_id: UUID, caller: SchoolStaff, transaction: Transaction) -> ClassCards:
    """Show who of a class has a card, and who has chosen pictures."""
    found = await actions.class_to_print(transaction, class_id, by=caller)
    pupils = await queries.pupils_of(transaction, found)
    return ClassCards(id=found.id, name=found.name, items=pupils)


@router.post("/card-classes/{class_id}/print", status_code=201)
async def print_cards(  # noqa: PLR0913, PLR0917  # each is injected by name
    class_id: UUID,
    asked: PrintCards,
    key: RequestKey,
    caller: SchoolStaff,
    transaction: Transaction,
    request: Request,
) -> Response:
    """Print new cards as a PDF; older ones of the same pupils are dead at once."""
    state = request.app.state
    made = await actions.print_cards(
        transaction, state.keyring, class_id, asked.pupil_ids, key=key, by=caller
    )
    drawn = draw_cards(made, state.settings.public_url)
    return Response(drawn, status_code=201, media_type="application/pdf")


@router.post("/cards/{pupil_id}/revoke", status_code=204)
async def revoke_card(
    pupil_id: Annotated[UUID, Path()], caller: SchoolStaff, transaction: Transaction
) -> Response:
    """Take a pupil's card back, at once."""
    await actions.revoke_card(transaction, pupil_id, by=caller)
    return Response(status_code=204)


@router.post("/cards/{pupil_id}/reset-pictures", status_code=204)
async def reset_pictures(
    pupil_id: Annotated[UUID, Path()], caller: SchoolStaff, transaction: Transaction
) -> Response:
    """Take a pupil's three pictures away, so that they choose new ones."""
    await actions.reset_pictures(transaction, pupil_id, by=caller)
    return Response(status_code=204)


@router.post("/card-visits")
async def show_card(request: Request, shown: CardShown) -> CardAnswer:
    """Say what a card needs next, or open its visit; whoever holds the card may ask."""
    return await actions.show_card(request.app.state.database, shown)
