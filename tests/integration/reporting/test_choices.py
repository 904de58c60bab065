"""Questions that offer a list: one of it is recorded, anything else is refused."""

from typing import Any

import pytest

from services.reporting.procedures.adapters import read_library
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio

# Which rule is which line of which list; the list is what the DSL sees.
CATEGORIES = {
    "A-1.37-1": "sexual images of children",
    "A-1.37-2": "grooming, or arranging sexual acts against children",
    "A-1.37-3": "pornography or adult content",
    "A-1.37-4": "discrimination, racial or religious hatred",
    "A-1.37-5": "gambling or betting",
    "A-1.37-6": "private auctions",
    "A-1.37-7": "a site that encourages illegal acts",
    "A-1.37-8": "threats, or promoting violence or harm to the mind",
    "A-1.37-9": "offensive to colleagues, or bringing the school into disrepute",
    "A-1.37-10": "private business on school systems",
    "A-1.37-11": "getting round the filter or other safeguards",
    "A-1.37-12": "giving away confidential facts, access codes or passwords",
    "A-1.37-13": "viruses or harmful files",
    "A-1.37-14": "traffic that clogs the network",
    "D-9.1-5": "abusive or inappropriate messages",
    "D-7.8-2": "chain mail",
    "A-1.15-1": "school e-mail used for something else",
    "D-8.1-4": "social media on a school device",
}
BREACHES = {
    "A-1.10-16": "a password or login was shared",
    "A-1.10-11": "a program was downloaded or run without leave",
    "D-7.5-4": "a strange attachment was opened",
}
LINES = [
    *(("acceptable_use", "misuse_category", rule, line) for rule, line in CATEGORIES.items()),
    *(("infosec", "breach_kind", rule, line) for rule, line in BREACHES.items()),
    *(("low_level", "outcome_code", "D-8.2-3", one) for one in ("civil law", "criminal law")),
    ("low_level", "outcome_code", "D-8.2-3", "discipline"),
    *(
        ("radicalisation", "content_tags", "A-1.25-1", one)
        for one in ("far right", "far left", "Islamist", "war-game themed", "voice chat")
    ),
    ("commerce", "platform", "A-1.34-6", "game with chat or voice"),
    *(
        ("cyberbullying", "platform", "D-8.1-2", one)
        for one in ("blog", "wiki", "social network", "forum", "message board", "chat room")
    ),
    *(("cyberbullying", "platform", "D-8.1-2", one) for one in ("messenger", "app")),
    ("cyberbullying", "platform", "D-8.1-2", "video or photo sharing"),
    *(
        ("cyberbullying", "technology", "D-7.1-1", one)
        for one in ("computer", "internet", "e-mail", "games console", "camera or webcam")
    ),
    *(("cyberbullying", "setting", "A-1.5-17", one) for one in ("a lesson", "a club")),
    ("cyberbullying", "setting", "A-1.5-17", "before or after school"),
]


@pytest.mark.parametrize(
    ("procedure", "question", "line"),
    [
        pytest.param(procedure, question, line, marks=pytest.mark.rule(rule), id=f"{rule}-{line}")
        for procedure, question, rule, line in LINES
    ],
)
async def test_one_of_the_list_is_recorded(
    town: Any, procedure: str, question: str, line: str
) -> None:
    case_id = await triaged(town, "other", procedure=procedure)
    shown = (await town.page("dsl", case_id))["procedure"]["questions"]
    (asked,) = [one for one in shown if one["key"] == question]
    assert line in asked["choices"]
    other = await town.do("dsl", case_id, "answers", question=question, words="something mine")
    assert other.json()["detail"] == "Choose one of the list."
    said = await town.do("dsl", case_id, "answers", question=question, words=line)
    assert said.status_code == 200
    again = (await town.page("dsl", case_id))["procedure"]["questions"]
    (answered,) = [one for one in again if one["key"] == question]
    assert answered["words"] == line
    assert answered["by"]


def test_every_list_belongs_to_an_open_question_that_a_procedure_asks() -> None:
    library = read_library()
    asked = {key for one in library.procedures.values() for key in one.ask}
    assert set(library.choices) <= asked - library.yes_no
