"""The child's way through the page, as pure steps."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from frontend.pupil.telling import forms, journey
from frontend.pupil.telling.journey import JourneySeal, Lane, Step
from frontend.web.sealing import Unreadable

KEY = bytes(range(32))
ADULT = "7d1b1a52-0000-4000-8000-000000000001"


def press(at: journey.Journey, *fields: tuple[str, str]) -> journey.Journey:
    return forms.take(at, FormData(list(fields)), {ADULT}).journey


def at(step: Step, lane: Lane = Lane.BIG) -> journey.Journey:
    return journey.begin(lane).but(at=step)


def test_a_school_code_begins_with_two_doors_and_a_class_code_with_the_first_question() -> None:
    assert journey.begin(None).at is Step.DOORS
    assert journey.begin("little").at is Step.SAFE


def test_a_lane_that_nobody_knows_begins_with_the_doors() -> None:
    assert journey.begin("middle").at is Step.DOORS


def test_an_older_child_has_six_screens_and_a_younger_one_three() -> None:
    assert len(journey.ORDER[Lane.BIG]) == 6
    little = journey.ORDER[Lane.LITTLE]
    assert len(little) == 3
    assert Step.WORDS not in little
    assert Step.LOOK not in little


@pytest.mark.parametrize("step", journey.ORDER[Lane.BIG][:-1])
def test_skipping_takes_back_what_was_answered_and_moves_on(step: Step) -> None:
    full = at(step).but(
        safe_now="yes",
        feelings=("sad",),
        topics=("unkind",),
        account="words",
        chosen_adult="named",
        chosen_adult_id=ADULT,
        about_adult="no",
        name="Ella",
    )
    moved = press(full, ("go", "skip"))
    assert moved.at is journey.ORDER[Lane.BIG][journey.ORDER[Lane.BIG].index(step) + 1]
    field = {Step.TOPICS: "topics", Step.WORDS: "account", Step.ADULT: "chosen_adult"}
    left_out = field.get(step, {Step.SAFE: "safe_now"}.get(step, "about_adult"))
    both = ["feelings", "topics"] if step is Step.TOPICS else [left_out]
    assert journey.skipped(moved) == both


def test_back_from_the_first_question_leads_to_the_doors_only_where_there_were_doors() -> None:
    by_school = press(journey.begin(None), ("answer", "big"))
    assert press(by_school, ("go", "back")).at is Step.DOORS
    assert not journey.has_page_before(journey.begin("big"))


def test_words_written_before_going_back_are_kept() -> None:
    moved = press(at(Step.WORDS), ("words", "Half"), ("go", "back"))
    assert (moved.at, moved.account) == (Step.TOPICS, "Half")


def test_asking_for_a_talk_keeps_words_too() -> None:
    moved = press(at(Step.WORDS), ("words", "Help"), ("go", "talk"))
    assert (moved.account, moved.wants_talk, moved.at) == ("Help", True, Step.ADULT)


def test_blanks_are_no_words() -> None:
    assert press(at(Step.WORDS), ("words", " \n "), ("go", "next")).account is None


def test_a_grown_up_who_is_not_on_the_page_cannot_be_chosen() -> None:
    moved = press(at(Step.ADULT), ("answer", "7d1b1a52-0000-4000-8000-00000000dead"))
    assert (moved.chosen_adult, moved.chosen_adult_id) == (None, None)


def test_saying_no_to_the_chosen_grown_up_takes_the_choice_back() -> None:
    chosen = at(Step.NOT_ADULT).but(chosen_adult="named", chosen_adult_id=ADULT)
    moved = press(chosen, ("not_adult", ADULT), ("go", "next"))
    assert moved.not_adult_ids == (ADULT,)
    assert (moved.chosen_adult, moved.chosen_adult_id) == (None, None)


def test_choosing_a_grown_up_after_all_takes_the_no_back() -> None:
    kept_out = at(Step.ADULT).but(not_adult_ids=(ADULT,))
    moved = press(kept_out, ("answer", ADULT))
    assert (moved.chosen_adult_id, moved.not_adult_ids) == (ADULT, ())


def test_changing_one_answer_leads_back_to_the_last_page() -> None:
    changing = press(at(Step.LOOK), ("go", "change:topics"))
    assert changing.at is Step.TOPICS
    assert press(changing, ("answer", "unkind")).at is Step.LOOK


@pytest.mark.parametrize("step", [*journey.ORDER[Lane.BIG], Step.DOORS, Step.HELP_NOW])
def test_looking_up_what_to_do_leads_back_to_where_the_child_was(step: Step) -> None:
    index = press(at(step), ("words", "Half"), ("go", "guide"))
    assert (index.at, index.guide) == (Step.GUIDE, None)
    part = press(index, ("go", "guide:unkind"))
    assert part.guide == "unkind"
    again = press(part, ("go", "back"))
    assert (again.at, again.guide) == (Step.GUIDE, None)
    there = press(again, ("go", "back"))
    assert there.at is step
    if step is Step.WORDS:
        assert there.account == "Half"


def test_a_part_of_what_to_do_that_nobody_knows_is_the_list() -> None:
    assert press(at(Step.SAFE), ("go", "guide:cats")).guide is None


def test_a_language_is_picked_without_leaving_the_question_or_its_words() -> None:
    picked = press(at(Step.WORDS), ("words", "Half"), ("go", "language:ur"))
    assert (picked.language, picked.at, picked.account) == ("ur", Step.WORDS, "Half")
    assert press(picked, ("go", "language:<x>")).language is None


def test_only_the_last_page_sends() -> None:
    assert forms.take(at(Step.LOOK), FormData([("go", "send")]), set()).is_sending
    assert not forms.take(at(Step.ADULT), FormData([("go", "send")]), set()).is_sending


def test_sending_with_no_name_keeps_the_name_back_and_sending_with_one_takes_it() -> None:
    typed = ("name", "Ella")
    with_no_name = forms.take(at(Step.LOOK), FormData([typed, ("go", "send_unnamed")]), set())
    assert with_no_name.is_sending
    assert (with_no_name.journey.name, with_no_name.journey.name_was_kept_back) == (None, True)
    named = forms.take(at(Step.LOOK), FormData([typed, ("go", "send")]), set())
    assert (named.is_sending, named.journey.name) == (True, "Ella")


def test_enter_in_the_name_sends_nothing_and_keeps_it() -> None:
    pressed = forms.take(at(Step.LOOK), FormData([("name", "Ella"), ("go", "next")]), set())
    assert (pressed.is_sending, pressed.journey.at) == (False, Step.LOOK)
    assert pressed.journey.name == "Ella"


def test_a_feeling_and_what_it_is_about_are_told_on_one_page_and_each_may_be_left_out() -> None:
    both = press(at(Step.TOPICS), ("feeling", "sad"), ("answer", "unkind"))
    assert (both.feelings, both.topics, both.at) == (("sad",), ("unkind",), Step.WORDS)
    felt = press(at(Step.TOPICS), ("feeling", "sad"), ("go", "skip"))
    assert (felt.feelings, felt.topics) == (("sad",), ())
    assert press(at(Step.TOPICS), ("feeling", "happy"), ("answer", "unkind")).feelings == ()


def test_a_drawing_of_lines_is_kept_and_anything_else_is_left_out() -> None:
    drawn = press(at(Step.WORDS), ("drawing", "k1,2 3,4;r5,6"), ("go", "next"))
    assert drawn.drawing == "k1,2 3,4;r5,6"
    assert "account" not in journey.skipped(drawn)
    for wrong in ("<svg>", "k1,2;", "x1,2", "k501,2", "k1,301", "k1,2 " * 9000):
        assert press(at(Step.WORDS), ("drawing", wrong), ("go", "next")).drawing is None


def test_too_many_words_do_not_cost_the_drawing() -> None:
    long = FormData([("words", "a" * 10_001), ("drawing", "k1,2 3,4"), ("go", "next")])
    turn = forms.take(at(Step.WORDS), long, set())
    assert (turn.note, turn.journey.drawing) == (forms.TOO_LONG, "k1,2 3,4")


def test_a_younger_child_is_never_said_to_have_skipped_a_question_that_was_not_asked() -> None:
    assert journey.skipped(at(Step.LITTLE_ADULT, Lane.LITTLE)) == [
        "safe_now",
        "topics",
        "chosen_adult",
        "about_adult",
    ]


def test_with_no_name_is_an_answer_about_the_name() -> None:
    assert "name" not in journey.skipped(press(at(Step.LOOK), ("go", "send_unnamed")))


def test_a_journey_of_an_older_release_begins_again() -> None:
    older = JourneySeal(KEY)._seal.close(b'{"at": "feelings", "lane": "big"}', "CODE")
    with pytest.raises(Unreadable):
        JourneySeal(KEY).open(older, "CODE")


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["go", "answer", "words", "name", "not_adult", "about"]),
            st.one_of(
                st.text(max_size=30),
                st.sampled_from(["next", "back", "skip", "no", "little", "send", "change:words"]),
            ),
        ),
        max_size=25,
    )
)
def test_no_tapping_leads_off_the_way_or_out_of_the_seal(steps: list[tuple[str, str]]) -> None:
    seal, now = JourneySeal(KEY), journey.begin(None)
    for field in steps:
        now = seal.open(seal.close(press(now, field), "CODE"), "CODE")
        known = {*now.order, *journey.ASIDE, Step.DOORS, Step.GUIDE}
        assert now.at in known


def test_a_sealed_journey_shows_nothing_of_what_was_told() -> None:
    sealed = JourneySeal(KEY).close(at(Step.LOOK).but(account="secret words"), "CODE")
    assert "secret" not in sealed
    assert JourneySeal(KEY).open(sealed, "CODE").account == "secret words"


@pytest.mark.parametrize("wrong", ["", "====", "ééé", "A" * 400])
def test_what_was_not_sealed_here_does_not_open(wrong: str) -> None:
    with pytest.raises(Unreadable):
        JourneySeal(KEY).open(wrong, "CODE")


def test_a_journey_opens_on_its_own_page_and_with_its_own_key_only() -> None:
    sealed = JourneySeal(KEY).close(at(Step.LOOK), "CODE")
    with pytest.raises(Unreadable):
        JourneySeal(KEY).open(sealed, "OTHER")
    with pytest.raises(Unreadable):
        JourneySeal(bytes(32)).open(sealed, "CODE")


def test_a_journey_ends_after_a_day(movable_clock: Path) -> None:
    sealed = JourneySeal(KEY).close(at(Step.LOOK), "CODE")
    movable_clock.write_text(str(25 * 60 * 60))
    with pytest.raises(Unreadable):
        JourneySeal(KEY).open(sealed, "CODE")


def test_words_do_not_show_where_a_journey_is_printed() -> None:
    assert "secret" not in repr(at(Step.LOOK).but(account="secret", name="secret"))
