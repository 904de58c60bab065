"""What a mailbox looks like; pure."""

import re
from typing import Final

_MAILBOX: Final = re.compile(r"[^@\s<>,;:\"()\\]+@[^@\s<>,;:\"()\\]+\.[^@\s<>,;:\"()\\.]+")


def is_mailbox(text: str) -> bool:
    """Say whether `text` is one plain e-mail address."""
    return bool(_MAILBOX.fullmatch(text))
