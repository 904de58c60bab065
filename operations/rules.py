"""`make rules`: which policy rule is held by which test (architecture.md 8, traceability).

docs/policy/rules.csv holds every rule; a test says `@pytest.mark.rule("D-9.3-14")`. A mark counts
only if its test passed in the last run, which tests/traceability.py notes.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

POLICY = Path(__file__).parent.parent / "docs" / "policy"
REASONS = frozenset({"next round: registers", "next round: reports", "outside software"})


@dataclass(frozen=True)
class Rule:
    """One rule of a school's policy, and why it may be open."""

    id: str
    part: str
    act: str
    status: str


def known_ids(folder: Path = POLICY) -> frozenset[str]:
    """Return every id that a test may name: rules, guards and national points."""
    found: set[str] = set()
    for name in ("rules", "guards", "national"):
        with (folder / f"{name}.csv").open(newline="") as file:
            found.update(row["id"] for row in csv.DictReader(file))
    return frozenset(found)


def read_rules(folder: Path = POLICY) -> list[Rule]:
    """Return the rules of both policies; raises ValueError for a reason that is not on the list."""
    with (folder / "rules.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    rules = [Rule(row["id"], row["part"], row["act"], row["status"]) for row in rows]
    wrong = [rule.id for rule in rules if rule.status and rule.status not in REASONS]
    if wrong:
        message = f"docs/policy/rules.csv: a reason that is not on the list at {', '.join(wrong)}"
        raise ValueError(message)
    return rules


def done_parts(folder: Path = POLICY) -> frozenset[str]:
    """Return the parts whose rules may not be open any more."""
    lines = (folder / "done-parts.txt").read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")


def held_ids(results: Path) -> dict[str, str]:
    """Return the ids that a passing test named in the last run, each with one such test."""
    if not results.exists():
        return {}
    held: dict[str, str] = {}
    for test in json.loads(results.read_text()):
        if test["outcome"] == "passed":
            held.update(dict.fromkeys(test["ids"], test["test"]))
    return held


def count_states(rules: Iterable[Rule], held: Iterable[str]) -> dict[str, Counter[str]]:
    """Return for each part how many rules are covered, reasoned and open."""
    proven = frozenset(held)
    counts: dict[str, Counter[str]] = {}
    for rule in rules:
        state = "covered" if rule.id in proven else "reasoned" if rule.status else "open"
        counts.setdefault(rule.part, Counter())[state] += 1
    return counts


def _print_table(counts: dict[str, Counter[str]]) -> None:
    print(f"{'part':<15}{'covered':>9}{'reasoned':>10}{'open':>7}")
    for part, one in sorted(counts.items()):
        print(f"{part:<15}{one['covered']:>9}{one['reasoned']:>10}{one['open']:>7}")
    total = sum(counts.values(), Counter[str]())
    print(f"{'all':<15}{total['covered']:>9}{total['reasoned']:>10}{total['open']:>7}")


def report(results: Path) -> int:
    """Print the table; return 1 on an unknown id or an open rule of a part declared done."""
    rules, held, known = read_rules(), held_ids(results), known_ids()
    _print_table(count_states(rules, held))
    guards = sorted(one for one in held if one.startswith("G-"))
    print(f"guards held by a passing test: {len(guards)} of 35: {' '.join(guards)}")
    unknown = sorted(set(held) - known)
    done = done_parts()
    open_ids = [r.id for r in rules if r.part in done and not r.status and r.id not in held]
    for one in unknown:
        print(f"unknown id {one} named by {held[one]}")
    for one in open_ids:
        print(f"open, though its part is declared done: {one}")
    if not held:
        print("no test run was noted yet: run `make test` first")
    return 1 if unknown or open_ids else 0


def main(arguments: argparse.Namespace) -> int:
    """Run the verb; `arguments.home` is LANTERN_HOME."""
    return report(Path(arguments.home) / "test-results" / "rules.json")
