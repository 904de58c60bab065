"""The hundred pictures of the come-back codes, in groups that a child can look through."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Group:
    """Pictures that belong together."""

    title: str
    names: tuple[str, ...]


GROUPS: Final = (
    Group(
        "Animals",
        (
            *("cat", "dog", "mouse", "rabbit", "fox", "bear", "panda", "tiger", "lion", "cow"),
            *("pig", "frog", "monkey", "horse", "sheep", "hedgehog", "elephant", "giraffe"),
            *("zebra", "camel"),
        ),
    ),
    Group(
        "Birds and bugs",
        (
            *("hen", "penguin", "duck", "owl", "parrot", "swan"),
            *("bee", "butterfly", "snail", "ladybird"),
        ),
    ),
    Group("In the sea", ("fish", "dolphin", "whale", "octopus", "crab", "turtle")),
    Group("Plants", ("tree", "cactus", "sunflower", "tulip", "mushroom", "leaf")),
    Group(
        "Sky and weather",
        (
            *("sun", "moon", "star", "cloud", "rainbow", "snowman"),
            *("umbrella", "fire", "wave"),
        ),
    ),
    Group(
        "Food",
        (
            *("apple", "pear", "orange", "lemon", "banana", "grapes", "strawberry", "cherries"),
            *("pineapple", "carrot", "corn", "bread", "cheese", "egg", "pizza", "cake"),
            *("cookie", "milk"),
        ),
    ),
    Group(
        "Toys and music",
        (*("ball", "kite", "teddy", "balloon", "gift"), *("drum", "guitar", "trumpet", "bell")),
    ),
    Group(
        "Things",
        (
            *("book", "pencil", "scissors", "clock", "key", "lamp", "chair", "door"),
            *("hat", "shoe", "sock"),
        ),
    ),
    Group(
        "Places and things that go",
        (
            *("house", "tent", "castle", "bridge"),
            *("car", "bus", "train", "tractor", "bicycle", "boat", "rocket"),
        ),
    ),
)
NAMES: Final = frozenset(name for group in GROUPS for name in group.names)
