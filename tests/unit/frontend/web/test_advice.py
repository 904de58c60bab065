"""The files of advice: whole, with known fields and links, and plain enough for parents."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from textstat import textstat

from frontend.parent.advice.routes import TOPICS as FOR_PARENTS
from frontend.staff.advice.resources import read_resources
from frontend.web.advice import (
    A_TERM,
    Link,
    Topic,
    live_links,
    read_links,
    read_policy,
    read_topics,
)
from operations.links import reminders

HIGHEST_GRADE = 6.0
TODAY = date(2026, 11, 25)
A_FILE = """
title: A title
about: What it is about.
reviewed: 2026-11-25
sections:
  - heading: A heading
    points: [{point}]
"""


@pytest.mark.parametrize("key", read_topics(FOR_PARENTS))
def test_a_parent_reads_every_topic_at_grade_six_or_below(key: str) -> None:
    assert textstat.flesch_kincaid_grade(words_of(read_topics(FOR_PARENTS)[key])) <= HIGHEST_GRADE


def test_everybody_reads_the_policy_at_grade_six_or_below() -> None:
    assert textstat.flesch_kincaid_grade(words_of(read_policy())) <= HIGHEST_GRADE


def words_of(topic: Topic) -> str:
    points = [point for one in topic.sections for point in one.points]
    return " ".join([f"{topic.title}.", topic.about, *points])


def test_a_field_that_nobody_knows_is_found_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(A_FILE.format(point='"Ring {nobody}."'))
    with pytest.raises(ValueError, match=r"one.yaml names nobody"):
        read_topics(tmp_path)


def test_a_topic_without_a_day_is_refused(tmp_path: Path) -> None:
    whole = A_FILE.format(point="Words.")
    (tmp_path / "one.yaml").write_text(whole.replace("reviewed: 2026-11-25\n", ""))
    with pytest.raises(ValidationError, match="reviewed"):
        read_topics(tmp_path)


def test_the_keys_of_links_are_each_used_once() -> None:
    keys = [one.key for one in (*read_links(), *read_resources())]
    assert len(keys) == len(set(keys))


def a_link(checked_on: date | None) -> Link:
    return Link(
        key="one",
        name="A helpline",
        address="https://help.example/",
        what="Help",
        owner="A charity",
        checked_on=checked_on,
    )


@pytest.mark.rule("A-1.8-5")
def test_a_link_that_nobody_looked_at_for_a_term_is_named() -> None:
    old = TODAY - A_TERM - timedelta(days=1)
    waiting = [*reminders([a_link(old), a_link(None), a_link(TODAY - A_TERM)], TODAY)]
    assert waiting == [
        f"A helpline (A charity): https://help.example/, last looked at on {old}",
        "A helpline (A charity): https://help.example/, never looked at",
    ]


@pytest.mark.rule("A-1.28-2")
def test_a_link_waits_for_a_person_until_they_say_that_it_lives_or_is_gone() -> None:
    [second] = [one for one in read_links() if one.key == "see_it_report_it"]
    assert [*reminders([second], TODAY)] != []
    alive = second.model_copy(update={"checked_on": TODAY})
    gone = second.model_copy(update={"gone_on": TODAY})
    assert [*reminders([alive, gone], TODAY)] == []
    assert live_links([alive, gone]) == [alive]
