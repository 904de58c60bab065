"""The event table of docs/architecture.md and the code say the same."""

import re
from pathlib import Path

from services.shared.events.reporting import RoleToTell
from services.shared.subscriptions import SUBSCRIPTIONS

TEXT = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text()


def test_the_event_table_is_the_code() -> None:
    table = TEXT.split("### Events")[1].split("###")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| ([\w, ]+) \|", table, re.MULTILINE)
    written = {name: frozenset(who.split(", ")) for name, _, who in rows}
    coded = {event.__name__: frozenset(who) for event, who in SUBSCRIPTIONS.items()}
    assert rows
    assert written == coded


def test_events_carry_ids_and_no_words() -> None:
    allowed = {"school_id", "version", "urgency", "state", "reminder", "roles", "channel"}
    for event in SUBSCRIPTIONS:
        strange = [
            name for name in event.model_fields if not name.endswith("_id") and name not in allowed
        ]
        assert strange == [], event.__name__
    assert set(RoleToTell.model_fields) == {"role", "form", "at", "people"}
