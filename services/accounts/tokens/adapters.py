"""Accounts verifies its own tokens with its own keys, without asking itself over HTTP."""

from services.shared.token_keys import PublicKey, keys_from_jwks
from services.shared.tokens import Signer


class OwnKeys:
    """The keys that this process publishes, by name; a rotated key is seen at once."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    async def key(self, kid: str) -> PublicKey | None:
        """Return the key called `kid`, or None where it was taken away."""
        return keys_from_jwks(self._signer.jwks()).get(kid)
