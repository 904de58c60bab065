"""The catalogue of the policies' rules is whole, and `make rules` judges it as it says."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from operations.rules import (
    POLICY,
    REASONS,
    count_states,
    done_parts,
    held_ids,
    known_ids,
    read_rules,
    report,
)

# rules-and-procedures.md, section 10: rules by part.
BY_PART = {
    "reporting": 240,
    "notifications": 30,
    "devices": 35,
    "registers": 213,
    "frontend": 119,
    "reports": 14,
}


def test_every_rule_guard_and_national_point_is_in_the_catalogue() -> None:
    rules = read_rules()
    assert Counter(rule.part for rule in rules) == BY_PART
    assert len({rule.id for rule in rules}) == len(rules) == 651
    assert len(known_ids()) == 651 + 35 + 40


def test_guards_name_rules_that_exist() -> None:
    known = known_ids()
    with (POLICY / "guards.csv").open(newline="") as file:
        guards = list(csv.DictReader(file))
    assert [one["id"] for one in guards] == [f"G-{number:02}" for number in range(1, 36)]
    named = [one.strip() for guard in guards for one in guard["rules"].split(",")]
    single = [one for one in named if one and " to " not in one]
    assert [one for one in single if one not in known] == []


def test_a_rule_is_left_open_for_a_listed_reason_only() -> None:
    assert {rule.status for rule in read_rules()} - {""} <= REASONS
    assert done_parts() <= set(BY_PART)


def test_a_mark_counts_only_if_its_test_passed(tmp_path: Path) -> None:
    noted = tmp_path / "rules.json"
    tests = [
        {"test": "a", "ids": ["D-9.3-8"], "outcome": "passed"},
        {"test": "b", "ids": ["D-9.3-9"], "outcome": "failed"},
    ]
    noted.write_text(json.dumps(tests))
    held = held_ids(noted)
    assert held == {"D-9.3-8": "a"}
    counts = count_states(read_rules(), held)
    assert counts["devices"] == Counter(covered=1, open=34)
    assert counts["registers"] == Counter(reasoned=213)


def test_an_unknown_id_fails_the_verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noted = tmp_path / "rules.json"
    noted.write_text(json.dumps([{"test": "a", "ids": ["D-99-9"], "outcome": "passed"}]))
    assert report(noted) == 1
    assert "unknown id D-99-9 named by a" in capsys.readouterr().out
    wanted = [one.id for one in read_rules() if one.part in done_parts() and not one.status]
    noted.write_text(json.dumps([{"test": "a", "ids": [*wanted, "G-05"], "outcome": "passed"}]))
    assert report(noted) == 0


def test_an_open_rule_of_a_part_declared_done_fails_the_verb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = tmp_path / "rules.json"
    wanted = [one.id for one in read_rules() if one.part in done_parts() and not one.status]
    for left_out in wanted:
        held = [one for one in wanted if one != left_out]
        noted.write_text(json.dumps([{"test": "a", "ids": held, "outcome": "passed"}]))
        assert report(noted) == 1
        assert f"declared done: {left_out}" in capsys.readouterr().out
