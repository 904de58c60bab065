"""Which cell says what: one child's record as rows of the six files; pure.

An empty cell means "not recorded here". Words lose other children's names on their way out.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.reporting.cases.models import CasePupil, Happening, Kind, RiskArea
from services.reporting.exports.adapters_child import cards, drawings_of, incident_id
from services.reporting.exports.queries import CaseRecord, Change, Record, Told
from services.reporting.exports.rules import NamesOfOthers, disarmed
from services.reporting.exports.schemas import (
    ACTION_TYPES,
    CATEGORY,
    CATEGORY_ID,
    CHANNELS,
    CHRONOLOGY,
    DID,
    FILES,
    LEVELS,
    SCHEMA_VERSION,
    STATUSES,
    SUB_CATEGORIES,
    TOLD_BY,
    categories,
)

Cells = dict[str, str]


@dataclass(frozen=True)
class Tables:
    """Turns a record into rows; asked once per export."""

    record: Record
    names: NamesOfOthers
    generated_at: datetime

    def files(self) -> dict[str, list[list[str]]]:
        """Return the rows of every file by its name, each in the order of its columns."""
        incidents, actions = list(self._incidents()), list(self._actions())
        told = {
            "chronology.csv": sorted([*incidents, *actions], key=_place_in_time),
            "students.csv": [self._student()],
            "categories.csv": list(categories()),
            "incidents.csv": [_as_incident(row) for row in incidents],
            "actions.csv": [_as_action(row) for row in actions],
            "links.csv": list(self._links()),
        }
        return {
            name: [[disarmed(row.get(column, "")) for column in FILES[name]] for row in rows]
            for name, rows in told.items()
        }

    def _incidents(self) -> Iterator[Cells]:
        for case in self.record.cases:
            for number, told in enumerate(case.told, start=1):
                yield _hashed(self._incident(case, told, number))

    def _actions(self) -> Iterator[Cells]:
        for case in self.record.cases:
            for change in case.changes:
                yield _hashed(self._changed(case, change))
            for number, happening in enumerate(case.devices, start=1):
                yield _hashed(self._device(case, happening, number))

    def _common(self, case: CaseRecord, row_type: str, own_id: str) -> Cells:
        pupil = self.record.pupil
        key = "-".join((pupil.urn or "", pupil.student_id or "", own_id))
        return {
            "schema_version": SCHEMA_VERSION,
            "row_key": key,
            "row_type": row_type,
            "school_urn": pupil.urn or "",
            "school_name": pupil.school_name,
            "local_authority": pupil.local_authority or "",
            **self._child(),
            "incident_id": own_id,
            "updated_at": self._when(_updated_at(case)),
            "category": CATEGORY,
            "sub_category": _sub_category(case)[1],
            "risk_area": _risk_area(case),
            "linked_students": "; ".join(self._student_id(one) for one in self._linked(case)),
            "link_roles": "; ".join(one.role for one in self._linked(case)),
            "level": LEVELS.get(case.summary.severity, case.summary.severity),
            "status": STATUSES.get(case.summary.state, "open"),
            "assigned_to": self._name(case.summary.owner_id),
            "confidentiality": "dsl_team",
            "cpoms_required": _yes_no("CPOMS" in str(pupil.profile.get("record.external", ""))),
        }

    def _child(self) -> Cells:
        pupil = self.record.pupil
        return {
            "student_id": pupil.student_id or "",
            "upn": pupil.upn or "",
            "student_name": pupil.display_name,
            "student_known_as": pupil.given_name,
            "date_of_birth": _day(pupil.date_of_birth),
            "year_group": pupil.year_group or "",
            "class": pupil.class_name or "",
        }

    def _incident(self, case: CaseRecord, told: Told, number: int) -> Cells:
        own_id = incident_id(case, number)
        is_child = told.source == "pupil"
        who, role = TOLD_BY.get(told.source, ("", ""))
        sub_category = _sub_category(case)[1]
        return {
            **self._common(case, "incident", own_id),
            "event_at": self._when(told.received_at),
            "recorded_at": self._when(told.received_at),
            "reported_by": who or self._name(told.reporter_id),
            "reporter_role": role or self._role(told.reporter_id),
            "source_channel": CHANNELS.get(told.source, told.source),
            "told_dsl_in_person": told.answers.get("told_dsl", "")[:1],
            "title": sub_category,
            "account": self._words(cards(told) if is_child else told.answers.get("happened", "")),
            "child_words": self._words(told.in_all_versions("account")) if is_child else "",
            "body_map": "N",
            "attachments": "; ".join(drawings_of(case, number)),
            "alerted": "; ".join(
                f"{self._name(one.person_id)} read {self._when(one.at)}" for one in case.opened_by
            ),
            "outcome": self._words(_last_words(case, "outcome")),
            **self._closing(case),
        }

    def _closing(self, case: CaseRecord) -> Cells:
        closed = next((one for one in case.changes if one.kind == "closed"), None)
        if closed is None:
            return {}
        return {"closed_at": self._when(closed.at), "closed_by": self._name(closed.actor_id)}

    def _changed(self, case: CaseRecord, change: Change) -> Cells:
        own_id = f"{case.summary.reference}-A{change.version}"
        is_triage = change.kind == "triaged"
        said = "" if is_triage else self._words(change.words)
        return {
            **self._common(case, "action", own_id),
            "parent_id": case.summary.reference,
            "event_at": self._when(change.at),
            "recorded_at": self._when(change.at),
            "title": change.kind,
            "action_taken": " ".join(one for one in (DID.get(change.kind, ""), said) if one),
            "action_owner": self._name(change.actor_id),
            "actor_role": self._role(change.actor_id),
            "action_done_at": self._when(change.at),
            "decision": _decision(change.facts) if is_triage else "",
            "decision_reason": self._words(change.words) if is_triage else "",
        }

    def _device(self, case: CaseRecord, happening: Happening, number: int) -> Cells:
        own_id = f"{case.summary.reference}-D{number}"
        state = happening.kind.removeprefix("device").replace("_", " ").strip()
        return {
            **self._common(case, "device", own_id),
            "parent_id": case.summary.reference,
            "event_at": self._when(happening.at),
            "recorded_at": self._when(happening.at),
            "title": "device",
            "action_taken": f"A device linked with this case: {state}.",
            "action_owner": self._name(happening.actor_id),
            "actor_role": self._role(happening.actor_id),
            "action_done_at": self._when(happening.at),
            "device_custody_id": str(case.link_id or ""),
        }

    def _student(self) -> Cells:
        pupil = self.record.pupil
        return {
            **self._child(),
            "legal_forename": pupil.given_name,
            "legal_surname": pupil.family_name,
            "known_forename": pupil.given_name,
            "sex": pupil.sex or "",
            "admission_date": _day(pupil.admission_on),
            "send_status": pupil.send_status or "",
            "child_looked_after": _yes_no(pupil.looked_after),
            "child_protection_plan": _yes_no(pupil.child_protection_plan),
            "child_in_need": _yes_no(pupil.child_in_need),
            "eal": _yes_no(pupil.eal),
            "updated_at": self._when(self.generated_at),
        }

    def _links(self) -> Iterator[Cells]:
        for case in self.record.cases:
            for number, one in enumerate(self._linked(case), start=1):
                yield {
                    "id": f"{case.summary.reference}-L{number}",
                    "incident_id": case.summary.reference,
                    "student_id": self.record.pupil.student_id or "",
                    "linked_student_id": self._student_id(one),
                    "link_type": "involved",
                    "role": one.role,
                    "added_at": self._when(one.at),
                }

    def _linked(self, case: CaseRecord) -> list[CasePupil]:
        return [one for one in case.linked if one.pupil_id != self.record.pupil.person_id]

    def _student_id(self, link: CasePupil) -> str:
        other = self.record.others.get(link.pupil_id)
        return other.student_id if other else ""

    def _words(self, words: str) -> str:
        return self.names.replace(words)

    def _name(self, person_id: UUID | None) -> str:
        person = self.record.people.get(person_id) if person_id else None
        return person.display_name if person else ""

    def _role(self, person_id: UUID | None) -> str:
        person = self.record.people.get(person_id) if person_id else None
        return (person.job_title or "") if person else ""

    def _when(self, at: datetime) -> str:
        local = at.astimezone(ZoneInfo(self.record.pupil.time_zone))
        return local.isoformat(timespec="minutes")


def _hashed(cells: Cells) -> Cells:
    """Add the SHA-256 over the row's other chronology cells, as they are written."""
    told = "\x1f".join(disarmed(cells.get(name, "")) for name in CHRONOLOGY[:-1])
    return {**cells, "row_sha256": hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()}


def _place_in_time(row: Cells) -> tuple[datetime, str]:
    return datetime.fromisoformat(row["event_at"]), row["row_key"]


def _as_incident(row: Cells) -> Cells:
    known = {name: category_id for category_id, name in SUB_CATEGORIES.values()}
    category_id = known.get(row["sub_category"], CATEGORY_ID)
    return {**row, "id": row["incident_id"], "category_id": category_id}


def _as_action(row: Cells) -> Cells:
    default = "device" if row["row_type"] == "device" else "note"
    return {
        **row,
        "id": row["incident_id"],
        "incident_id": row["parent_id"],
        "actor": row["action_owner"],
        "action_type": ACTION_TYPES.get(row["title"], default),
        "text": row["action_taken"],
        "done_at": row["action_done_at"],
    }


def _sub_category(case: CaseRecord) -> tuple[str, str]:
    return SUB_CATEGORIES.get(Kind(case.summary.kind), SUB_CATEGORIES[Kind.OTHER])


def _risk_area(case: CaseRecord) -> str:
    area = case.summary.risk_area
    return "" if area == RiskArea.NOT_SURE else area


def _updated_at(case: CaseRecord) -> datetime:
    return max((one.at for one in case.changes), default=case.told[0].received_at)


def _last_words(case: CaseRecord, kind: str) -> str:
    return next((one.words for one in reversed(case.changes) if one.kind == kind), "")


def _decision(facts: Mapping[str, Any]) -> str:
    moved = ("severity", "kind", "risk_area")
    return "; ".join(
        f"{name.replace('_', ' ')}: {facts[name].get('to', '')}" for name in moved if name in facts
    )


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _yes_no(fact: bool | None) -> str:
    return {True: "Y", False: "N", None: ""}[fact]
