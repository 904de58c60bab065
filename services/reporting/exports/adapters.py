"""Write the bundle: six CSV files, a manifest and a data dictionary, sealed with AES-256.

The outer archive holds one entry, and its name and the entry's say nothing: names in a ZIP stay
readable without the passphrase (security.md 4.2).
"""

import csv
import hashlib
import io
import json
import secrets
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pyzipper

from services.reporting.exports.schemas import FILES, PROFILE, SCHEMA_VERSION

README = "README.txt"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class About:
    """What the manifest says of an export; times are ISO 8601 in UTC."""

    bundle_id: str
    generated_at: datetime
    generated_by: str
    expires_at: datetime
    reason: str


@dataclass(frozen=True)
class Bundle:
    """The sealed archive and its manifest."""

    file_name: str
    content: bytes
    manifest: dict[str, Any]


def write_bundle(  # noqa: PLR0913, PLR0917  # what goes in, and how it is sealed
    tables: Mapping[str, Sequence[Sequence[str]]],
    about: About,
    readme: str,
    passphrase: str,
    names_replaced: int,
    drawn: Mapping[str, bytes] = MappingProxyType({}),
) -> Bundle:
    """Return the bundle of `tables` (rows by file name) and drawings, sealed with `passphrase`."""
    texts = {name: _csv(FILES[name], rows) for name, rows in tables.items()} | dict(drawn)
    texts[README] = readme.encode("utf-8")
    counts = {name: len(rows) for name, rows in tables.items()}
    manifest = {
        **_about(about),
        "names_of_other_children_replaced": names_replaced,
        "drawings": len(drawn),
        "files": [_listed(name, content, counts.get(name)) for name, content in texts.items()],
    }
    texts[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=2).encode("utf-8")
    sealed = _seal(_plain_zip(texts), passphrase)
    return Bundle(f"{secrets.token_hex(8)}.zip", sealed, manifest)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8", "replace")


def _about(about: About) -> dict[str, Any]:
    return {
        "bundle_id": about.bundle_id,
        "schema_version": SCHEMA_VERSION,
        "profile": PROFILE,
        "generated_at": about.generated_at.isoformat(timespec="seconds"),
        "generated_by": about.generated_by,
        "reason": about.reason,
        "expires_at": about.expires_at.isoformat(timespec="seconds"),
    }


def _listed(name: str, content: bytes, rows: int | None) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {"name": name, "rows": rows, "bytes": len(content), "sha256": digest}


def _plain_zip(texts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as inner:
        for name, content in texts.items():
            inner.writestr(name, content)
    return file.getvalue()


def _seal(content: bytes, passphrase: str) -> bytes:
    file = io.BytesIO()
    with pyzipper.AESZipFile(
        file, "w", compression=pyzipper.ZIP_STORED, encryption=pyzipper.WZ_AES
    ) as outer:
        outer.setpassword(passphrase.encode("ascii"))
        outer.setencryption(pyzipper.WZ_AES, nbits=256)
        outer.writestr(f"{secrets.token_hex(8)}.zip", content)
    return file.getvalue()
