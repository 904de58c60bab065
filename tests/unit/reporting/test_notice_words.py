"""The words of notices to parents: plain, without a strange field, and only where G-17 allows."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from textstat import textstat

from services.reporting.notices.adapters import read_templates
from services.reporting.notices.rules import (
    BARRED,
    KEPT_OUT,
    NO_MAILBOX,
    NOT_LISTED,
    SHARED,
    Answer,
    Guardian,
    Template,
    fitting,
    what_is_missing,
    why_not_told,
    words_of,
)
from services.reporting.procedures.adapters import read_library

TODAY = date(2026, 11, 23)
HIGHEST_GRADE = 6.0


def a_guardian(**other: bool) -> Guardian:
    facts = {
        "is_barred": False,
        "shares_channel_with_barred": False,
        "has_mailbox": True,
        "is_kept_out": False,
    }
    return Guardian(uuid4(), uuid4(), "Mrs Fen", "Mother", **(facts | other))


@pytest.mark.parametrize("template", read_templates(), ids=lambda one: one.key)
def test_a_parent_reads_every_notice_at_grade_six_or_below(template: Template) -> None:
    words = words_of(template, "Mia", "Hilltop Primary School")
    assert isinstance(words["paragraphs"], list)
    told = " ".join([f"{words['title']}.", *words["paragraphs"]])
    assert textstat.flesch_kincaid_grade(told) <= HIGHEST_GRADE
    assert "{" not in told


def test_hard_words_would_be_found() -> None:
    hard = (
        "Subsequent investigations necessitate comprehensive multidisciplinary deliberation "
        "regarding the aforementioned inappropriate communications."
    )
    assert textstat.flesch_kincaid_grade(hard) > HIGHEST_GRADE


def test_a_template_with_an_unknown_field_does_not_start(tmp_path: Path) -> None:
    file = tmp_path / "notices.yaml"
    file.write_text('- {key: a, label: b, title: "About {class}", paragraphs: ["One."]}\n')
    with pytest.raises(ValueError, match="a has the unknown field class"):
        read_templates(file)


def test_every_procedure_has_words_and_every_name_is_a_procedure() -> None:
    procedures = set(read_library().procedures)
    assert {name for one in read_templates() for name in one.suits} <= procedures
    for name in procedures:
        offered = [one.key for one in fitting(read_templates(), name)]
        assert {"general", "update"} <= set(offered)
    assert fitting(read_templates(), "nudes")[0].key == "picture"


@pytest.mark.parametrize(
    ("guardian", "sentence"),
    [
        (None, NOT_LISTED),
        (a_guardian(is_barred=True), BARRED),
        (a_guardian(is_kept_out=True), KEPT_OUT),
        (a_guardian(shares_channel_with_barred=True), SHARED),
        (a_guardian(has_mailbox=False), NO_MAILBOX),
        (a_guardian(), None),
    ],
)
def test_who_may_be_told(guardian: Guardian | None, sentence: str | None) -> None:
    assert why_not_told(guardian) == sentence


def test_what_a_decision_needs() -> None:
    assert set(what_is_missing(None, "", None, TODAY)) == {
        "would_telling_put_child_at_risk",
        "reason",
    }
    assert set(what_is_missing(Answer.NOT_SURE, "He hit her.", None, TODAY)) == {"review_on"}
    assert set(what_is_missing(Answer.YES, "He hit her.", date(2026, 11, 22), TODAY)) == {
        "review_on"
    }
    assert not what_is_missing(Answer.YES, "He hit her.", TODAY, TODAY)
    assert not what_is_missing(Answer.NO, "I rang the mother.", None, TODAY)
