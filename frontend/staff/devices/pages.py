"""The pages about devices, filled."""

from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from frontend.clients.devices import Device, Place
from frontend.clients.http import ServiceDown
from frontend.staff.devices import words
from frontend.staff.devices.forms import ActForm, TakeForm
from frontend.staff.people import NOTHING_LOOKED_FOR, Found
from frontend.staff.signed_in import SignedIn
from frontend.web.forms import new_key
from frontend.web.pages import page

NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Your answers are still here."


@dataclass(frozen=True)
class Wrong:
    """What needs another look: errors by field, and a sentence for the whole page."""

    errors: dict[str, str] = field(default_factory=dict)
    sentence: str = ""
    status: int = 422

    @property
    def asks_about_code(self) -> bool:
        """Say whether a text looked like a code, so that the page asks (G-09)."""
        return any("looks like a PIN" in one for one in self.errors.values())


NOTHING_WRONG = Wrong(status=200)


async def take_page(
    request: Request,
    staff: SignedIn,
    form: TakeForm,
    wrong: Wrong = NOTHING_WRONG,
    children: Found = NOTHING_LOOKED_FOR,
) -> Response:
    """Answer with the page on which a device is taken; what was typed stays on it."""
    return page(
        request,
        "staff/devices/take.html",
        fragment="children",
        status=wrong.status,
        form=form,
        errors=wrong.errors,
        wrong=wrong,
        children=children,
        places=await _places(staff),
        words=words,
    )


async def _places(staff: SignedIn) -> dict[str, str]:
    try:
        return {one.name: one.name for one in await staff.devices.places()}
    except ServiceDown:
        return {}


@dataclass(frozen=True)
class Shown:
    """What a device's page shows beside the device: an open form, what is wrong, who was found."""

    form: ActForm | None = None
    wrong: Wrong = NOTHING_WRONG
    adults: Found = NOTHING_LOOKED_FOR
    sentence: str = ""


async def device_page(request: Request, staff: SignedIn, device_id: UUID, shown: Shown) -> Response:
    """Answer with the page of one device as it is now; a form that was not sent stays filled."""
    device = await staff.devices.device(device_id)
    notices = await staff.devices.notices(device_id)
    form = shown.form
    return page(
        request,
        "staff/devices/device.html",
        fragment="adults",
        status=shown.wrong.status,
        device=device,
        notices=notices,
        places=[one.name for one in await _place_rows(staff)],
        typed=form.fields if form else {},
        typed_act=form.act if form else "",
        typed_form=form,
        errors=shown.wrong.errors,
        wrong=shown.wrong,
        adults=shown.adults,
        sentence=shown.sentence,
        next_step=next_step(device, notices),
        done=request.query_params.get("done", ""),
        new_key=new_key,
        words=words,
    )


async def _place_rows(staff: SignedIn) -> list[Place]:
    return list(await staff.devices.places())


def next_step(device: Device, notices: object) -> str:
    """Return the one sentence that says what comes next."""
    told = "The parents have been told." if notices else "Lantern has not told the parents."
    sentences = (
        (device.state == "returned", "Nothing more to do: it has been given back."),
        (
            device.state == "held_as_evidence",
            "Keep it as it is. The safeguarding lead or the head asks the police what to do.",
        ),
        (device.state == "with_police", "The police have it. They decide what may happen to it."),
        (not device.is_confirmed, "Somebody who may confiscate confirms it today."),
        (device.is_overdue, "It should have gone home. Ring the parent today."),
        (True, f"A parent collects it. {told}"),
    )
    return next(sentence for applies, sentence in sentences if applies)
