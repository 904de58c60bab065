"""Print the referral to the LADO."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from anyio import to_thread

from services.shared.papers import print_paper


async def print_referral(facts: Mapping[str, Any]) -> bytes:
    """Return the referral as a PDF, tagged after PDF/UA-1."""
    made = partial(print_paper, "services.reporting.shares", "referral.typ", facts)
    return await to_thread.run_sync(made)
