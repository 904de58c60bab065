"""`lantern scoreboard [LINE ...] [--plant]`: reliability and security lines at full n.

Exit code 0 = every line held, 1 = one was measured and missed, 2 = one was not measured.
`--plant` switches each line's planted fault on: it must then be missed, or the line sees nothing.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any

LINES = {
    "R1": "tests.scoreboard.database_kills",
    "N1": "tests.scoreboard.mail_outage",
    "R3": "tests.scoreboard.provider_failures",
    "S1": "tests.scoreboard.non_interference",
    "P1": "tests.scoreboard.canaries",
    "P2": "tests.scoreboard.barred_adults",
    "S3": "tests.scoreboard.forged_tokens",
    "S5": "tests.scoreboard.random_staff",
    "A2": "tests.scoreboard.chain_tampering",
    "P3": "tests.scoreboard.device_traces",
    "P4": "tests.scoreboard.files_refused",
    "R4": "tests.scoreboard.broken_network",
    "R5": "tests.scoreboard.one_class",
    "S4": "tests.scoreboard.code_guesses",
}


def run_line(name: str, *, plant: bool, small: bool = False) -> Any:
    """Run one line and return its result; `small` is the n that fits in `make test`."""
    module = importlib.import_module(LINES[name])
    return module.run_line(plant=plant, small=small)


def main(words: Sequence[str]) -> int:
    """Run the lines named in `words` (all unless named); print one line each."""
    parser = argparse.ArgumentParser(prog="lantern scoreboard")
    parser.add_argument("lines", nargs="*", metavar="LINE", help=" ".join(LINES))
    parser.add_argument("--plant", action="store_true", help="switch the planted fault on")
    parser.add_argument("--small", action="store_true", help="the small n of `make test`")
    wanted = parser.parse_args(list(words))
    unknown = [name for name in wanted.lines if name not in LINES]
    if unknown:
        print(
            f"There is no line {', '.join(unknown)}; there are {', '.join(LINES)}.", file=sys.stderr
        )
        return 2
    codes = [0]
    for name in wanted.lines or LINES:
        result = run_line(name, plant=wanted.plant, small=wanted.small)
        print(result.text(), flush=True)
        codes.append(result.exit_code)
    return max(codes)
