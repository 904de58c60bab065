"""Every text of the child's page stands in every catalogue, and only checked ones are shown."""

import re
from datetime import datetime
from html.parser import HTMLParser

import pytest
from babel.messages.catalog import Catalog

from frontend.locale import NAMES, catalogues
from frontend.pupil.telling import journey, pages
from frontend.pupil.telling.journey import Step
from frontend.pupil.texts import every_text
from frontend.web import languages
from frontend.web.languages import Language
from frontend.web.pages import make_templates
from services.reporting.pupil_reports import actions, rules
from tests.unit.frontend.pupil.screens import drawn_in, screens, sent_in

PLACE = re.compile(r"%\(\w+\)s|</?b>")
WORDS_OF_A_LATIN_PAGE = re.compile(r"[A-Za-z]{3,}")
# Names that stay as they are, and what a child sees on buttons of other makers.
STAYS = frozenset({"CEOP", "Childline", "Reception", "Year", "name", "names", "day"})
# Names of people, of helpers and of languages, letters, numbers, signs.
STAYS_AS_IT_IS = re.compile(
    r"English|Mrs Shah|Mr Cole|CEOP|Childline|Report Remove|[a-z]+\.[a-z./]+|[A-Z]|[\dA-Z\W_]*"
    + "".join(f"|{name}" for name in NAMES.values())
)
HOW_FAR = re.compile(r" \d / \d$")
LABELS = frozenset({"aria-label", "alt", "title", "placeholder", "data-words"})
VOID = frozenset({"img", "input", "meta", "link", "br"})


class _Unspoken(HTMLParser):
    """Collects what a child meets outside a pair of lines: texts, and labels of things."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if not any(self._open):
            self.found += [value for name, value in attrs if name in LABELS and value]
        if tag not in VOID:
            paired = told.get("class") in {"home", "english"}
            unseen = tag in {"head", "script", "svg", "textarea"} or "hidden" in told
            self._open.append(paired or unseen)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        words = HOW_FAR.sub("", " ".join(data.split()))
        if words and not any(self._open):
            self.found.append(words)


def unspoken(html: str) -> list[str]:
    """Return what stands in the body of a page without being one of a pair of lines."""
    reader = _Unspoken()
    reader.feed(html.replace("<wbr>", ""))
    return reader.found


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


@pytest.mark.parametrize("code", sorted(NAMES))
def test_no_words_of_any_screen_stand_in_english_alone(code: str) -> None:
    language = languages.picked(code, has_drafts=True)
    assert language is not None
    known = frozenset(language.texts.values())
    found = {
        (name, words)
        for name, _, html in screens(language)
        for words in unspoken(html)
        if words not in known and not STAYS_AS_IT_IS.fullmatch(words)
    }
    assert found == set()


@pytest.mark.parametrize("code", sorted(NAMES))
def test_every_screen_says_in_which_language_it_is_and_how_it_runs(code: str) -> None:
    language = languages.picked(code, has_drafts=True)
    way = "rtl" if code in {"ar", "ur"} else "ltr"
    for name, _, html in screens(language):
        assert f'<html lang="{code}" dir="{way}">' in html, name
        assert html.count('class="home"') == html.count('class="english"') > 3, name


def test_words_that_were_left_in_english_would_be_found() -> None:
    paired = '<span class="home">x</span> <span class="english">y</span>'
    head = "<head><title>no</title></head>"
    html = f'{head}<p aria-label="Pens">{paired} Left <b hidden>no</b></p>'
    assert unspoken(html) == ["Pens", "Left"]


def test_what_reporting_may_promise_is_known_to_the_catalogues() -> None:
    noon = datetime.fromisoformat("2026-11-25T12:00:00+00:00")
    end = datetime.fromisoformat("2026-11-25T15:30:00+00:00")
    today = rules.promise(noon, ends_at=end, next_day="Thursday")
    assert {today, rules.NOW, actions.NOBODY_HERE} == set(pages.PROMISES)
    later = pages.promised(rules.promise(noon, ends_at=None, next_day="Thursday"))
    assert (later.text, later.day) == (pages.ON_A_DAY, "Thursday")
