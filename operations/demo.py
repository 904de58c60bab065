"""`lantern demo`: a whole Lantern with two invented schools, until Ctrl-C."""

import json
import os
import signal
import sys
import time
from argparse import Namespace
from pathlib import Path
from types import FrameType

from operations.environment import address
from operations.readiness import NotReady, ports_from, read_port, require_free_ports
from operations.stack import DidNotStart, Stack, bring_up, prepared_site, watched

WATCH_SECONDS = 0.5
# A part that ends again and again is not started for ever.
MOST_RESTARTS = 5


class Ended(Exception):
    """Somebody asked the demo to end."""


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Ended


def say(sentence: str) -> None:
    """Print one line of progress at once."""
    print(sentence, flush=True)


def main(arguments: Namespace) -> int:
    """Run the demo; return 0 when it was asked to end, 1 after a sentence where it cannot run."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        run(arguments.home, read_port(arguments.port))
    except Ended:
        return 0
    except (NotReady, DidNotStart) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def run(home: Path, port: int) -> None:
    """Start everything, print where it is, and look after it until somebody ends it."""
    started = time.monotonic()
    # make sets it: a demo must not go on where make itself was killed.
    parent = os.getppid() if "LANTERN_ENDS_WITH_PARENT" in os.environ else None
    require_free_ports(port)
    say("Starting PostgreSQL")
    with watched() as warden, prepared_site(home, port, warden) as site:
        stack = Stack(site, warden, say)
        stack.environment["LANTERN_REMINDERS"] = "true"
        try:
            bring_up(stack, demo_data=True)
            say(welcome(stack, time.monotonic() - started))
            look_after(stack, parent)
        finally:
            # A second Ctrl-C must not leave half of it running.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            say("\nEnding everything")
            stack.stop()


def welcome(stack: Stack, seconds: float) -> str:
    """Return the addresses and sign-ins that a person needs to look around."""
    ports = ports_from(stack.site.port)
    lines = [
        "",
        f"Lantern is ready ({seconds:.0f} s). It answers on this machine only (loopback).",
        f"  Staff            {stack.url}/staff/sign-in",
        f"  Messages sent    {address(ports['mailbox'])}/messages",
        f"  State of parts   {stack.url}/health",
        *open_pages(stack),
        f"  Logs             {stack.site.home / 'logs'}",
        "",
        stack.run_verb("sign-ins").rstrip(),
        "",
        "A code lives half a minute: make sign-ins shows the ones of now.",
        "Ctrl-C ends everything; the data stays for the next start.",
    ]
    return "\n".join(lines)


def open_pages(stack: Stack) -> list[str]:
    """Return the addresses of each demo school that need no account: children's, other adults'."""
    told = json.loads((stack.site.home / "demo-sign-ins.json").read_text())
    return [
        f"  {who:<16} {stack.url}/{site}/{school['page_code']}   ({school['name']})"
        for school in told["schools"]
        for who, site in (("Children", "s"), ("Adults outside", "report"))
    ]


def look_after(stack: Stack, parent: int | None) -> None:
    """Start again what ends by itself, until a signal, or the end of `parent`, ends the demo."""
    restarts = dict.fromkeys(stack.parts, 0)
    while parent is None or os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
        for name, part in stack.parts.items():
            if part.ended_with is not None:
                restarts[name] += 1
                start_again(stack, name, restarts[name])


def start_again(stack: Stack, name: str, times: int) -> None:
    """Start a part that ended by itself; raises DidNotStart once it has ended too often."""
    part = stack.process(name)
    if times > MOST_RESTARTS:
        raise DidNotStart(f"{part.tail()}\n{name} ended {times} times; see {part.log}.")
    say(f"{name} ended with {part.ended_with}; starting it again (see {part.log})")
    stack.restart(name)
