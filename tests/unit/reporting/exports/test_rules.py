"""What may leave, and in what form."""

import csv
import io
import math
import zipfile
from typing import Any

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.exports.adapters import About, write_bundle
from services.reporting.exports.adapters_readme import data_dictionary
from services.reporting.exports.rules import (
    PASSPHRASE_GROUP,
    PASSPHRASE_GROUPS,
    PASSPHRASE_LETTERS,
    NamesOfOthers,
    Nature,
    OtherChild,
    disarmed,
    is_restricted,
    new_passphrase,
)
from services.reporting.exports.schemas import CHRONOLOGY, FILES
from services.shared import clock

SIGNS = "=+-@|%\t"
BEFORE = ("", " ", "   ", "\n", "\r\n", "\x00", "\x07", "\u00a0", "\ufeff", "\u200b ", "\u3000")


@pytest.mark.parametrize("sign", SIGNS + "＝＋－＠｜％")  # noqa: RUF001  # full-width signs are meant
@pytest.mark.parametrize("before", BEFORE)
def test_a_formula_is_disarmed_whatever_stands_before_it(before: str, sign: str) -> None:
    cell = disarmed(f"{before}{sign}cmd|' /C calc'!A0")
    assert cell.startswith("'")
    assert disarmed(cell) == cell


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = disarmed(text)
    assert not cell.lstrip().startswith(tuple(SIGNS))
    assert not cell.startswith("\t")
    assert cell in {text.replace("\x00", ""), "'" + text.replace("\x00", "")}


@pytest.mark.parametrize("text", ["", "he said = is a sign", "4B", "2026-01-14T10:35+00:00", "007"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert disarmed(text) == text


def nature(about_adult: str, state: str = "triaged", **other: Any) -> Nature:
    known = {"kind": "bullying", "has_subject": False, "has_named_staff": False}
    return Nature(about_adult=about_adult, state=state, **{**known, **other})


@pytest.mark.guard("G-12")
@pytest.mark.parametrize(
    ("case", "restricted"),
    [
        (nature("no", "new"), False),
        (nature("no"), False),
        (nature("no", "taken", has_named_staff=True), True),
        (nature("no", has_named_staff=True), False),
        (nature("no", kind="staff_concern"), True),
        (nature("no", has_subject=True), True),
        (nature("yes"), True),
        (nature("yes", "closed"), True),
        (nature("not_sure", "new"), True),
        (nature("not_sure", "acknowledged"), True),
        (nature("not_sure"), False),
        (nature("not_sure", has_named_staff=True), True),
        (nature("skipped", "taken"), True),
        (nature("skipped", "closed"), False),
        (nature("skipped", has_named_staff=True), True),
    ],
)
def test_a_case_that_may_be_about_staff_is_restricted(case: Nature, *, restricted: bool) -> None:
    assert is_restricted(case) is restricted


def test_a_passphrase_has_ninety_bits_and_no_two_are_alike() -> None:
    bits = PASSPHRASE_GROUPS * PASSPHRASE_GROUP * math.log2(len(set(PASSPHRASE_LETTERS)))
    assert bits >= 90
    made = {new_passphrase() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one.replace("-", "")) == 20 for one in made)


OTHERS = [
    OtherChild("S0051", "Jamie Oakfield", "Jamie", "Oakfield", is_linked=True),
    OtherChild("S0077", "Will Brook", "Will", "Brook", is_linked=False),
    OtherChild("S0078", "Amara-Lee O'Neil", "Amara-Lee", "O'Neil", is_linked=False),
    OtherChild("S0079", "Sam Stone", "Sam", "Stone", is_linked=True),
]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Jamie did it", "[S0051] did it"),
        ("JAMIE did it, and Jamie's sister", "[S0051] did it, and [S0051]'s sister"),
        ("Jamie Oakfield and Will Brook", "[S0051] and [S0077]"),
        ("will  brook said", "[S0077] said"),
        ("Will you tell them?", "Will you tell them?"),
        ("amara-lee o'neil was there", "[S0078] was there"),
        ("Sam is me, Sam Stone is not", "Sam is me, [S0079] is not"),
        ("Jamieson is a street", "Jamieson is a street"),
    ],
)
def test_other_children_are_not_named(words: str, told: str) -> None:
    names = NamesOfOthers.of(OTHERS, "Sam")
    assert names.replace(words) == told
    assert names.replaced == told.count("[")


def test_a_school_with_one_child_has_nobody_to_replace() -> None:
    assert NamesOfOthers.of([], "Sam").replace("Sam and Jamie") == "Sam and Jamie"


def test_the_chronology_has_its_sixty_five_columns() -> None:
    assert len(CHRONOLOGY) == len(set(CHRONOLOGY)) == 65
    assert (CHRONOLOGY[0], CHRONOLOGY[13], CHRONOLOGY[28]) == (
        "schema_version",
        "incident_id",
        "child_words",
    )
    assert (CHRONOLOGY[52], CHRONOLOGY[64]) == ("imagery_handling", "row_sha256")


def test_the_dictionary_names_every_file_and_column() -> None:
    told = data_dictionary()
    for name, columns in FILES.items():
        assert name in told
        assert all(column in told for column in columns)


def test_names_in_the_archive_say_nothing_and_a_wrong_passphrase_opens_nothing() -> None:
    rows = {name: [["canary Amara"] * len(columns)] for name, columns in FILES.items()}
    about = About("canary-id", clock.now(), "canary maker", clock.now(), "canary reason")
    bundle = write_bundle(rows, about, data_dictionary(), "TEST-PASS", 0)
    assert b"canary" not in bundle.content
    outer = pyzipper.AESZipFile(io.BytesIO(bundle.content))
    (entry,) = outer.infolist()
    assert set(entry.filename.removesuffix(".zip")) <= set("0123456789abcdef")
    assert entry.filename != bundle.file_name
    assert entry.flag_bits & 1
    with pytest.raises(RuntimeError, match="password"):
        outer.read(entry)
    with pytest.raises(RuntimeError, match="password"):
        outer.read(entry, b"TEST-PASR")
    inner = zipfile.ZipFile(io.BytesIO(outer.read(entry, b"TEST-PASS")))
    assert set(inner.namelist()) == {*FILES, "README.txt", "manifest.json"}
    read = list(csv.reader(io.StringIO(inner.read("chronology.csv").decode(), newline="")))
    assert tuple(read[0]) == CHRONOLOGY
