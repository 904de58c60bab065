"""Class cards: print them for a class, take one back, let a child choose new pictures."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.class_cards import Cards
from frontend.staff.signed_in import SignedIn, Staff
from frontend.web.forms import PostedForm, new_key, text, texts
from frontend.web.pages import go_to, page
from services.shared.errors import NotThere

router = APIRouter()

CLASS_CARDS = "/staff/class-cards"


@router.get(CLASS_CARDS)
async def show_classes(request: Request, staff: Staff) -> Response:
    """Show the classes for which this person prints."""
    classes = await _cards(staff).classes()
    return page(request, "staff/class_cards/classes.html", classes=classes)


@router.get(f"{CLASS_CARDS}/{{class_id}}")
async def show_class(request: Request, class_id: UUID, staff: Staff) -> Response:
    """Show who of a class has a card."""
    found = await _cards(staff).of_class(class_id)
    without = [one for one in found.items if not one.has_card]
    return page(
        request, "staff/class_cards/class.html", found=found, without=without, new_key=new_key
    )


@router.post(f"{CLASS_CARDS}/{{class_id}}/print")
async def print_cards(class_id: UUID, staff: Staff, posted: PostedForm) -> Response:
    """Print new cards; older ones of the same children open nothing any more."""
    wanted = [_id(one) for one in texts(posted, "pupil_id")]
    made = await _cards(staff).print(class_id, wanted, text(posted, "idempotency_key"))
    headers = {"Content-Disposition": 'inline; filename="class-cards.pdf"'}
    return Response(made.content, media_type="application/pdf", headers=headers)


@router.post(f"{CLASS_CARDS}/{{class_id}}/revoke")
async def revoke_card(class_id: UUID, staff: Staff, posted: PostedForm) -> Response:
    """Take a card back, at once."""
    await _cards(staff).revoke(_id(text(posted, "pupil_id")))
    return go_to(f"{CLASS_CARDS}/{class_id}")


@router.post(f"{CLASS_CARDS}/{{class_id}}/reset")
async def reset_pictures(class_id: UUID, staff: Staff, posted: PostedForm) -> Response:
    """Let a child choose new pictures."""
    await _cards(staff).reset(_id(text(posted, "pupil_id")))
    return go_to(f"{CLASS_CARDS}/{class_id}")


def _cards(staff: SignedIn) -> Cards:
    return Cards(staff.accounts.door)


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise NotThere from None
