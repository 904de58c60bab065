"""The shapes of a decision about deletion over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from services.devices.custody.schemas import Prose, Written
from services.devices.deletions.rules import Deleter, Said

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]


class DeletionAnswers(Written):
    """What is to be deleted, in words, and the answers to the gates."""

    what_in_words: Prose
    account: Short | None = None  # where the content lies, where it is not on a device
    policy_breached: Short | None = None
    suspects_child_image: Said | None = None
    is_evidence: Said | None = None
    agencies_not_needed: Said | None = None
    agencies_confirmed_by: Short | None = None
    child_at_risk: Said | None = None
    inquiry_harmed: Said | None = None
    deleter: Deleter | None = None


class AskDeletion(DeletionAnswers):
    """A deletion is asked for, on a device or in an account."""

    device_id: UUID | None = None


class Done(Written):
    """It is deleted: by whom, and who stood beside them."""

    deleted_by: Deleter
    who_deleted: Short
    witness: Short
