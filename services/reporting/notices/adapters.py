"""Read the words of notices from their file, once."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import TypeAdapter

from services.reporting.notices.rules import Template, strange_fields

FILE: Final = Path(__file__).parent / "definitions" / "notices.yaml"
_TEMPLATES: Final = TypeAdapter(tuple[Template, ...])


@cache
def read_templates(file: Path = FILE) -> tuple[Template, ...]:
    """Return every template; raises ValueError for a field that nobody could fill in."""
    templates = _TEMPLATES.validate_python(yaml.safe_load(file.read_text("utf-8")))
    for one in templates:
        if strange := strange_fields(one):
            message = f"{file.name}: {one.key} has the unknown field {min(strange)}"
            raise ValueError(message)
    return templates
