"""Whose work the pages are made with is named, and nothing unnamed is built in."""

from frontend.assets import COPIED, JOINED, LICENSED


def test_every_package_that_is_built_in_is_among_those_credited() -> None:
    sources = [*COPIED.values(), *(one for parts in JOINED.values() for one in parts)]
    used = {package_of(source) for source in sources}
    assert used <= set(LICENSED)


def package_of(source: str) -> str:
    """Return the name of the npm package that a path begins with."""
    first, second, *_ = source.split("/")
    return f"{first}/{second}" if first.startswith("@") else first
