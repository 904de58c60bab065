"""What a child can do: the four kinds of trouble online in a child's words, and who else helps.

What is said here is what the schools' policies say: turn it off, do not answer, block, keep it and
show a grown-up. A grown-up never asks to see a picture of a body.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Guide:
    """One page of it: `lines` to do, one after another."""

    value: str
    title: str
    picture: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Helper:
    """Somebody outside school: what they are for, and what they are not for."""

    name: str
    picture: str
    is_for: str
    is_not_for: str
    address: str
    link: str


HELP: Final = "help"
GUIDES: Final = (
    Guide(
        "next",
        "What happens next?",
        "clock",
        (
            "Some grown-ups at school read it.",
            "One of them comes to talk to you.",
            "They listen. They are not cross.",
            "They may need to tell people who keep you safe.",
            "They tell you what they will do.",
        ),
    ),
    Guide(
        "see",
        "I see things that scare me",
        "topic-saw",
        (
            "Turn the screen off.",
            "Go and tell a grown-up.",
            "Do not look for it again.",
            "Do not send it to a friend.",
        ),
    ),
    Guide(
        "talk",
        "Someone I don't know talks to me",
        "topic-stranger",
        (
            "Do not answer them.",
            "Block them. A grown-up can help you.",
            "Keep it. Show it to a grown-up.",
            "Never tell them where you live.",
            "Never go to meet them.",
        ),
    ),
    Guide(
        "unkind",
        "Someone is mean, or I was mean",
        "topic-unkind",
        (
            "Do not answer back.",
            "Block them. A grown-up can help you.",
            "Keep it. Show it to a grown-up.",
            "Were you mean? You can say sorry. We will help.",
        ),
    ),
    Guide(
        "money",
        "A game or a person wants money",
        "topic-money",
        (
            "Do not pay. Do not give it to them.",
            "Some games try to trick us.",
            "Tell a grown-up at home or at school.",
            "It is not your fault.",
        ),
    ),
    Guide(
        "picture",
        "Someone has a picture of me",
        "topic-secret",
        (
            "You are not in trouble.",
            "Do not send more. Do not pay.",
            "Do not send it on, not to us too.",
            "Tell a grown-up. They do not need to look at it.",
        ),
    ),
    Guide(
        "safe",
        "How do I stay safe?",
        "help-ceop",
        (
            "Only talk to friends you know.",
            "Keep your page for friends only.",
            "Do not tell your name, home, school or phone.",
            "Never meet someone from a screen without a grown-up.",
            "Play games that are made for your age.",
            "Ask a grown-up before you make or take a call.",
            "Ask first. Then you may take or send a friend's picture.",
            "Be kind. Do not send words that hurt.",
        ),
    ),
    Guide(HELP, "Who else can help?", "adult-else", ()),
)
HELPERS: Final = (
    Helper(
        "Childline",
        "telephone",
        "You can talk to them day or night. It is free. You do not have to say your name.",
        "It is not for danger right now. Then ring 999.",
        "tel:08001111",
        "0800 1111",
    ),
    Helper(
        "CEOP",
        "help-ceop",
        "Is someone online scary? Do they want a picture or to meet? Tell them here.",
        "It is not for mean words from a friend. Tell us that.",
        "https://www.ceop.police.uk/Safety-Centre/",
        "ceop.police.uk",
    ),
    Helper(
        "Report Remove",
        "locked",
        "Is a picture of you with no clothes on a screen? They can help to take it down.",
        "It is not for other pictures. Ask a grown-up you trust to help you.",
        "https://www.childline.org.uk/remove",
        "childline.org.uk/remove",
    ),
)


def guide_of(value: str | None) -> Guide | None:
    """Return the page `value`, or None where there is none."""
    return next((one for one in GUIDES if one.value == value), None)
