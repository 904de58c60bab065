"""Open an exported archive and say what must be true of it."""

import csv
import hashlib
import io
import json
import re
import zipfile

import pyzipper


def unseal(content: bytes, passphrase: str) -> dict[str, bytes]:
    """Open the outer and the inner archive; the outer names say nothing."""
    with pyzipper.AESZipFile(io.BytesIO(content)) as outer:
        (name,) = outer.namelist()
        assert re.fullmatch(r"[0-9a-f]{16}\.zip", name)
        inner = outer.read(name, pwd=passphrase.encode())
    with zipfile.ZipFile(io.BytesIO(inner)) as bundle:
        return {one: bundle.read(one) for one in bundle.namelist()}


def check_manifest(files: dict[str, bytes]) -> None:
    """Every file is listed with its true digest and number of rows."""
    listed = {one["name"]: one for one in json.loads(files["manifest.json"])["files"]}
    assert set(listed) == set(files) - {"manifest.json"}
    assert {"chronology.csv", "students.csv", "incidents.csv", "actions.csv"} <= set(listed)
    for name, told in listed.items():
        assert hashlib.sha256(files[name]).hexdigest() == told["sha256"]
        if name.endswith(".csv"):
            assert len(rows_of(files[name])) == told["rows"]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def assert_harmless(files: dict[str, bytes], words: str) -> None:
    """No cell begins a formula, and the reporter's `words` stand in one all the same."""
    cells = [
        cell
        for name, content in files.items()
        if name.endswith(".csv")
        for row in rows_of(content)
        for cell in row.values()
    ]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "|", "%", "\t"}]
    assert any(words in cell for cell in cells)
