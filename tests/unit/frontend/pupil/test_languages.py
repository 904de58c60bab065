"""Every text of the child's page stands in every catalogue, and only checked ones are shown."""

import re
from datetime import datetime

import pytest
from babel.messages.catalog import Catalog

from frontend.locale import NAMES, catalogues
from frontend.pupil.coming_back.pictures import GROUPS
from frontend.pupil.telling import journey, pages
from frontend.pupil.telling.journey import Lane, Step
from frontend.pupil.texts import every_text
from frontend.web import languages
from frontend.web.languages import Language
from frontend.web.pages import make_templates
from services.reporting.pupil_reports import actions, rules
from tests.unit.frontend.pupil.screens import coming_back_in, drawn_in, sent_in, sentences

PLACE = re.compile(r"%\(\w+\)s|</?b>")
WORDS_OF_A_LATIN_PAGE = re.compile(r"[A-Za-z]{3,}")
# Names that stay as they are, and what a child sees on buttons of other makers.
STAYS = frozenset({"CEOP", "Childline", "Reception", "Year", "name", "names", "day"})
PICTURES = frozenset(name for group in GROUPS for name in group.names)
# Who sent it, and what is no text of ours.
TAKEN_AS_IT_IS = re.compile(r"English|Polski|Rom.n.|Mrs Shah|CEOP|[A-Z]|\W*")


def only_english(html: str) -> str:
    """Return the page without what stands there in both languages, and without its head."""
    body = html.split("</head>")[1]
    return re.sub(r'<span class="home".*?</span> <span class="english".*?</span>', " ", body)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    catalogues.compile_all()
    languages.every_language.cache_clear()


@pytest.fixture(params=sorted(NAMES))
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return catalogues.read(catalogues.files()[request.param])


def test_every_text_has_a_translation_and_no_catalogue_holds_another(catalogue: Catalog) -> None:
    told = {str(one.id) for one in catalogue if one.id and one.string}
    assert told == every_text()


def test_every_placeholder_and_every_mark_stands_in_the_translation(catalogue: Catalog) -> None:
    for one in catalogue:
        assert sorted(PLACE.findall(str(one.id))) == sorted(PLACE.findall(str(one.string))), one.id


def test_every_number_stands_in_the_translation(catalogue: Catalog) -> None:
    for one in catalogue:
        for number in ("999", "0800 1111"):
            assert (number in str(one.id)) == (number in str(one.string)), one.id


def test_no_translation_is_the_english_left_as_it_was(catalogue: Catalog) -> None:
    same = {str(one.id) for one in catalogue if one.id and one.id == one.string}
    assert same <= {"cactus", "crab", "panda", "pizza", "tractor", "zebra"}


@pytest.mark.parametrize("code", ["ar", "ur", "uk"])
def test_other_scripts_hold_no_latin_words_but_names(code: str) -> None:
    for one in catalogues.read(catalogues.files()[code]):
        if one.id:
            found = set(WORDS_OF_A_LATIN_PAGE.findall(str(one.string)))
            assert found <= STAYS, one.id


def test_a_draft_is_hidden_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = Language("pl", "draft", {})
    checked = Language("ur", "checked by Sana Elmwood on 2026-11-20", {})
    monkeypatch.setattr(languages, "every_language", lambda: (draft, checked))
    assert languages.shown(has_drafts=False) == (checked,)
    assert languages.shown(has_drafts=True) == (draft, checked)
    assert languages.picked("pl", has_drafts=False) is None
    assert languages.picked("pl", has_drafts=True) == draft
    assert languages.picked("xx", has_drafts=True) is None


def test_nobody_has_checked_a_catalogue_that_says_draft() -> None:
    assert {one.code for one in languages.every_language()} == set(NAMES)
    for one in languages.every_language():
        assert one.review == "draft" or one.is_checked


@pytest.mark.parametrize("code", ["ar", "ur"])
def test_a_number_to_ring_keeps_its_order_from_right_to_left(code: str) -> None:
    language = languages.picked(code, has_drafts=True)
    assert language is not None
    numbers = [one for one in language.texts.values() if "0800" in one]
    assert numbers
    assert [one for one in numbers if "\u20660800 1111\u2069" not in one] == []


def test_a_day_stands_in_each_line_in_its_own_language() -> None:
    urdu = languages.picked("ur", has_drafts=True)
    html = sent_in(urdu, "A grown-up will look at this on Thursday, when school is open.")
    english = "A grown-up will look at this on Thursday, when school is open.</span>"
    assert f'<span class="english" lang="en-GB" dir="ltr">{english}' in html
    assert urdu is not None
    assert urdu.texts[pages.ON_A_DAY] % {"day": urdu.texts["Thursday"]} in html
    assert english.removesuffix("</span>") in sent_in(None, english.removesuffix("</span>"))


@pytest.mark.parametrize("code", [None, "ur"])
def test_no_line_ends_within_grown_up(code: str | None) -> None:
    environment = make_templates("pupil")
    languages.speak(environment)
    said = environment.from_string("{{ _('Go and tell a grown-up.') }}")
    language = languages.picked(code, has_drafts=True)
    assert 'tell a <span class="whole">grown-up</span>.' in said.render(language=language)


def test_the_home_language_stands_first_and_the_english_beside() -> None:
    urdu = languages.picked("ur", has_drafts=True)
    html = drawn_in(urdu, journey.begin("little").but(at=Step.SAFE))
    assert '<html lang="ur" dir="rtl">' in html
    home = f'<span class="home" lang="ur" dir="rtl">{urdu.texts["Yes, I am safe"] if urdu else ""}'
    assert (
        f'{home}</span> <span class="english" lang="en-GB" dir="ltr">Yes, I am safe</span>' in html
    )


@pytest.mark.parametrize("lane", list(Lane))
@pytest.mark.parametrize("code", sorted(NAMES))
def test_no_sentence_of_a_screen_stands_in_english_alone(lane: Lane, code: str) -> None:
    language = languages.picked(code, has_drafts=True)
    for step in (*journey.ORDER[lane], Step.HELP_NOW, Step.GUIDE, Step.NOT_ADULT):
        html = drawn_in(language, journey.begin(lane).but(at=step))
        both = html.count('class="home"')
        assert both == html.count('class="english"') > 3, step


@pytest.mark.parametrize("code", sorted(NAMES))
def test_no_sentence_of_coming_back_stands_in_english_alone(code: str) -> None:
    language = languages.picked(code, has_drafts=True)
    for name, html in coming_back_in(language):
        assert html.count('class="home"') == html.count('class="english"') > 3, name
        # under its picture a name stands in the child's language alone: a hundred names are heavy
        named = PICTURES | {language.texts[one] for one in PICTURES} if language else PICTURES
        told = set(sentences(only_english(html))) - named
        assert {one for one in told if not TAKEN_AS_IT_IS.fullmatch(one)} == set(), name


def test_what_reporting_may_promise_is_known_to_the_catalogues() -> None:
    noon = datetime.fromisoformat("2026-11-25T12:00:00+00:00")
    end = datetime.fromisoformat("2026-11-25T15:30:00+00:00")
    today = rules.promise(noon, ends_at=end, next_day="Thursday")
    assert {today, rules.NOW, actions.NOBODY_HERE} == set(pages.PROMISES)
    later = pages.promised(rules.promise(noon, ends_at=None, next_day="Thursday"))
    assert (later.text, later.day) == (pages.ON_A_DAY, "Thursday")
