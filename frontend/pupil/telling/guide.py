"""What a child can do: the four kinds of trouble online in a child's words, and who helps.

What is said here is what the schools' policies say: turn it off, do not answer, block, keep it and
show a grown-up. A grown-up never asks to see a picture of a body.
"""

from dataclasses import dataclass
from typing import Final

from frontend.pupil.telling.guide_page import Guide
from frontend.pupil.telling.lessons import LESSONS


@dataclass(frozen=True)
class Helper:
    """Somebody outside school: what they are for, and what they are not for."""

    name: str
    picture: str
    is_for: str
    is_not_for: str
    address: str
    link: str


@dataclass(frozen=True)
class Part:
    """Pages that belong together: spot it, get help, learn from it, feel better."""

    title: str
    guides: tuple[Guide, ...]


HELP: Final = "help"
TELL: Final = "tell"
SPOT: Final = (
    Guide(
        "signs",
        "How do I know it is not OK?",
        "stop",
        (
            "Your tummy may feel odd.",
            "They say: do not tell.",
            "They want a picture of you.",
            "They ask where you live.",
            "They are mean to you.",
            "Then stop. Go and tell a grown-up.",
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
            "Do not send it to anyone. Not to us.",
            "Tell a grown-up. They do not need to look at it.",
        ),
    ),
    Guide(
        "mail",
        "A mean or scary e-mail came",
        "envelope",
        (
            "Do not answer it.",
            "Do not open what came with it.",
            "Keep it. Show it to a grown-up.",
            "Do not send it on to a friend.",
            "It is not your fault.",
        ),
        is_for_little=False,
    ),
)
GET_HELP: Final = (
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
        TELL,
        "Who do I tell?",
        "hand-up",
        (
            "Tell your teacher, or a grown-up you trust.",
            "Does someone want to see or touch your body? Tell.",
            "Does someone give you things so that you do it? Tell.",
            "Is there a picture of your body? Tell.",
            "Does someone want you to hate or hurt people? Tell.",
            "Is someone mean to you again and again? Tell.",
        ),
    ),
    Guide(HELP, "Who else can help?", "adult-else", ()),
)
FEEL_BETTER: Final = (
    Guide(
        "better",
        "How do I feel better?",
        "sun",
        (
            "It was not your fault.",
            "Put the screen away for a bit.",
            "Sit with someone you like.",
            "Do a thing you enjoy.",
            "Is it still bad? Tell us. We want to know.",
            "Next time you know what to do: stop and tell.",
        ),
    ),
)
# The four aims of the policy (A-1.3-1): notice it, know where help is, learn from it, recover.
PARTS: Final = (
    Part("Is it OK?", SPOT),
    Part("Get help", GET_HELP),
    Part("Good to know", LESSONS),
    Part("Feel better", FEEL_BETTER),
)
GUIDES: Final = tuple(one for part in PARTS for one in part.guides)
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
        "Is there a picture of you with no clothes online? They can help to take it down.",
        "It is not for other pictures. Ask a grown-up you trust to help you.",
        "https://www.childline.org.uk/remove",
        "childline.org.uk/remove",
    ),
)


def parts_for(*, is_little: bool) -> tuple[Part, ...]:
    """Return the pages in their parts; younger children are shown fewer."""
    return tuple(
        Part(part.title, tuple(one for one in part.guides if one.is_for_little or not is_little))
        for part in PARTS
    )


def guide_of(value: str | None) -> Guide | None:
    """Return the page `value`, or None where there is none."""
    return next((one for one in GUIDES if one.value == value), None)
