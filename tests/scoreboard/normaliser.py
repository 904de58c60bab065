"""What two worlds may differ in without telling anything: ids, nonces, times; fixed.

Everything else is compared byte for byte. Lists of JSON stay in their order: an order is told too.
"""

import re
from typing import Final

_RULES: Final = (
    # Ids of the product: random, and of equal length in both worlds.
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
    (r"\b[2-9A-Z]{3}-[2-9A-Z]{3}\b", "<reference>"),
    (r"\bD-[2-9A-Z]{4}\b", "<device>"),
    # Times: of the machine and as pages say them.
    (r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", "<moment>"),
    (r"\b\d{1,2}:\d{2}(?::\d{2})?(?:am|pm)?\b", "<clock>"),
    (r"\b\d+ (?:second|minute)s?\b", "<span>"),
    (r"(?i)(?<=\")(?:less than a minute|just now|a minute)\b", "<span>"),
    # Nonces: form tokens, idempotency keys, signatures, digests.
    (r"nonce-[A-Za-z0-9+/=_-]+", "<nonce>"),
    (r"(name=\"form_token\" value=\")[^\"]*", r"\1<nonce>"),
    (r"(nonce=\")[^\"]*", r"\1<nonce>"),
    (r"(__Host-[a-z-]+=)[^;\s]+", r"\1<nonce>"),
    (r"\b[0-9a-f]{16,64}\b", "<digest>"),
    (r"\beyJ[A-Za-z0-9_.-]+", "<token>"),
    (r"(<path [^>]*\bd=\")[^\"]*", r"\1<squares of a label>"),
    # The test's own names of schools, codes and accounts, which it numbers.
    (r"\bSchool \d+\b", "School <n>"),
    (r"\b[SC][0-9A-F]{8}\b", "<code>"),
    (r"(\"urn\": ?\")[0-9A-F]{8}", r"\1<urn>"),
    (r"\b(?:staff|family)\d+-[0-9a-f]{6}\b", "<account>"),
    (r"\b[a-z_]+-[0-9a-f]{10}@school\.example\b", "<own mailbox>"),
    (r"\bT\d+-[0-9a-f]{6}\b", "<student>"),
    (r"\bA\d{12}\b", "<upn>"),
    (r"\b07700 9\d{5}\b", "<phone>"),
)
_COMPILED: Final = tuple((re.compile(pattern), put) for pattern, put in _RULES)
# Headers that only say when, how long or which request.
FREE_HEADERS: Final = frozenset({"date", "content-length", "x-request-id", "etag", "age"})


def normalised(content: bytes) -> str:
    """Return `content` with ids, nonces and times replaced by what they are."""
    if content.startswith(b"%PDF"):
        return "<pdf>"  # it carries fonts, digests and dates of its own; its facts are JSON too
    text = content.decode("utf-8", "backslashreplace")
    for pattern, put in _COMPILED:
        text = pattern.sub(put, text)
    return text
