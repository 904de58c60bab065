"""How names and addresses are compared: pure."""

import hashlib
import hmac
import re
import unicodedata

SHORTEST_SEARCH = 3
SHORTEST_STAFF_SEARCH = 2
MOST_FOUND = 8
_BETWEEN_PARTS = re.compile(r"[\s\-'\u2019.]+")


def fold(text: str) -> str:
    """Return `text` in lower case without accents, as names are searched."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in plain if not unicodedata.combining(one))


def name_parts(*names: str) -> frozenset[str]:
    """Return the folded words of names: O'Brien-Smith is found by its words and as typed."""
    folded = [fold(name) for name in names]
    words = {part for name in folded for part in _BETWEEN_PARTS.split(name) if part}
    joined = {_BETWEEN_PARTS.sub("", part) for name in folded for part in name.split()}
    return frozenset(words | joined - {""})


def search_terms(typed: str) -> tuple[str, ...]:
    """Return the folded words of what was typed, longest first; each must begin a name part."""
    words = (_BETWEEN_PARTS.sub("", word) for word in fold(typed).replace("-", " ").split())
    return tuple(sorted({word for word in words if word}, key=lambda one: (-len(one), one)))


def why_not_search(terms: tuple[str, ...], shortest: int = SHORTEST_SEARCH) -> str | None:
    """Return why these words are too little to search by, or None."""
    if not terms or len(terms[0]) < shortest:
        return f"Type at least {shortest} letters of a name."
    return None


# Under this label an address is sealed; notifications opens it with the same (directory.contact).
ADDRESS_LABEL = "contact.address.1"


def normalised_address(channel: str, address: str) -> str:
    """Return an address so that two ways of writing the same mailbox or phone are equal."""
    if channel == "phone":
        digits = re.sub(r"\D", "", address)
        return "44" + digits[1:] if digits.startswith("0") else digits
    return address.strip().casefold()


def address_hash(secret: bytes, channel: str, address: str) -> bytes:
    """Return the keyed hash by which equal addresses are found without opening them."""
    key = hmac.digest(secret, b"lantern.contact.address_hash.1", hashlib.sha256)
    plain = f"{channel}|{normalised_address(channel, address)}"
    return hmac.digest(key, plain.encode(), hashlib.sha256)
