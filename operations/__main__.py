"""The `lantern` command: `lantern VERB ...`; alone it lists its verbs."""

import importlib
import os
import sys
from argparse import Namespace
from contextlib import nullcontext
from dataclasses import dataclass

from operations.environment import home_folder, working_environment
from operations.readiness import NotReady


@dataclass(frozen=True)
class Verb:
    """What a verb does, and the `module:function` that does it and returns the exit code.

    The function gets `arguments` with `home` (LANTERN_HOME), `port` (the front door's, as text)
    and `words`, what was typed after the verb; with `takes_words` it gets the words alone. A verb
    that `needs_site` runs in the whole environment of the home, its PostgreSQL started.
    """

    place: str
    sentence: str
    needs_site: bool = False
    takes_words: bool = False


VERBS = {
    "demo": Verb("operations.demo:main", "run everything with two invented schools"),
    "migrate": Verb("operations.migrate:main", "bring the database up to date", needs_site=True),
    "seed": Verb(
        "operations.demo_data:main",
        "put the two demo schools into an empty database",
        needs_site=True,
    ),
    "sign-ins": Verb("operations.sign_ins:main", "list the demo people (--json)"),
    "worker": Verb("operations.worker:main", "run subscribers, schedules and the audit sealer"),
    "verify-audit": Verb(
        "operations.verify_audit:main", "prove the audit chain, or name its first bad row"
    ),
    "export": Verb("operations.export:main", "fetch one pupil's sealed record as who signs in"),
    "clips": Verb("operations.clips:main", "add a recorded voice for a page for children"),
    "links": Verb("operations.links:main", "which addresses in the advice wait to be looked at"),
    "doctor": Verb("operations.doctor:main", "say what is wrong with this machine or Lantern"),
    "rules": Verb("operations.rules:main", "the policy rules against the tests that hold them"),
    "scoreboard": Verb(
        "operations.scoreboard:main", "measure reliability and security", takes_words=True
    ),
    "bench": Verb("operations.bench.main:main", "measure speed and cost", takes_words=True),
    "clean-demo": Verb("operations.clean_demo:main", "forget the demo's data"),
    "browser": Verb("operations.browser:main", "find a browser for the tests, or install one"),
}


def listing() -> str:
    """Return what `lantern` alone prints."""
    width = max(len(name) for name in VERBS)
    lines = [f"  {name:<{width}}  {verb.sentence}" for name, verb in VERBS.items()]
    return "\n".join(["usage: lantern VERB [...]", "", *lines])


def main(words: list[str]) -> int:
    """Run the verb and return its exit code; 2 for a verb that does not exist."""
    if not words or words[0] in {"-h", "--help", "help"}:
        print(listing())
        return 0
    verb = VERBS.get(words[0])
    if verb is None:
        print(f'lantern knows no verb "{words[0]}".\n\n{listing()}', file=sys.stderr)
        return 2
    try:
        return run(verb, words[1:])
    except NotReady as missing:
        print(missing, file=sys.stderr)
        return 1


def run(verb: Verb, words: list[str]) -> int:
    """Run a verb with the words typed after it."""
    arguments = Namespace(
        home=home_folder(), port=os.environ.get("LANTERN_PORT", "8000"), words=words
    )
    # Imported late: the demo's supervisor must stay small, and a verb start fast.
    module, _, function = verb.place.partition(":")
    act = getattr(importlib.import_module(module), function)
    site = working_environment(arguments.home, arguments.port)
    with site if verb.needs_site else nullcontext():
        return int(act(words if verb.takes_words else arguments) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
