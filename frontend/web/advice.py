"""Advice as data: one file per topic and audience, and the links to support outside the school.

A topic is plain words with the date on which somebody last read it through. What differs between
schools comes from the school's profile alone, through the few fields of `FIELDS`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

LINKS: Final = Path(__file__).parent / "links.yaml"
POLICY: Final = Path(__file__).parent / "policy.yaml"
# What a text may name, and the key of the profile behind it.
FIELDS: Final[Mapping[str, str]] = {
    "area": "wording.area_name",
    "hate_site": "hate.reporting_site",
    "terror_site": "terror.reporting_site",
    "monitoring": "monitoring.supplier",
    "youngest": "social_media.min_age",
    "governors": "governors.report_cadence",
    "months": "policy.review_months",
    "phones": "devices.arrival_words",
    "search": "devices.search_consent_words",
    "staff_phones": "staff.device_rule",
    "filter": "filter.supplier",
}
A_TERM: Final = timedelta(days=120)
_FIELD = re.compile(r"\{(\w*)\}")

Words = Annotated[str, Field(min_length=1)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(_Data):
    """A heading with short points below it."""

    heading: Words
    points: tuple[Words, ...] = Field(min_length=1)


class Topic(_Data):
    """One page of advice; `links` names links by their keys."""

    title: Words
    about: Words
    reviewed: date
    sections: tuple[Section, ...] = Field(min_length=1)
    links: tuple[str, ...] = ()

    def fields(self) -> frozenset[str]:
        """Return the fields of the profile that the text names."""
        return frozenset(_FIELD.findall(self.model_dump_json(include={"title", "about"}))) | {
            name for one in self.sections for point in one.points for name in _FIELD.findall(point)
        }

    def told_by(self, profile: Mapping[str, object]) -> "Topic":
        """Return the topic in this school's words, less the points it has no words for."""

        def put(text: str) -> str:
            return _FIELD.sub(lambda found: str(profile[FIELDS[found[1]]]), text)

        def has_words(text: str) -> bool:
            return all(profile[FIELDS[name]] for name in _FIELD.findall(text))

        sections = tuple(
            Section(
                heading=one.heading,
                points=tuple(put(point) for point in one.points if has_words(point)),
            )
            for one in self.sections
        )
        told = {"title": put(self.title), "about": put(self.about), "sections": sections}
        return self.model_copy(update=told)


class Link(_Data):
    """A place outside the school: what it is for, whose it is, and when somebody last looked.

    `council` is the local authority whose schools see it; None is for everybody.
    """

    key: Words
    name: Words
    address: Annotated[str, Field(pattern=r"^https://[a-z0-9.-]+\.[a-z]+(/\S*)?$")]
    what: Words
    owner: Words
    checked_on: date | None = None
    phone: str = ""
    email: str = ""
    council: str | None = None
    gone_on: date | None = None  # somebody looked, and it was no longer there

    def waits_since(self, today: date) -> bool:
        """Say whether nobody has looked at it for a term, or ever; what is gone waits no more."""
        if self.gone_on is not None:
            return False
        return self.checked_on is None or today - self.checked_on > A_TERM


@cache
def read_topics(folder: Path) -> Mapping[str, Topic]:
    """Return the topics of one audience by their file's name.

    Raises ValueError for a text with a field or a link that nobody knows.
    """
    known = frozenset(one.key for one in read_links())
    topics: dict[str, Topic] = {}
    for file in sorted(folder.glob("*.yaml")):
        topics[file.stem] = _read_topic(file, known)
    return topics


def _read_topic(file: Path, known: frozenset[str]) -> Topic:
    topic = Topic.model_validate(yaml.safe_load(file.read_text("utf-8")))
    strange = (topic.fields() - FIELDS.keys()) | (set(topic.links) - known)
    if strange:
        message = f"{file.name} names {min(strange)}, which nobody knows"
        raise ValueError(message)
    return topic


@cache
def read_policy(file: Path = POLICY) -> Topic:
    """Return the policy in plain words, whose fields each school's profile fills in."""
    return _read_topic(file, frozenset())


@cache
def read_links(file: Path = LINKS) -> Sequence[Link]:
    """Return every link, in the order of the file."""
    links = TypeAdapter(tuple[Link, ...])
    return links.validate_python(yaml.safe_load(file.read_text("utf-8")))


def live_links(links: Sequence[Link]) -> Sequence[Link]:
    """Return the links less those that somebody found gone (A-1.28-2)."""
    return [one for one in links if one.gone_on is None]


def links_of(keys: Sequence[str]) -> Sequence[Link]:
    """Return the links with these keys, in the order asked, less those that are gone."""
    by_key = {one.key: one for one in read_links()}
    return live_links([by_key[key] for key in keys])
