"""Notes which policy ids each test names and whether it passed, for `make rules`."""

import json
import os
from pathlib import Path

import pytest

from operations.rules import known_ids

_seen: dict[str, dict[str, object]] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = known_ids()
    for item in items:
        marks = [*item.iter_markers("rule"), *item.iter_markers("guard")]
        ids = sorted({str(one) for mark in marks for one in mark.args})
        unknown = [one for one in ids if one not in known]
        if unknown:
            message = f"{item.nodeid} names an id that no catalogue has: {', '.join(unknown)}"
            raise pytest.UsageError(message)
        item.user_properties.extend(("policy", one) for one in ids)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    ids = [str(one) for name, one in report.user_properties if name == "policy"]
    if not ids or (report.when != "call" and report.passed):
        return
    _seen[report.nodeid] = {"test": report.nodeid, "ids": ids, "outcome": report.outcome}


def pytest_sessionfinish(session: pytest.Session) -> None:
    # Only the whole suite replaces the note: one file run alone proves nothing of the others.
    whole = [str(one) for one in session.config.args] in ([], ["tests"])
    if os.environ.get("PYTEST_XDIST_WORKER") or not whole:
        return
    folder = Path(os.environ.get("LANTERN_HOME", ".local")) / "test-results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.json").write_text(json.dumps(list(_seen.values()), indent=1))
