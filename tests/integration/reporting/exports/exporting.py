"""What the tests of the export share: make one, fetch it, open it, read its rows."""

import csv
import io
import zipfile
from typing import Any
from uuid import UUID, uuid4

import pyzipper

CANARY = "quokka"


async def export(town: Any, who: str = "dsl", key: str | None = None, **other: Any) -> Any:
    body = {"pupil_id": str(town.child.id), "reason": "moves to another school", **other}
    return await town.post(who, "/exports", body, **{"Idempotency-Key": key or str(uuid4())})


async def bundle(town: Any, who: str = "dsl") -> dict[str, bytes]:
    """Make an export, fetch it and open it: every file of the inner archive by its name."""
    made = await export(town, who)
    assert made.status_code == 201, made.text
    sealed = await town.get(who, f"/exports/{made.json()['export_id']}")
    assert sealed.status_code == 200
    return opened(sealed.content, made.json()["passphrase"])


def opened(sealed: bytes, passphrase: str) -> dict[str, bytes]:
    outer = pyzipper.AESZipFile(io.BytesIO(sealed))
    (entry,) = outer.infolist()
    inner = zipfile.ZipFile(io.BytesIO(outer.read(entry, passphrase.encode())))
    return {name: inner.read(name) for name in inner.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


async def a_worked_case(town: Any, **other: Any) -> UUID:
    """A colleague's report about the child, taken, triaged, noted, and its outcome set."""
    sent = await town.report(**{"happened": f"She showed me {CANARY} messages.", **other})
    assert sent.status_code == 201, sent.text
    case_id = await town.case_id()
    triage = {"severity": "high", "risk_area": "commerce", "kind": "scam_or_money"}
    triage |= {"pupil_ids": [str(town.child.id)], "reason": "asked for money"}
    for act, body in (
        ("take", {}),
        ("triage", triage),
        ("notes", {"text": '=HYPERLINK("https://keys.example")'}),
        ("outcome", {"text": "Support plan agreed"}),
    ):
        done = await town.do("dsl", case_id, act, **body)
        assert done.status_code == 200, done.text
    return case_id
