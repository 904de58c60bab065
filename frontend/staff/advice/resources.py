"""Teaching resources as data: links with the ages and the children that they are made for."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import Field, TypeAdapter

from frontend.web.advice import Link

RESOURCES: Final = Path(__file__).parent / "resources.yaml"


class Age(StrEnum):
    """The children whom a resource is made for."""

    LITTLE = "little"
    BIG = "big"


class Need(StrEnum):
    """What children bring along."""

    ALL = "all"
    MORE_HELP = "more_help"


class Resource(Link):
    """Something to teach with."""

    ages: tuple[Age, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = Field(min_length=1)


@cache
def read_resources(file: Path = RESOURCES) -> Sequence[Resource]:
    """Return every resource in the order of the file."""
    every = TypeAdapter(tuple[Resource, ...])
    return every.validate_python(yaml.safe_load(file.read_text("utf-8")))


def resources_for(age: Age, need: Need | None) -> Sequence[Resource]:
    """Return what is made for this age and need, less what is gone; None asks for everybody."""
    return [
        one
        for one in read_resources()
        if one.gone_on is None and age in one.ages and (need is None or need in one.needs)
    ]
