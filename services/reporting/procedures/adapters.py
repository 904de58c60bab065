"""Read all procedures from their files, once, when the service starts."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from fastapi import Depends, Request

from services.reporting.cases.adapters import CaseKeys, Keys
from services.reporting.procedures.errors import DefinitionRefused
from services.reporting.procedures.rules_guards import GUARD_QUESTIONS
from services.reporting.procedures.rules_parsing import (
    parse_base,
    parse_procedure,
    parse_questions,
    parse_words,
)
from services.reporting.procedures.rules_words import BASES, Catalogue
from services.reporting.procedures.schemas import Library, version_of

DEFINITIONS_DIR: Final = Path(__file__).parent / "definitions"
POLICY_DIR: Final = Path(__file__).parents[3] / "docs" / "policy"
_CATALOGUES: Final = ("rules.csv", "national.csv", "guards.csv")
_WORDS: Final = ("questions", "prohibitions", "policies")


@cache
def read_library(folder: Path = DEFINITIONS_DIR, policy: Path = POLICY_DIR) -> Library:
    """Return what stands in `folder`; raises DefinitionRefused naming file, line and key."""
    texts = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.yaml"))}
    prohibitions = parse_words("prohibitions.yaml", _text(texts, "prohibitions"))
    policies = parse_words("policies.yaml", _text(texts, "policies"))
    asked = parse_questions("questions.yaml", _text(texts, "questions"))
    catalogue = Catalogue(rule_ids(policy), asked.yes_no, asked.words, prohibitions, policies)
    bases = {name: parse_base(f"{name}.yaml", _text(texts, name), catalogue) for name in BASES}
    shared = {f"{name}.yaml" for name in (*BASES, *_WORDS)}
    procedures = {
        file.removesuffix(".yaml"): parse_procedure(file, text, catalogue, bases)
        for file, text in texts.items()
        if file not in shared
    }
    return Library(
        procedures=procedures,
        versions={name: version_of(one) for name, one in procedures.items()},
        questions={**asked.yes_no, **asked.words, **GUARD_QUESTIONS},
        yes_no=frozenset({*asked.yes_no, *GUARD_QUESTIONS}),
        prohibitions=prohibitions,
        policies=policies,
        choices=asked.choices,
    )


def rule_ids(policy: Path) -> frozenset[str]:
    """Return every id of the schools' rules, the national points and the guards."""
    ids: set[str] = set()
    for name in _CATALOGUES:
        with (policy / name).open(encoding="utf-8", newline="") as file:
            ids |= {row["id"] for row in csv.DictReader(file)}
    return frozenset(ids)


def _text(texts: Mapping[str, str], name: str) -> str:
    found = texts.get(f"{name}.yaml")
    if found is None:
        raise DefinitionRefused(f"{name}.yaml:1 is missing")
    return found


async def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


Procedures = Annotated[Library, Depends(_library)]


@dataclass(frozen=True)
class Papers:
    """What working on a case needs: keys for its words, and the procedures."""

    keys: CaseKeys
    library: Library


async def _papers(keys: Keys, library: Procedures) -> Papers:
    return Papers(keys, library)


CasePapers = Annotated[Papers, Depends(_papers)]
