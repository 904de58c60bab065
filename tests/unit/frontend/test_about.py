"""Whose work the pages are made with is named, and nothing unnamed is built in."""

from frontend.assets import COPIED, LICENSED


def test_every_package_that_is_built_in_is_among_those_credited() -> None:
    used = {package_of(source) for source in COPIED.values()}
    assert used <= set(LICENSED)


def package_of(source: str) -> str:
    """Return the name of the npm package that a path begins with."""
    first, second, *_ = source.split("/")
    return f"{first}/{second}" if first.startswith("@") else first
