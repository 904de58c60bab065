"""Whom a procedure wants told, and by when; pure. Who they are and how they hear is not ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.reporting.procedures.rules_conditions import Reply, Said
from services.reporting.procedures.rules_definition import Notice, Procedure
from services.reporting.procedures.rules_facts import Settings
from services.reporting.procedures.rules_words import DERIVED
from services.shared.calendar import SchoolCalendar

# Told at once; every other clock word leaves them until shortly before it is due, so that what
# the lead finds out until then (who is the subject) still counts.
AT_ONCE: Final = frozenset({"now", "1h"})
BEFOREHAND: Final = timedelta(minutes=15)
# A role that a school fills by another one (rules-and-procedures.md 6).
BY_SETTING: Final = {"ds_lead": "roles.ds_lead"}
KNOWN: Final = frozenset({"dsl", "ddsl", "head", "slt", "tech", "chair", "saf_gov", "office"})


@dataclass(frozen=True)
class Telling:
    """A role that has to hear of the case, in which form, and when (UTC)."""

    role: str
    form: str | None
    at: datetime


def who_is_told(
    procedure: Procedure,
    said: tuple[Mapping[str, Said], Mapping[str, bool | None]],
    settings: Settings,
    now: datetime,
    calendar: SchoolCalendar,
) -> tuple[Telling, ...]:
    """Return whom `procedure` wants told as answers and facts in `said` stand.

    An `if` needs a yes or a "not sure", so that nobody hears of a case because nobody was asked
    yet; an `unless` holds back on a yes.
    """
    return tuple(
        Telling(_role(one, settings), one.form, _moment(one.when, now, calendar))
        for one in procedure.notify
        if _applies(one, *said)
    )


def _applies(one: Notice, answers: Mapping[str, Said], facts: Mapping[str, bool | None]) -> bool:
    wanted = not one.only_if or any(_is_so(name, answers, facts) for name in one.only_if)
    return wanted and not any(_is_so(name, answers, facts) for name in one.unless)


def _is_so(name: str, answers: Mapping[str, Said], facts: Mapping[str, bool | None]) -> bool:
    if name in DERIVED:
        return facts.get(name) is True
    reply = answers.get(name)
    return reply is not None and reply.reply is not Reply.NO


def _role(one: Notice, settings: Settings) -> str:
    key = BY_SETTING.get(one.role)
    if key is None:
        return one.role
    filled = settings.get(key)
    return filled if isinstance(filled, str) and filled in KNOWN else "dsl"


def _moment(when: str, now: datetime, calendar: SchoolCalendar) -> datetime:
    due = calendar.due_at(when, now)
    if due is None or when in AT_ONCE:
        return now
    return max(now, due - BEFOREHAND)
