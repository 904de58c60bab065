"""All procedures of a release, and how one is kept for the cases that began with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from services.reporting.procedures.rules_definition import Procedure

_PROCEDURE: Final = TypeAdapter(Procedure)


@dataclass(frozen=True)
class Library:
    """Every procedure of this release, and the sentences behind keys."""

    procedures: Mapping[str, Procedure]
    versions: Mapping[str, str]
    questions: Mapping[str, str]
    yes_no: frozenset[str]
    prohibitions: Mapping[str, str]
    policies: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]


def as_stored(procedure: Procedure) -> dict[str, Any]:
    """Return a procedure as the database keeps it for the cases that began with it."""
    content: dict[str, Any] = _PROCEDURE.dump_python(procedure, mode="json")
    return content


def from_store(content: dict[str, Any]) -> Procedure:
    """Return the procedure that was stored."""
    return _PROCEDURE.validate_python(content, strict=False)


def version_of(procedure: Procedure) -> str:
    """Return a name of exactly this content, such as 1-3fa9c2d81b."""
    digest = hashlib.sha256(_PROCEDURE.dump_json(procedure)).hexdigest()
    return f"{procedure.edition}-{digest[:10]}"
