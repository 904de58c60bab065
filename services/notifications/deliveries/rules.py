"""What a message says, which is nothing, and when it is tried again; pure."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from string import Formatter
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifications.deliveries.models import Channel, Purpose, Reason

# Back-off without an end. A server that is away or busy is asked again within 90 seconds, so that
# what waits arrives within two minutes of its return (security.md R3); one that refuses an
# address, and an address we do not have, are asked again less often.
SOON: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 90))
SELDOM: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 600))
STUBBORN: Final = frozenset(
    {Reason.SERVER_REFUSED, Reason.NO_ADDRESS, Reason.BAD_ADDRESS, Reason.NOT_GUARDED}
)
# For these roles a colleague's answer is answer enough. The adult whom a child chose is asked to
# come and talk, whatever a lead has done: their message leaves all the same.
ANSWERING: Final = ("dsl", "ddsl", "chair")
# Who hears that a device is held for the police.
LEADS: Final = ("dsl", "ddsl")
# Who sits above the school and does not work in it.
GOVERNORS: Final = ("chair", "saf_gov")
# How long reporting may take to let somebody in whom the ladder asked.
WAIT_FOR_ACCESS: Final = timedelta(seconds=2)
# A try that was cut off by the end of the worker is taken up again after this.
LEASE: Final = timedelta(seconds=60)

# On the school's own clock; a message that waits is looked at again every quarter of an hour.
QUIET_FROM: Final = time(18)
QUIET_UNTIL: Final = time(7)
QUIET_LOOK: Final = timedelta(minutes=15)
CAN_WAIT: Final = frozenset({"medium", "low"})
# What a person may read in the app alone, or hear of once a week; never an alert.
HELD_BACK: Final = frozenset({Purpose.TASK, Purpose.OVERDUE, Purpose.SHARE_ANSWER})
URGENT: Final = frozenset({"critical", "high"})


@dataclass(frozen=True)
class QuietWishes:
    """When a person wants no mail about what can wait, and where they are now."""

    in_class: bool
    evenings: bool
    in_school: bool
    zone: str


# Somebody may come back sooner than they thought.
LOOK_AGAIN: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Template:
    """The fixed words of a message; a test refuses every field but those of FIELDS (G-21)."""

    subject: str
    body: str


FIELDS: Final = frozenset({"public_url", "notice_id"})
# Where a message may lead: the sign-in, or a page that asks for a code.
_PLACES: Final = re.compile(
    r"\{public_url\}/(staff(/[a-z-]+)?|(parent/n|partner/s|staff/my-address)/\{notice_id\})"
    r"(?=[\s.]|$)"
)


def why_not_template(template: Template) -> str | None:
    """Return why these words may not leave the house, or None (G-21).

    Unknown fields, and any address but those of a page that asks who is there, are refused.
    """
    for words in (template.subject, template.body):
        named = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
        strange = [name for name in named if name not in FIELDS]
        if strange:
            return f"holds the field {strange[0]}, which is not one of {', '.join(sorted(FIELDS))}"
        rest = _PLACES.sub("", words)
        if "://" in rest or "{" in rest:
            return "leads to a page that could be read without signing in"
    return None


_NO_MORE: Final = "This message says no more on purpose. Please do not reply to it.\n"
_NEW: Final = Template(
    "A new item needs your attention",
    "A new item needs your attention.\n\n"
    f"Please sign in to Lantern: {{public_url}}/staff\n\n{_NO_MORE}",
)
_URGENT: Final = Template(
    "Urgent: a new item needs your attention",
    "A new item needs your attention at once.\n\n"
    "Please sign in to Lantern and answer it: {public_url}/staff\n\n"
    f"If you do not, the next person is asked in five minutes.\n\n{_NO_MORE}",
)
_SEE_THE_LEAD: Final = Template(
    "Please see the safeguarding lead",
    "Please speak to your school's safeguarding lead today, in person or by phone.\n\n"
    f"They will tell you what you need to know.\n\n{_NO_MORE}",
)
_DEVICE_NOTICE: Final = Template(
    "A message from school",
    "The school has a message for you.\n\n"
    "You can read it here: {public_url}/parent/n/{notice_id}\n\n"
    "You need the code that the school gives you another way."
    " Please do not reply to this message.\n",
)
_DEVICE_HELD: Final = Template(
    "Urgent: a device needs your attention",
    "A device at school needs your attention today.\n\n"
    f"Please sign in to Lantern: {{public_url}}/staff/devices\n\n{_NO_MORE}",
)
_SHARE_LINK: Final = Template(
    "A school has something for you to read",
    "A school has something for you to read.\n\n"
    "You can read it here: {public_url}/partner/s/{notice_id}\n\n"
    "The link works once, within 48 hours. You need the code that the school gives you by"
    " telephone. Please do not reply to this message, and do not pass it on.\n",
)
_ADDRESS_TRY: Final = Template(
    "Please confirm this address",
    "Somebody gave this address to Lantern, for messages from school.\n\n"
    "If it was you, sign in and confirm it within 48 hours:"
    " {public_url}/staff/my-address/{notice_id}\n\n"
    "If it was not you, do nothing: no other message will come here.\n",
)
_STAFF_REMINDER: Final = Template(
    "A reminder for everybody who works at school",
    "Please remember, today above all: do not write, post, share or comment online about"
    " children, families or colleagues, and do not answer journalists or messages about the"
    " school. Send whoever asks to the head teacher.\n\n"
    "If you are worried about a child, tell the safeguarding lead in person or here:"
    f" {{public_url}}/staff\n\n{_NO_MORE}",
)
_DIGEST: Final = Template(
    "Your week in Lantern",
    "Your weekly overview is ready: what came in, what was closed, what has not moved.\n\n"
    f"Please sign in to Lantern: {{public_url}}/staff/overview\n\n{_NO_MORE}",
)
_OVERDUE: Final = Template(
    "Something of yours is overdue",
    "Something that waits for you is overdue.\n\n"
    f"Please sign in to Lantern: {{public_url}}/staff/planner\n\n{_NO_MORE}",
)
_TASK: Final = Template(
    "Something waits for you",
    "Somebody at school asks you to do something.\n\n"
    f"Please sign in to Lantern: {{public_url}}/staff/tasks\n\n{_NO_MORE}",
)
_WEEKLY: Final = Template(
    "Something waits for you in Lantern",
    "Last week something came for you that could wait.\n\n"
    f"Please sign in to Lantern: {{public_url}}/staff\n\n{_NO_MORE}",
)
TEMPLATES: Final = {
    (Purpose.ALERT, False): _NEW,
    (Purpose.ALERT, True): _URGENT,
    (Purpose.PROCEDURE, False): _NEW,
    (Purpose.SEE_THE_LEAD, False): _SEE_THE_LEAD,
    (Purpose.DEVICE_NOTICE, False): _DEVICE_NOTICE,
    (Purpose.DEVICE_HELD, False): _DEVICE_HELD,
    (Purpose.SHARE_LINK, False): _SHARE_LINK,
    (Purpose.ADDRESS_TRY, False): _ADDRESS_TRY,
    (Purpose.SHARE_ANSWER, False): _NEW,
    (Purpose.STAFF_REMINDER, False): _STAFF_REMINDER,
    (Purpose.DIGEST, False): _DIGEST,
    (Purpose.OVERDUE, False): _OVERDUE,
    (Purpose.WEEKLY, False): _WEEKLY,
    (Purpose.TASK, False): _TASK,
}


@dataclass(frozen=True)
class Words:
    """What decides which fixed words a message has: what it is for, and how urgent that is."""

    purpose: str
    urgency: str | None = None

    @property
    def template(self) -> Template:
        """Return the words."""
        return TEMPLATES[Purpose(self.purpose), self.urgency == "critical"]


@dataclass(frozen=True)
class Outgoing:
    """One message about to leave: to whom, and for a guardian which notice."""

    delivery_id: UUID
    address: str
    notice_id: UUID | None
    words: Words = Words(Purpose.ALERT)
    channel: str = Channel.EMAIL
    attempts: int = 1


def next_try_at(now: datetime, attempts: int, reason: Reason) -> datetime:
    """Return when to try again after `attempts` tries (1 after the first); there is no last."""
    steps = SELDOM if reason in STUBBORN else SOON
    return now + steps[min(max(attempts, 1), len(steps)) - 1]


def is_quiet(wants: QuietWishes, urgency: str | None, now: datetime) -> bool:
    """Say whether a message about what can wait must wait now (D-7.8.1-3).

    Nobody can hold back what is critical or high, nor what the ladder sends (G-11).
    """
    if urgency not in CAN_WAIT:
        return False
    local = now.astimezone(ZoneInfo(wants.zone)).time()
    is_evening = not QUIET_UNTIL <= local < QUIET_FROM
    return (wants.evenings and is_evening) or (wants.in_class and wants.in_school)


def look_again_at(now: datetime, away_until: datetime) -> datetime:
    """Return when to ask again whether somebody who is away is back."""
    return min(away_until, now + LOOK_AGAIN)


def message_id(delivery_id: UUID, mail_from: str) -> str:
    """Return the same id for every try, so that a mailbox can fold a message sent again."""
    return f"<{delivery_id}@{domain_of(mail_from)}>"


def domain_of(mail_from: str) -> str:
    """Return the domain of our own address."""
    return mail_from.rpartition("@")[2]


def plain_words(going: Outgoing, public_url: str) -> dict[str, str]:
    """Return the same fixed words for a provider that sends them itself."""
    template = going.words.template
    body = template.body.format(public_url=public_url, notice_id=going.notice_id)
    if going.channel == Channel.SMS:
        return {"body": f"{template.subject}. {first_address(body)}".strip()}
    return {"subject": template.subject, "body": body}


def first_address(body: str) -> str:
    """Return the one address that a message may hold; "" where it holds none."""
    return next((word for word in body.split() if "://" in word), "")


def write_message(going: Outgoing, mail_from: str, public_url: str, now: datetime) -> EmailMessage:
    """Return the message: one recipient, fixed words, nothing of the case (T7).

    Raises ValueError for an address that would break a header.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = mail_from
    message["To"] = going.address
    template = going.words.template
    message["Subject"] = template.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(going.delivery_id, mail_from)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(template.body.format(public_url=public_url, notice_id=going.notice_id))
    if len(message["To"].addresses) != 1 or message["To"].defects:
        raise ValueError("not one plain address")
    return message
