"""A small closed-loop load client: so many clients, each sends its next request when answered.

Plain asyncio streams and not httpx: httpx takes about as much processor time a request as the
service that is measured, and both share two cores (performance.md, "Client-limited?").
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import urlsplit

Request = tuple[str, str, dict[str, str], bytes]
FIRST_ERROR = 400


class Connection:
    """One keep-alive HTTP/1.1 connection to a loopback address."""

    def __init__(self, url: str) -> None:
        """Take the base address, such as http://127.0.0.1:8102."""
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: Request) -> tuple[int, bytes]:
        """Send (method, path, headers, body); return status and body. Raises OSError when cut."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        method, path, headers, body = request
        lines = [f"{method} {path} HTTP/1.1", f"host: {self.host}:{self.port}"]
        lines += [f"{name}: {text}" for name, text in headers.items()]
        lines += [f"content-length: {len(body)}", "", ""]
        try:
            writer.write("\r\n".join(lines).encode() + body)
            await writer.drain()
            return await self._answer(reader)
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise ConnectionError(str(error)) from error

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, bytes]:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        status = int(lines[0].split(b" ")[1])
        named = dict(line.lower().split(b": ", 1) for line in lines[1:] if b": " in line)
        if named.get(b"transfer-encoding") == b"chunked":
            return status, await self._chunks(reader)
        return status, await reader.readexactly(int(named.get(b"content-length", b"0")))

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader) -> bytes:
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return body

    def close(self) -> None:
        """Let the connection go."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@dataclass
class Figures:
    """What one run of one kind of request showed; latencies in milliseconds."""

    clients: int
    seconds: float = 0.0
    failed: int = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Return how many were answered well each second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, rank: int) -> float:
        """Return the latency in milliseconds that `rank` per cent stay under."""
        if len(self.latencies) < 2:  # noqa: PLR2004  # quantiles needs two
            return self.latencies[0] if self.latencies else 0.0
        return quantiles(self.latencies, n=100)[rank - 1]

    def line(self) -> str:
        """Return rate, p50, p95, p99 and failures as one line."""
        ranks = " / ".join(f"{self.percentile(rank):.1f}" for rank in (50, 95, 99))
        return f"{self.per_second:8.0f}/s  p50/p95/p99 {ranks} ms  failed {self.failed}"


async def run_load(
    url: str, make_request: Callable[[], Request], *, clients: int, seconds: float
) -> Figures:
    """Run `clients` closed loops against `url` for `seconds` after a warm-up of one second."""
    figures = Figures(clients)
    begin = time.perf_counter() + 1.0
    end = begin + seconds

    async def one_client() -> None:
        connection = Connection(url)
        while (started := time.perf_counter()) < end:
            ok = await _is_answered(connection.send(make_request()))
            if started >= begin:
                _note(figures, ok=ok, took=time.perf_counter() - started)
        connection.close()

    await asyncio.gather(*(one_client() for _ in range(clients)))
    figures.seconds = time.perf_counter() - begin
    return figures


async def _is_answered(answer: Awaitable[tuple[int, bytes]]) -> bool:
    try:
        status, _ = await answer
    except OSError:
        return False
    return status < FIRST_ERROR


def _note(figures: Figures, *, ok: bool, took: float) -> None:
    if ok:
        figures.latencies.append(took * 1000)
    else:
        figures.failed += 1
