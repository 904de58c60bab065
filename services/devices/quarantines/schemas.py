"""The shapes of a quarantine over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from services.devices.custody.schemas import Name, Prose, Written
from services.devices.quarantines.rules import Outcome, Thing

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]


class Withdraw(Written):
    """Taken out of use as it stands: the asset, its accounts, where it is kept."""

    thing: Thing
    asset: Short
    accounts: Short | None = None
    place: Short
    reason: Prose
    access_cut: Literal["yes", "no"]
    used_by_id: UUID | None = None  # a member of staff; never shown to them


class NameKeeper(Written):
    """The one person who keeps it."""

    keeper_id: UUID


class PoliceSaid(Written):
    """What the police said, and who said it."""

    officer_name: Name
    police_reference: Short
    police_words: Prose


class End(Written):
    """What became of it."""

    outcome: Outcome
    what_was_done: Prose
