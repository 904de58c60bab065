"""The cards that a child can pick: value, words, picture. One place for the child's wording.

The values are the words that reporting knows; the same picture stands for the same thing
everywhere (P17).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Card:
    """One thing to tap: `value` for the form, `words` beside a `picture`."""

    value: str
    words: str
    picture: str
    more: str = ""


DOORS: Final = (
    Card("little", "I am younger", "door-younger", "Reception, Year 1 or Year 2"),
    Card("big", "I am older", "door-older", "Year 3, 4, 5 or 6"),
)
SAFE: Final = (
    Card("yes", "Yes, I am safe", "safe-yes"),
    Card("no", "No, or I am not sure", "safe-no"),
)
FEELINGS: Final = (
    Card("sad", "Sad", "feeling-sad"),
    Card("scared", "Scared", "feeling-scared"),
    Card("cross", "Cross", "feeling-cross"),
    Card("mixed_up", "Mixed up", "feeling-mixed-up"),
    Card("ok", "OK", "feeling-ok"),
)
TOPICS: Final = (
    Card("saw_something", "I saw something yucky or scary", "topic-saw"),
    Card("unkind", "Someone was unkind", "topic-unkind"),
    Card("stranger", "Someone I don't know talked to me", "topic-stranger"),
    Card("secret_or_picture", "Someone wants a secret, a picture or to meet", "topic-secret"),
    Card("did_something", "I did something and I am worried", "topic-did"),
    Card("something_else", "Something else", "topic-else"),
    Card("do_not_know", "I don't know", "topic-dont-know"),
)
ABOUT_ADULT: Final = (
    Card("yes", "Yes", "about-yes"),
    Card("no", "No", "about-no"),
    Card("not_sure", "I am not sure", "topic-dont-know"),
)
OTHER_ADULTS: Final = (
    Card("someone_else", "Someone else", "adult-else"),
    Card("do_not_mind", "I don't mind", "adult-any"),
)
# Who is telling with whom: kept with what was told, so that nobody takes a helper for the child.
HELPING: Final = (
    Card("friend", "I am helping a friend", "helping-friend"),
    Card("grown_up", "A grown-up is helping me tell", "helping-grown-up"),
)
PENS: Final = (
    Card("k", "Black", ""),
    Card("r", "Red", ""),
    Card("b", "Blue", ""),
    Card("g", "Green", ""),
)

# What a child can do now, by what it is about (policy: screen off and tell; do not reply, block,
# keep it and show a grown-up; never meet somebody from a screen).
DO_NOW: Final = {
    "saw_something": ("Turn the screen off.", "Tell a grown-up. Do not look for it again."),
    "unkind": ("Do not answer back.", "Keep it and show a grown-up."),
    "stranger": ("Do not answer them.", "Keep it and show a grown-up. Never go to meet them."),
    "secret_or_picture": (
        "Do not answer them. Do not send a picture.",
        "Keep it and show a grown-up. Never go to meet them.",
    ),
    "did_something": ("You can put it right with help.", "Do not send it on to a friend."),
}
DO_ALWAYS: Final = ("Stay near someone you like.", "Have a drink. Do a thing you enjoy.")


def picked(cards: tuple[Card, ...], value: str | None) -> Card | None:
    """Return the card with `value`, or None where there is none."""
    return next((card for card in cards if card.value == value), None)
