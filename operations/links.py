"""`lantern links`: which addresses on the pages of advice nobody has looked at for a term.

It opens nothing itself: whether a page is still the right one, a person sees. Who has looked at one
writes the day behind it, where it stands (frontend/web/links.yaml or, for what there is to teach
with, frontend/staff/advice/resources.yaml): `checked_on` where it is still the right page,
`gone_on` where it is there no more, which takes it off every page.
"""

from argparse import Namespace
from collections.abc import Iterable
from datetime import date

from frontend.staff.advice.resources import read_resources
from frontend.web.advice import Link, read_links
from services.shared import clock


def main(_arguments: Namespace) -> int:
    """Print the addresses that wait to be looked at; 1 where there are some."""
    waiting = list(reminders([*read_links(), *read_resources()], clock.now().date()))
    for sentence in waiting:
        print(sentence)
    if not waiting:
        print("Somebody looked at every address within the last term.")
    return 1 if waiting else 0


def reminders(links: Iterable[Link], today: date) -> Iterable[str]:
    """Return a line for each address that nobody has looked at for a term, or ever."""
    for one in links:
        if one.waits_since(today):
            looked = f"last looked at on {one.checked_on}" if one.checked_on else "never looked at"
            yield f"{one.name} ({one.owner}): {one.address}, {looked}"
