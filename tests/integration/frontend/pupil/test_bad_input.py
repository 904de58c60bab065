"""Nothing a child does is an error; what cannot be kept is said kindly and stored nowhere."""

import base64

import httpx
import pytest

from tests.integration.frontend.pupil.conftest import SAFE, SEND, SKIP, Child, Town

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3


async def to_the_words(child: Child) -> None:
    await child.go(SAFE, SKIP)


async def test_too_many_words_stay_in_the_box(child: Child, town: Town) -> None:
    await to_the_words(child)
    page = await child.tap(words="a" * 10_001, go="next")
    assert page.heading == "Tell us what happened"
    assert "too long to send" in page.text
    assert "a" * 10_001 in page.text
    assert await town.inbox() == []


@pytest.mark.parametrize("letter", ["a", "ش", "😀"])
async def test_ten_thousand_letters_of_any_script_arrive(
    child: Child, town: Town, letter: str
) -> None:
    await to_the_words(child)
    await child.go({"words": letter * 10_000, "go": "next"}, SKIP, SKIP)
    sent = await child.tap(**SEND)
    assert sent.heading == "Thank you. It is sent."
    [case] = await town.inbox()
    assert letter * 10_000 in str(case["concerns"][0]["words"])


@pytest.mark.guard("G-01")
@pytest.mark.parametrize("prefix", ["", "look data:image/png;base64,"])
async def test_a_picture_pasted_as_letters_is_refused_with_a_kind_sentence(
    child: Child, town: Town, prefix: str
) -> None:
    await to_the_words(child)
    page = await child.tap(words=prefix + base64.b64encode(PNG).decode(), go="next")
    assert page.heading == "Tell us what happened"
    assert "show it to a grown-up" in page.text
    assert await town.inbox() == []


async def test_mashed_keys_are_words(child: Child, town: Town) -> None:
    await to_the_words(child)
    await child.go({"words": "asdkjhASDKJH87asd" * 40, "go": "next"}, SKIP, SKIP)
    assert (await child.tap(**SEND)).heading == "Thank you. It is sent."
    assert len(await town.inbox()) == 1


@pytest.mark.guard("G-01")
async def test_a_file_is_refused_before_it_is_read(
    client: httpx.AsyncClient, child: Child, town: Town
) -> None:
    answer = await client.post(child.address, files={"words": ("x.png", PNG, "image/png")})
    assert answer.status_code == 415
    assert "We can not take pictures" in answer.text
    assert await town.inbox() == []


async def test_no_page_has_a_field_for_files(child: Child) -> None:
    for tap in (SAFE, SKIP, SKIP, {"go": "not_adult"}, {"go": "next"}, SKIP, SKIP):
        assert 'type="file"' not in child.page.answer.text
        await child.tap(**tap)


async def test_a_flood_of_letters_is_told_kindly(client: httpx.AsyncClient, child: Child) -> None:
    answer = await client.post(child.address, data={"words": "a" * 600_000})
    assert answer.status_code == 413
    assert "That was too long to send" in answer.text


async def test_a_form_from_another_site_is_refused(child: Child, town: Town) -> None:
    child.client.headers["Sec-Fetch-Site"] = "cross-site"
    page = await child.tap(**SAFE)
    assert page.answer.status_code == 403
    assert "It was not your fault." in page.text
    assert await town.inbox() == []


@pytest.mark.parametrize(
    "tap",
    [
        {"answer": "no-such-card"},
        {"go": "no-such-button"},
        {"go": "change:look"},
        {"go": "send"},
        {"answer": "😀", "go": ""},
        {},
    ],
)
async def test_taps_that_mean_nothing_move_on_or_stay(child: Child, tap: dict[str, str]) -> None:
    page = await child.tap(**tap)
    assert page.answer.status_code == 200
    assert page.heading in {"Are you safe right now?", "What is it about?"}
