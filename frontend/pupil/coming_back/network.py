"""Where a try came from, as a mark: enough to count wrong tries, too little to find anybody."""

import hashlib
import hmac
import ipaddress
from typing import Any

from fastapi import Request

from frontend.web.front import front
from services.shared import clock

MARK_BYTES = 16
HOME_BITS = 64  # what one home or school holds of the newer addresses


def network_mark(key: bytes, address: str | None) -> str:
    """Return today's mark of a network; tomorrow it is another one (T20).

    `key` is the front end's own. Neither the address nor the mark is stored or logged: reporting
    counts under a hash of it, for a day at most.
    """
    said = f"network|{clock.now():%Y-%m-%d}|{_network(address or '')}".encode()
    return hmac.digest(key, said, hashlib.sha256)[:MARK_BYTES].hex()


def tried(request: Request, pictures: tuple[str, ...]) -> dict[str, Any]:
    """Return three pictures as reporting tries them, with the mark of where they come from."""
    address = request.client.host if request.client else None
    mark = network_mark(front(request).form_key, address)
    return {"pictures": list(pictures), "network": mark}


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:  # noqa: PLR2004  # the kind of address
        return str(found)
    return str(ipaddress.ip_network((found, HOME_BITS), strict=False))
