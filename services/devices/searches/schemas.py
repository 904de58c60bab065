"""The shapes of a search over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from services.devices.custody.rules import Owner
from services.devices.custody.schemas import Prose, Written
from services.devices.searches.rules import Consent, Power, Said, Sex

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]


class SearchAnswers(Written):
    """The answers to the gates; one that is left out does not hold."""

    reason: Prose
    power: Power | None = None
    consent: Consent | None = None
    suspects_child_image: Said | None = None
    searcher_id: UUID | None = None
    searcher_sex: Sex | None = None
    harm_imminent: Said | None = None
    harm_reason: Prose | None = None
    witness_id: UUID | None = None
    place: Short | None = None
    is_private: Said | None = None
    seniors_told: Short | None = None
    adds_distress: Said | None = None
    immediate_issue: Said | None = None
    immediate_reason: Prose | None = None


class Propose(SearchAnswers):
    """A search is proposed; only a pupil's device is ever searched (G-10)."""

    owner: Owner = Owner.PUPIL


class Because(Written):
    """A reason, which is kept (G-16)."""

    reason: Prose


class CarryOut(Written):
    """What was looked at and found, in words; never a copy."""

    what_looked_at: Prose
    what_found: Prose
    action_taken: Prose
    found_illegal: bool


class Stop(Because):
    """Why the search ended before its end."""

    found_illegal: bool


class TellParents(Written):
    """Whether the parents were told of the search and its result; a no needs its reason (G-16)."""

    told: bool
    told_whom: Short | None = None
    reason: Prose | None = None


class Review(Written):
    """What the review says about wider needs of any child."""

    wider_need: Prose
