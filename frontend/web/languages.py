"""Pages in the languages of the school's families; the English always stands beside.

A catalogue is `frontend/locale/<code>/LC_MESSAGES/pupil.po`. Its header `X-Review` says "draft", or
"checked by NAME on DATE": a draft is shown where `preview_languages` is set, and else to nobody.
"""

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from frontend.locale import DOMAIN, FOLDER, NAMES

CHECKED: Final = "checked by "
RIGHT_TO_LEFT: Final = frozenset({"ar", "ur"})
# In a line from right to left "0800 1111" would stand as "1111 0800", and a child would ring that:
# the signs around it (left-to-right isolate) keep its groups in order.
NUMBER: Final = re.compile(r"\d+(?: \d+)+")
IN_ORDER: Final = "\u2066\\g<0>\u2069"
# One word each to a child who reads letter by letter: no line may end within it.
ONE_WORD: Final = re.compile(r"\b(?:[Gg]rown-ups?|e-mails?)\b")
WHOLE: Final = '<span class="whole">\\g<0></span>'


@dataclass(frozen=True)
class Language:
    """One catalogue: its `review` as the header has it, and what each English text is in it."""

    code: str
    review: str
    texts: Mapping[str, str]

    @property
    def own_name(self) -> str:
        """How its speakers call it."""
        return NAMES[self.code]

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML has it."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    @property
    def is_checked(self) -> bool:
        """Whether a named person has read all of it."""
        return self.review.startswith(CHECKED)


@cache
def every_language() -> tuple[Language, ...]:
    """Return the languages whose catalogues are compiled, in the order in which they are shown."""
    files = {code: gettext.find(DOMAIN, str(FOLDER), [code]) for code in NAMES}
    return tuple(_language(code, Path(file)) for code, file in files.items() if file)


def _language(code: str, file: Path) -> Language:
    with file.open("rb") as opened:
        compiled = gettext.GNUTranslations(opened)
    # Looked for again: GNUTranslations offers one text at a time and no way to list them, and the
    # stubs do not name where it keeps them.
    texts: dict[str, str] = dict(compiled._catalog)  # type: ignore[attr-defined] # noqa: SLF001
    if code in RIGHT_TO_LEFT:
        texts = {one: NUMBER.sub(IN_ORDER, text) for one, text in texts.items()}
    return Language(code, _review(file.with_suffix(".po")), texts)


def _review(catalogue: Path) -> str:
    """Return the header as it stands; the compiled file does not carry it."""
    found = re.search(r'"X-Review: ([^"\\]*)', catalogue.read_text(encoding="utf-8"))
    return found[1] if found else "draft"


def shown(*, has_drafts: bool) -> tuple[Language, ...]:
    """Return the languages a child may pick: those that somebody checked, and drafts if asked."""
    return tuple(one for one in every_language() if one.is_checked or has_drafts)


def picked(code: str | None, *, has_drafts: bool) -> Language | None:
    """Return the language of `code` where a child may pick it."""
    return next((one for one in shown(has_drafts=has_drafts) if one.code == code), None)


@pass_context
def _say(context: Context, text: str) -> str:
    """Return `text` in the page's language with the English beside, or in English alone."""
    language: Language | None = context.get("language")
    other = language.texts.get(text) if language else None
    text = ONE_WORD.sub(WHOLE, text)
    if language is None or not other:
        return text
    marks = f'class="home" lang="{language.code}" dir="{language.direction}"'
    english = '<span class="english" lang="en-GB" dir="ltr">'
    return f"<span {marks}>{other}</span> {english}{text}</span>"


@pass_context
def _say_many(context: Context, one: str, many: str, number: int) -> str:
    """Return the text for this `number`; the child's page has none that counts."""
    return _say(context, one if number == 1 else many)


@pass_context
def _say_with(context: Context, text: str, **words: str) -> Markup:
    """Return `text` with texts of ours in it, each line with them in its own language."""
    language: Language | None = context.get("language")
    english = Markup(text) % words  # noqa: S704  # a text of a catalogue; the words are escaped
    if language is None or text not in language.texts:
        return english
    home = {name: language.texts.get(word) or word for name, word in words.items()}
    said = Markup(_say(context, text))  # noqa: S704  # both lines are texts of a catalogue
    first, second = said.split(' <span class="english"', 1)
    # `%` of a Markup has escaped the words; the rest is ours
    return Markup(f'{first % home} <span class="english"{second % words}')  # noqa: S704


@pass_context
def _plain(context: Context, text: str) -> Markup:
    """Return `text` in the page's language alone: where no markup can stand, as in a label."""
    language: Language | None = context.get("language")
    return escape((language.texts.get(text) if language else None) or text)


def speak(environment: Environment) -> None:
    """Let the templates say texts with `_()` or `say_with()`, and label things with `plain()`."""
    environment.install_gettext_callables(_say, _say_many, newstyle=True)  # type: ignore[attr-defined] # i18n adds it
    environment.globals["say_with"] = _say_with
    environment.globals["plain"] = _plain
