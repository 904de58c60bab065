"""Tell leadership once a week that their overview is ready."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.actions_queue import queue_for_everybody
from services.notifications.deliveries.models import Purpose
from services.notifications.digests.queries import held_back_since, is_queued
from services.notifications.digests.rules import A_WEEK, READERS, digest_of
from services.shared import clock, directory


async def queue_digest(session: AsyncSession, school_id: UUID, week_on: date) -> None:
    """Queue one thin mail to each person of leadership, once for the week of `week_on`.

    Whoever wants to hear once a week of what can wait gets one as well, if something came.
    What is in it they see after signing in, made for each reader at that moment (G-12).
    """
    digest_id = digest_of(school_id, week_on)
    if await is_queued(session, digest_id):
        return
    holders = await directory.role_holders(session, school_id)
    people = {one.person_id for one in holders if one.role in READERS}
    await queue_for_everybody(session, school_id, digest_id, people, Purpose.DIGEST)
    others = await held_back_since(session, school_id, clock.now() - A_WEEK) - people
    await queue_for_everybody(session, school_id, digest_id, others, Purpose.WEEKLY)
