"""The pictures of the front end and of reporting are the same hundred."""

from pathlib import Path

from frontend.pupil.coming_back import pictures
from frontend.pupil.telling import answers
from services.reporting.come_back.rules_pictures import NAMES, OPENMOJI

FRONTEND = Path(__file__).resolve().parents[4] / "frontend"


def drawn() -> dict[str, str]:
    lines = [
        line.split()
        for path in (FRONTEND / "web/pictures.txt", FRONTEND / "pupil/pictures.txt")
        for line in path.read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    return {line[0]: line[1] for line in lines}


def test_every_picture_of_a_code_stands_in_one_group_and_no_other_does() -> None:
    shown = [name for group in pictures.GROUPS for name in group.names]
    assert sorted(shown) == sorted(NAMES)


def test_every_picture_of_a_code_is_drawn_as_reporting_says() -> None:
    assert {name: drawn()[name] for name in NAMES} == OPENMOJI


def test_every_card_has_a_drawing() -> None:
    groups = (
        *(answers.DOORS, answers.SAFE, answers.FEELINGS, answers.TOPICS),
        *(answers.ABOUT_ADULT, answers.OTHER_ADULTS, answers.HELPING),
    )
    wanted = {card.picture for cards in groups for card in cards}
    assert wanted <= set(drawn())


def test_feelings_are_kinds_and_no_scale() -> None:
    assert [card.words for card in answers.FEELINGS] == ["Sad", "Scared", "Cross", "Mixed up", "OK"]
