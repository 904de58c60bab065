import json
import smtplib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from operations.environment import REPOSITORY, Site
from operations.readiness import free_front_door, ports_from


class Mailbox:
    def __init__(self, home: Path, smtp_port: int, read_port: int) -> None:
        self.home, self.smtp_port, self.read_port = home, smtp_port, read_port

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.read_port}{path}", timeout=5) as told:
            return json.load(told)

    def send(self, subject: str, body: str = "Somebody needs you.") -> None:
        message = EmailMessage()
        message["From"], message["To"] = "lantern@lantern.invalid", "dsl@school.example"
        message["Subject"], message["Message-ID"] = subject, f"<{subject}@lantern.invalid>"
        message.set_content(body)
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=5) as server:
            server.send_message(message)


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    ports = ports_from(free_front_door())
    site = Site(tmp_path, ports["frontend"], "postgresql+asyncpg://postgres@/lantern")
    command = [
        sys.executable,
        "-m",
        "operations.mailbox",
        str(ports["mail"]),
        str(ports["mailbox"]),
    ]
    with subprocess.Popen(command, cwd=REPOSITORY, env=site.complete()) as server:
        one = Mailbox(tmp_path, ports["mail"], ports["mailbox"])
        try:
            wait_for(one)
            yield one
        finally:
            server.terminate()


def wait_for(one: Mailbox) -> None:
    for _ in range(100):
        try:
            one.get("/health")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the mailbox never answered")


def test_what_is_sent_can_be_read_oldest_first_and_stands_on_disk(mailbox: Mailbox) -> None:
    mailbox.send("first")
    mailbox.send("second", "Zażółć gęślą jaźń\n.\nafter a lone full stop")

    items = mailbox.get("/messages")["items"]

    assert [one["subject"] for one in items] == ["first", "second"]
    assert items[0]["to"] == ["dsl@school.example"]
    assert items[0]["message_id"] == "<first@lantern.invalid>"
    assert "Zażółć gęślą jaźń" in items[1]["text"]
    assert "after a lone full stop" in items[1]["text"]
    assert len(list((mailbox.home / "mail").glob("*.eml"))) == 2


def test_messages_can_only_be_read(mailbox: Mailbox) -> None:
    mailbox.send("kept")
    asked = urllib.request.Request(
        f"http://127.0.0.1:{mailbox.read_port}/messages", method="DELETE"
    )

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=5)  # noqa: S310  our own loopback address

    refused.value.close()
    assert refused.value.code == 405
    assert len(mailbox.get("/messages")["items"]) == 1


def test_a_message_over_the_limit_is_refused_and_not_kept(mailbox: Mailbox) -> None:
    with pytest.raises(smtplib.SMTPSenderRefused):
        mailbox.send("too-large", "x" * 70 + ("\n" + "x" * 70) * 20_000)

    mailbox.send("small")
    assert [one["subject"] for one in mailbox.get("/messages")["items"]] == ["small"]
