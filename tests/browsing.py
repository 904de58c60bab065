"""A browser without JavaScript, for tests of the front end's pages."""

import re

import httpx

ORIGIN = "https://lantern.test"


class Browser:
    """A browser without JavaScript: keeps cookies, sends forms as its pages give them."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def open(self, address: str, **headers: str) -> httpx.Response:
        """Load a page; redirects are left to the test."""
        return await self.client.get(address, headers=headers)

    async def send(
        self, address: str, fields: dict[str, str | list[str]], **headers: str
    ) -> httpx.Response:
        """Send a form with the hidden token that this browser's pages carry."""
        token = await self.token()
        return await self.client.post(
            address, data={"form_token": token, **fields}, headers=headers
        )

    async def token(self) -> str:
        """Return the hidden token from a page."""
        shown = await self.client.get("/staff/sign-in")
        return hidden(shown.text, "form_token")

    async def sign_in(self) -> "Browser":
        """Sign in as the parts allow."""
        fields: dict[str, str | list[str]] = {"user_name": "ash", "password": "right horse battery"}
        answer = await self.send("/staff/sign-in", {**fields, "code": "123456"})
        assert answer.status_code == 303, answer.text
        return self


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]
