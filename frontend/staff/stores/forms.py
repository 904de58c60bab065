"""A place that is added, and a place that is counted."""

from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from frontend.web.forms import new_key, text

KINDS = {"safe": "Safe", "cupboard": "Cupboard", "tray": "Tray"}
ROOM_AT_MOST = 500
FOUND_AT_MOST = 999


def _is_number(typed: str, least: int, most: int) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 5 and least <= int(typed) <= most  # noqa: PLR2004  # longer is no count


@dataclass(frozen=True)
class StoreForm:
    """A new place as it stands on the page."""

    name: str = ""
    kind: str = ""
    capacity: str = ""

    @classmethod
    def of(cls, form: FormData) -> "StoreForm":
        """Read what was sent."""
        return cls(text(form, "name"), text(form, "kind"), text(form, "capacity"))

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field."""
        found = {}
        if not self.name:
            found["name"] = "Say what it is called"
        if self.kind not in KINDS:
            found["kind"] = "Choose what it is"
        if not _is_number(self.capacity, 1, ROOM_AT_MOST):
            found["capacity"] = "Write how many devices go in, from 1 to 500"
        return found

    def body(self) -> dict[str, Any]:
        """Return the place as devices takes it."""
        return {"name": self.name, "kind": self.kind, "capacity": int(self.capacity)}


@dataclass(frozen=True)
class CountForm:
    """A count as it stands on the page."""

    key: str = field(default_factory=new_key)
    found: str = ""
    reason: str = field(default="", repr=False)

    @classmethod
    def of(cls, form: FormData) -> "CountForm":
        """Read what was sent."""
        key = text(form, "idempotency_key") or new_key()
        return cls(key, text(form, "found"), text(form, "reason"))

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field."""
        if _is_number(self.found, 0, FOUND_AT_MOST):
            return {}
        return {"found": "Write how many devices you found; 0 if there is none"}

    def body(self) -> dict[str, Any]:
        """Return the count as devices takes it."""
        return {"found": int(self.found), "reason": self.reason or None}
