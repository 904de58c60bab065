"""What says that two reports are about the same."""

from uuid import uuid4

import pytest

from services.reporting.cases.models import Scope
from services.reporting.cases.rules import Reader
from services.reporting.concerns.rules_folding import fold_key, names_of, whole_names_in

SECRET = b"s" * 32
AMY, BO = uuid4(), uuid4()
NAMES = names_of([(AMY, "Amy", "O'Neill-Brown"), (BO, "Zoë", "Lee")])
DSL, DEPUTY = (Reader(uuid4(), Scope.WHOLE, why) for why in ("dsl", "ddsl"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Amy and Lee are mean.", set()),
        ("AMY ONEILL BROWN is mean, and zoe lee too.", {AMY, BO}),
        ("It was Zoë Lee!", {BO}),
        ("zoe leeway", set()),
        ("", set()),
    ],
)
def test_a_child_is_meant_where_both_names_stand_together(words: str, found: set[object]) -> None:
    assert whole_names_in(words, NAMES) == found


def test_the_same_people_and_the_same_readers_are_the_same() -> None:
    key = fold_key(SECRET, (DSL, DEPUTY), [AMY, BO], "medium")
    assert key == fold_key(SECRET, (DEPUTY, DSL), [BO, AMY], "medium")
    assert key is not None
    for other in (
        fold_key(SECRET, (DSL,), [AMY, BO], "medium"),
        fold_key(SECRET, (DSL, DEPUTY), [AMY], "medium"),
        fold_key(SECRET, (DSL, DEPUTY), [AMY, BO], "high"),
        fold_key(b"t" * 32, (DSL, DEPUTY), [AMY, BO], "medium"),
    ):
        assert other != key
    assert fold_key(SECRET, (DSL, DEPUTY), [], "medium") is None
