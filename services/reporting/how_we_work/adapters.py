"""Read on which shelf each procedure stands."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Final

import yaml
from fastapi import Depends
from pydantic import TypeAdapter

from services.reporting.how_we_work.schemas import Bookcase, Shelf
from services.reporting.procedures.adapters import Procedures
from services.reporting.procedures.errors import DefinitionRefused
from services.reporting.procedures.rules_definition import Procedure

SHELVES: Final = Path(__file__).parent / "definitions" / "shelves.yaml"


@cache
def read_shelves(file: Path = SHELVES) -> tuple[Shelf, ...]:
    """Return the shelves in their order."""
    return TypeAdapter(tuple[Shelf, ...]).validate_python(yaml.safe_load(file.read_text("utf-8")))


def check_shelves(shelves: tuple[Shelf, ...], procedures: Mapping[str, Procedure]) -> None:
    """Raise DefinitionRefused where a procedure stands on no shelf, on two, or is none."""
    placed = [one for shelf in shelves for one in shelf.procedures]
    if sorted(placed) != sorted(procedures):
        wrong = set(placed) ^ set(procedures) or {one for one in placed if placed.count(one) > 1}
        raise DefinitionRefused(f"shelves.yaml: {min(wrong)} must stand on exactly one shelf")


async def _bookcase(library: Procedures) -> Bookcase:
    return Bookcase(library, read_shelves())


Shelved = Annotated[Bookcase, Depends(_bookcase)]
