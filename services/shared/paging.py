"""Lists come in pages, found by key and never by counting rows (architecture.md 11)."""

import base64
import binascii
import json
from collections.abc import Sequence

from services.shared.errors import FieldError, Malformed

PAGE = 50


def write_cursor(key: Sequence[str]) -> str:
    """Return the opaque text that continues after the row with `key`."""
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode().rstrip("=")


def read_cursor(cursor: str, parts: int) -> tuple[str, ...]:
    """Return the key in `cursor`, which must have `parts` parts; raises Malformed otherwise."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.urlsafe_b64decode(padded))
        if len(key) == parts and all(isinstance(part, str) for part in key):
            return tuple(key)
    except (ValueError, binascii.Error, TypeError):
        pass
    raise Malformed("That page cannot be found.", (FieldError("cursor", "Start from page one."),))
