"""The facts of a label and of a receipt."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.devices.custody.queries import device_at, events_of, school_here, words_of
from services.devices.custody.rules import State
from services.devices.custody.rules_words import GROUND_WORDS, KIND_WORDS, POWER_WORDS
from services.devices.keys.actions import Desk
from services.devices.timeline.queries import page_of
from services.devices.timeline.schemas import DevicePage, EventView

KEPT_BACK = "Please ask the school's safeguarding lead."
TITLES = {
    State.RETURNED: "Receipt: device given back",
    State.WITH_POLICE: "Receipt: device handed to the police",
}
LABEL_ADVICE = (
    "Cut the label out and fix it to the bag or the device. It carries no name. Scanning it opens "
    "the record after sign-in."
)


def label_address(public_url: str, label_code: str) -> str:
    """Return the opaque address on a label; it opens the record after sign-in."""
    return f"{public_url.rstrip('/')}/d/{label_code}"


async def label_facts(desk: Desk, device_id: UUID, paper: str) -> tuple[dict[str, Any], str]:
    """Return what a label says, and its label code; a label names nobody."""
    page = await page_of(desk, device_id)
    school = await school_here(desk.session, desk.caller.school_id)
    facts = {
        "title": f"Label for {page.reference}",
        "school": school.name,
        "reference": page.reference,
        "taken": f"Taken {_day(page.taken_at, page.time_zone)}",
        "hint": "Scan and sign in to see the record.",
        "alt": f"QR code of the record of {page.reference}",
        "advice": LABEL_ADVICE,
        "paper": paper,
    }
    return facts, page.label_code


async def receipt_facts(desk: Desk, device_id: UUID) -> dict[str, Any]:
    """Return what a receipt says: taken, kept and, where it is so, given back."""
    page = await page_of(desk, device_id)
    school = await school_here(desk.session, desk.caller.school_id)
    returned = next((one for one in page.events if one.act == "returned"), None)
    parts = [
        {"title": "The device", "rows": _device(page)},
        {"title": "Taken", "rows": _taken(page)},
    ]
    police = [one for one in page.events if one.act == "handed_to_police"]
    parts += [{"title": "Handed to the police", "rows": _to_police(page, one)} for one in police]
    if returned:
        parts.append({"title": "Given back", "rows": _given_back(page, returned)})
    return {
        "title": TITLES.get(page.state, "Receipt: device kept by the school"),
        "school": school.name,
        "reference": page.reference,
        "parts": parts,
        "sign": page.state in TITLES,
        "footer": f"{school.name} · {page.reference}",
    }


async def signature_of(desk: Desk, device_id: UUID) -> list[list[list[int]]] | None:
    """Return the strokes that the collector drew, or None where they typed their name."""
    await device_at(desk, device_id)
    for event in reversed(await events_of(desk, device_id)):
        drawn = words_of(desk, event).get("signature")
        if drawn:
            strokes: list[list[list[int]]] = json.loads(drawn)
            return strokes
    return None


def _device(page: DevicePage) -> list[list[str]]:
    rows = [
        ["Belongs to", _with_class(page)],
        ["Kind", KIND_WORDS[page.kind].capitalize()],
        ["Description", page.description],
        ["Power when taken", POWER_WORDS[page.power_state]],
    ]
    return [*rows, ["Seal number", page.seal_number]] if page.seal_number else rows


def _with_class(page: DevicePage) -> str:
    classed = f", {page.pupil.class_name}" if page.pupil.class_name else ""
    return f"{page.pupil.display_name}{classed}"


def _taken(page: DevicePage) -> list[list[str]]:
    why = GROUND_WORDS[page.ground] if page.ground else KEPT_BACK
    return [
        ["When", _moment(page.taken_at, page.time_zone)],
        ["By", page.taken_by],
        ["Why", why],
        ["Under which power", page.legal_basis],
        ["Due back", _moment(page.due_at, page.time_zone)],
    ]


def _given_back(page: DevicePage, returned: EventView) -> list[list[str]]:
    notes = [[title, words] for title, words in returned.notes]
    return [
        ["When", _moment(returned.at, page.time_zone)],
        ["To", returned.to or ""],
        ["By", returned.by],
        *notes,
    ]


def _to_police(page: DevicePage, handed: EventView) -> list[list[str]]:
    notes = [[title, words] for title, words in handed.notes]
    rows = [["When", _moment(handed.at, page.time_zone)], ["By", handed.by]]
    return [*rows, ["Seal number", handed.seal_number or page.seal_number or ""], *notes]


def _day(moment: datetime, time_zone: str) -> str:
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{local.day} {local:%b %Y}"


def _moment(moment: datetime, time_zone: str) -> str:
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"
