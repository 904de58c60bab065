"""A mail server that fails in five ways, and the certificates it shows; for line R3."""

import asyncio
import logging
import ssl
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

# A handshake that fails is what this server is for; its log would print each one.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
WAYS = ("refused", "busy", "tls", "hang", "cut")
HOST = "127.0.0.1"


def make_certificate(folder: Path, name: str) -> Path:
    """Write a certificate of its own for the loopback address, with its key; return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return file


def _context(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@dataclass
class FailingMail:
    """The server: `way` is one of WAYS, or "" where it takes what comes."""

    good: Path
    bad: Path
    way: str = ""
    port: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    recipients: Counter[int] = field(default_factory=Counter)
    raw: list[bytes] = field(default_factory=list)
    server: asyncio.Server | None = None
    _turns: Any = field(default_factory=count)

    async def fail(self, way: str) -> None:
        """Begin to fail in this way; "" mends the server."""
        self.way = way
        if way == "refused" and self.server is not None:
            self.server.close()
            self.server = None
        elif way != "refused" and self.server is None:
            await self.open()

    async def open(self) -> None:
        """Listen, always on the same port."""
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(self._conversation, HOST, self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    def _conversation(self) -> SMTP:
        file = self.bad if self.way == "tls" else self.good
        if self.way == "tls":
            self.failed["tls"] += 1
        return SMTP(self, hostname="mail.example", tls_context=_context(file))

    async def handle_MAIL(  # noqa: N802  the name aiosmtpd calls
        self, _server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Be busy at the sender's name, every second time."""
        if self.way == "busy" and next(self._turns) % 2:
            self.failed["busy"] += 1
            return "421 too busy"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the name aiosmtpd calls
        self, server: Any, _session: Any, envelope: Any
    ) -> str:
        """Take the message, or fail behind its last dot."""
        if self.way in {"busy", "hang", "cut"}:
            self.failed[self.way] += 1
        if self.way == "busy":
            return "451 try later"
        if self.way == "hang":
            await asyncio.sleep(60)
        if self.way in {"hang", "cut"}:
            server.transport.abort()
            return "451 never heard"
        self.recipients[len(envelope.rcpt_tos)] += 1
        self.raw.append(envelope.original_content)
        message_id = BytesHeaderParser().parsebytes(envelope.original_content)["Message-ID"]
        self.accepted[str(message_id).strip("<>").partition("@")[0]] += 1
        return "250 OK"
