"""Every text of the child's page that a catalogue must hold.

`python -m frontend.pupil.texts` brings the catalogues up to it.
"""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from frontend.clients.accounts import PublicSchool, PupilPage
from frontend.locale.catalogues import update
from frontend.pupil.coming_back import messages, pictures
from frontend.pupil.coming_back import routes as coming_back
from frontend.pupil.showing_card import routes as showing_card
from frontend.pupil.telling import answers, forms, guide, journey, pages, routes
from frontend.pupil.telling.journey import Lane, Step
from frontend.web.pages import make_templates
from services.shared import clock

TEMPLATES = Path(__file__).resolve().parent / "templates"
SAYS = frozenset({"_", "plain"})


def every_text() -> frozenset[str]:
    """Return what the templates say, and what they are given to say."""
    return frozenset([*_in_templates(), *_in_cards(), *_in_pages(), *_in_notes()])


def _in_templates() -> Iterator[str]:
    environment = make_templates("pupil")
    for file in sorted(TEMPLATES.rglob("*.html")):
        tree = environment.parse(file.read_text())
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in SAYS and call.args:
                # a text, or the texts that a choice chooses from
                yield from (
                    str(one.value)
                    for one in (call.args[0], *call.args[0].find_all(nodes.Const))
                    if isinstance(one, nodes.Const)
                )


def _in_cards() -> Iterator[str]:
    groups = (answers.DOORS, answers.SAFE, answers.FEELINGS, answers.TOPICS)
    for card in (card for cards in (*groups, answers.ABOUT_ADULT) for card in cards):
        yield from (one for one in (card.words, card.more) if one)
    yield from (card.words for card in (*answers.OTHER_ADULTS, *answers.HELPING))
    yield from (text for do in answers.DO_NOW.values() for text in do)
    yield from answers.DO_ALWAYS
    yield from (pen.words for pen in answers.PENS)
    yield from (part.title for part in guide.PARTS)
    for one in guide.GUIDES:
        yield from (one.title, *one.lines)
    for helper in guide.HELPERS:
        yield from (helper.is_for, helper.is_not_for)


def _in_pages() -> Iterator[str]:
    nobody = PublicSchool(id=journey.NOBODY, name="")
    page = PupilPage(code="", school=nobody, token="", expires_at=clock.now())
    for lane in Lane:
        for step in Step:
            at = journey.begin(lane).but(at=step)
            shown = pages.cards_page(at)
            yield from (shown.question, *shown.hints) if shown else ()
        empty = journey.begin(lane).but(at=Step.LOOK)
        for told in (empty, empty.but(drawing="k1,1"), empty.but(wants_talk=True)):
            yield from (text for row in pages.answer_rows(told, page) for text in row.texts)


def _in_notes() -> Iterator[str]:
    yield from (forms.TOO_LONG, forms.A_FILE, routes.STARTED_AGAIN)
    yield from (*pages.PROMISES, pages.ON_A_DAY, *pages.DAYS)
    yield from (coming_back.NOT_FOUND, coming_back.WAIT, coming_back.ASLEEP)
    yield from (coming_back.HAD_A_REST, *messages.NOTES)
    yield from showing_card.SENTENCES.values()
    yield showing_card.ASLEEP
    yield from (group.title for group in pictures.GROUPS)
    yield from pictures.NAMES


if __name__ == "__main__":
    update(every_text())
