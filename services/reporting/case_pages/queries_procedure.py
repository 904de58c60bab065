"""Shape a case's procedure for its page: tasks, questions, prohibitions, the school's settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.case_pages.schemas_procedure import (
    Choice,
    ProcedureShown,
    QuestionShown,
    Setting,
    StepShown,
    ToBeTold,
)
from services.reporting.cases.actions import CHANGE_WORDS
from services.reporting.cases.models import CaseChange, Kind, State
from services.reporting.cases.permissions import CLOSED
from services.reporting.cases.queries import CaseNow, display_names
from services.reporting.procedures.queries import Running, subject_is_head
from services.reporting.procedures.rules import procedure_for
from services.reporting.procedures.rules_definition import Notice
from services.reporting.procedures.rules_engine import Act, StepNow
from services.reporting.procedures.rules_facts import settings_shown
from services.reporting.procedures.rules_guards import GUARD_QUESTIONS, LOCKS
from services.reporting.procedures.rules_words import LOOKED_UP
from services.reporting.procedures.schemas import Library
from services.reporting.steps.permissions import why_not_done, why_not_skipped
from services.shared.callers import Caller
from services.shared.encryption import Sealer


@dataclass(frozen=True)
class View:
    """Who looks, and with which procedures."""

    library: Library
    reader: Caller


@dataclass(frozen=True)
class _Written:
    """What was written with answers and steps, by version of the case; and who wrote."""

    words: Mapping[int, str]
    names: Mapping[UUID, str]


def choices(library: Library) -> list[Choice]:
    """Return the procedures to choose from at triage."""
    return [Choice(id=one.id, title=one.title) for one in library.procedures.values()]


async def by_kind(session: AsyncSession, case: CaseNow) -> dict[str, str]:
    """Return which procedure each kind of concern begins with in this case."""
    about_head = await subject_is_head(session, case.case_id)
    return {kind.value: procedure_for(kind, None, about_head=about_head) for kind in Kind}


async def procedure_shown(
    session: AsyncSession, case: CaseNow, running: Running, sealer: Sealer, view: View
) -> ProcedureShown:
    """Return the procedure of a case for one of its readers."""
    written = await _written(session, case.case_id, running, sealer)
    procedure, library = running.procedure, view.library
    return ProcedureShown(
        id=procedure.id,
        title=procedure.title,
        about=procedure.about,
        policies=[library.policies.get(one, one) for one in procedure.policies],
        guidance=list(procedure.guidance),
        version=running.version,
        is_newest=library.versions.get(procedure.id) == running.version,
        forbidden=[library.prohibitions.get(one, one) for one in procedure.forbidden],
        agencies=list(procedure.agencies),
        severity_asked=running.severity_asked,
        tell=[_told(one) for one in procedure.notify if _is_told(one, running)],
        settings=_settings(running),
        questions=[_question(key, running, library, written) for key in _asked(running)],
        steps=[_step(one, running, written, case, view.reader) for one in running.steps],
    )


def _asked(running: Running) -> list[str]:
    kinds = [one.step.kind for one in running.steps]
    locks = [key for kind in kinds if kind in LOCKS for key in LOCKS[kind].questions]
    derived = set(running.facts)
    asked = [key for key in running.procedure.questions() if key not in derived]
    return list(dict.fromkeys([*asked, *locks]))


def _question(key: str, running: Running, library: Library, written: _Written) -> QuestionShown:
    row = running.answers.get(key)
    filled = running.filled.get(key)
    opens = any(key in one.step.when for one in running.steps)
    return QuestionShown(
        key=key,
        text=library.questions.get(key, key),
        yes_no=key in library.yes_no,
        choices=list(library.choices.get(key, ())),
        opens=opens,
        locks=key in GUARD_QUESTIONS,
        reply=row.reply if row else (filled.reply.value if filled else None),
        words=written.words.get(row.change_version, "") if row else "",
        by=written.names.get(row.actor_id) if row else None,
        at=row.at if row else None,
        looked_up=key in LOOKED_UP,
        filled=filled is not None,
    )


def _step(
    one: StepNow, running: Running, written: _Written, case: CaseNow, reader: Caller
) -> StepShown:
    row = running.entries.get(one.step.key)
    is_closed = case.state == State.CLOSED
    return StepShown(
        **{name: getattr(one.step, name) for name in ("key", "text", "part", "kind", "need")},
        state=one.state,
        why=one.because,
        guard=one.guard,
        by=one.by,
        due_at=one.due_at,
        rules=list(one.step.rules),
        evidence=list(one.step.evidence),
        skip=one.step.skip,
        questions=_questions_of(one, running),
        what=written.words.get(row.change_version, "") if row else "",
        who=written.names.get(row.actor_id) if row else None,
        at=row.at if row else None,
        workflow=one.step.workflow,
        skip_asked=row is not None and row.act == Act.SKIP_ASKED,
        may_do=CLOSED if is_closed else why_not_done(one, reader.roles),
        may_skip=CLOSED if is_closed else why_not_skipped(one, reader.roles, reader.person_id),
    )


def _questions_of(one: StepNow, running: Running) -> list[str]:
    """Return the questions that open, close or unlock a step."""
    lock = LOCKS.get(one.step.kind)
    own = [key for key in one.step.when if key not in running.facts]
    return [*own, *(lock.questions if lock else ())]


def _settings(running: Running) -> list[Setting]:
    shown = settings_shown(running.settings, running.procedure.config)
    return [Setting(key=key, text=_in_words(held)) for key, held in shown.items()]


def _in_words(held: object) -> str | None:
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, list):
        return ", ".join(str(one) for one in held)
    return str(held) if held not in (None, "") else None


def _is_told(notice: Notice, running: Running) -> bool:
    replies = {key: one.reply != "no" for key, one in running.said.items()}
    known = {**replies, **running.facts}
    wanted = not notice.only_if or any(known.get(name, True) for name in notice.only_if)
    return wanted and not any(known.get(name) for name in notice.unless)


def _told(notice: Notice) -> ToBeTold:
    return ToBeTold(role=notice.role, when=notice.when, form=notice.form)


async def _written(
    session: AsyncSession, case_id: UUID, running: Running, sealer: Sealer
) -> _Written:
    rows = [*running.answers.values(), *running.entries.values()]
    versions = {row.change_version for row in rows}
    asked = select(CaseChange.id, CaseChange.version, CaseChange.words).where(
        CaseChange.case_id == case_id,
        CaseChange.version.in_(versions),
        CaseChange.words.is_not(None),
    )
    words = {
        row.version: sealer.open_sealed(row.words, CHANGE_WORDS, row.id).reveal()
        for row in await session.execute(asked)
    }
    return _Written(words, await display_names(session, [row.actor_id for row in rows]))
