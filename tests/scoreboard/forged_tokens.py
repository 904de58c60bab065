"""Line S3: forged tokens at every service, each differing in one thing from a token that works.

The good token is one that accounts gave to a signed-in person; the same endpoint answers it with
200 in the same run.
"""

import asyncio
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from operations.bench.load import Connection
from operations.bench.people import Person, sign_in, token_for
from operations.processes import web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared.tokens import Claims, Signer
from tests.scoreboard.forgeries import decoded, forged_tokens
from tests.scoreboard.line import Result

SEED = 3
KINDS = 45
# One read of each service that the safeguarding lead may make.
READS = {
    "accounts": "/schools/current",
    "reporting": "/inbox",
    "notifications": "/alerts",
    "devices": "/devices",
}


def claims_of(token: str) -> Claims:
    """Return what a good token says, unchecked."""
    told = json.loads(decoded(token.split(".")[1]))
    names = ("sub", "sid", "sch", "ver")
    return Claims(*(told[name] for name in names), tuple(told["rol"]), told["kind"])


async def status_of(stack: Stack, service: str, token: str) -> int:
    """Return how `service` answers its read with `token`."""
    connection = Connection(f"http://127.0.0.1:{ports_from(stack.site.port)[service]}")
    headers = {"authorization": f"Bearer {token}"}
    status, _ = await connection.send(("GET", READS[service], headers, b""))
    connection.close()
    return status


async def forge_at(
    stack: Stack, person: Person, service: str, signer: Signer
) -> tuple[int, list[str]]:
    """Return how many kinds were tried at `service`, and those that were let in."""
    good = token_for(stack, person, service)
    if await status_of(stack, service, good) != 200:
        message = f"{service} does not answer its own good token; nothing was measured"
        raise RuntimeError(message)
    # White space cannot travel in a header: the token that arrives would be the good one.
    forged = [
        (name, token)
        for name, token in forged_tokens(signer, claims_of(good), service)
        if not any(letter.isspace() for letter in token)
    ]
    answers = [(name, await status_of(stack, service, token)) for name, token in forged]
    # Good before and after: the door was open to the entitled all the time.
    still = await status_of(stack, service, good)
    let_in = [f"{service}: {name} ({status})" for name, status in answers if status != 401]
    return len(forged), let_in if still == 200 else [*let_in, f"{service}: the good token failed"]


async def measure(stack: Stack) -> tuple[int, list[str]]:
    """Return the smallest number of kinds tried at a service, and all that were let in."""
    signer = Signer(stack.site.home / "secrets", "lantern-accounts")
    person = sign_in(stack, role="dsl")
    tried, let_in = [], []
    for service in READS:
        kinds, through = await forge_at(stack, person, service, signer)
        tried.append(kinds)
        let_in += through
    return min(tried), let_in


def plant_fault(stack: Stack) -> None:
    """Let every service believe the audience that the token itself names."""
    for service in READS:
        port = ports_from(stack.site.port)[service]
        stack.replace(
            web_part(service, f"tests.scoreboard.plants:{service}_takes_any_audience", port)
        )
    stack.wait_until_ready()


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure S3; `small` changes nothing, the line is quick."""
    del small
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-s3-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door()) as stack:
            if plant:
                plant_fault(stack)
            kinds, let_in = asyncio.run(measure(stack))
    figure = f"{len(let_in)} let in of {kinds} kinds at each of {len(READS)} services"
    figure += "".join(f"; {one}" for one in let_in[:3])
    name = "S3 forged tokens accepted"
    seconds = time.monotonic() - began
    return Result(name, figure, "0", kinds * len(READS), SEED, seconds, not let_in, kinds >= KINDS)
