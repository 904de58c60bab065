"""A recorded voice: in through the command alone, checked, and heard on its page."""

from pathlib import Path

import httpx
import pytest

from frontend.pupil.clips import BYTES_AT_MOST, OTHER_KIND, TOO_LARGE, kind_of, why_not_clip
from frontend.settings import FrontendSettings
from operations.clips import NotTaken, add
from tests.integration.frontend.pupil.conftest import SAFE, Child, Town, a_child

pytestmark = pytest.mark.anyio

MP3 = b"ID3\x04" + b"\x00" * 60
OGG = b"OggS" + b"\x00" * 60


class Accounts(httpx.BaseTransport):
    """Accounts as the command asks it, answering with one school."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        code = request.url.path.rpartition("/")[2]
        if code != self.town.school.code:
            return httpx.Response(404, json={})
        return httpx.Response(200, json={"school": {"id": str(self.town.school.id)}})


@pytest.fixture
def accounts_of(town: Town) -> httpx.Client:
    return httpx.Client(transport=Accounts(town), base_url="http://accounts")


async def test_a_page_with_a_recording_offers_it_and_others_do_not(
    client: httpx.AsyncClient,
    town: Town,
    settings: FrontendSettings,
    accounts_of: httpx.Client,
    tmp_path: Path,
) -> None:
    file = tmp_path / "topics.mp3"
    file.write_bytes(MP3)
    words = [town.school.code, "en", "big-topics", str(file)]
    add(accounts_of, settings.cache_dir, words)
    child: Child = await a_child(client, town.big_page)
    assert "data-clip" not in child.page.answer.text
    topics = await child.tap(**SAFE)
    address = f"{town.big_page}/clip/en/big-topics"
    assert f'data-clip="{address}"' in topics.answer.text
    assert f'<noscript><audio controls preload="none" src="{address}"' in topics.answer.text
    heard = await client.get(address)
    assert (heard.content, heard.headers["content-type"]) == (MP3, "audio/mpeg")
    file.write_bytes(OGG)
    add(accounts_of, settings.cache_dir, words)
    assert (await client.get(address)).content == OGG
    guide = ("guide-next", {"go": "guide"}, {"go": "guide:next"})
    add(accounts_of, settings.cache_dir, [*words[:2], guide[0], str(file)])
    assert "data-clip" not in (await child.tap(**guide[1])).answer.text
    assert "/clip/en/guide-next" in (await child.tap(**guide[2])).answer.text
    add(accounts_of, settings.cache_dir, [*words[:2], "come-back-2", str(file)])
    back = await a_child(client, f"/come-back/{town.school.code}")
    assert "data-clip" not in back.page.answer.text
    assert "/clip/en/come-back-2" in (await back.tap(picture="fox")).answer.text
    for other in ("en/big-words", "ur/big-topics", "en/..%2f..%2fschool-pages"):
        assert (await client.get(f"{town.big_page}/clip/{other}")).status_code == 404


@pytest.mark.parametrize(
    ("place", "word", "sentence"),
    [(0, "NOWHERE", "No school's poster"), (1, "xx", "no pages in"), (2, "big-no", "No page is")],
)
async def test_a_clip_for_no_school_language_or_page_is_not_taken(
    town: Town, accounts_of: httpx.Client, tmp_path: Path, place: int, word: str, sentence: str
) -> None:
    file = tmp_path / "safe.mp3"
    file.write_bytes(MP3)
    words = [town.school.code, "en", "big-safe", str(file)]
    words[place] = word
    with pytest.raises(NotTaken, match=sentence):
        add(accounts_of, tmp_path, words)
    assert not (tmp_path / "clips").exists()


def test_only_recordings_of_our_kinds_are_clips_whatever_they_are_called() -> None:
    assert kind_of(b"\x00\x00\x00\x20ftypM4A \x00") == "m4a"
    assert why_not_clip(MP3) is None
    assert why_not_clip(b"\xff\xd8\xff\xe0 a photograph") == OTHER_KIND
    assert why_not_clip(b"RIFF\x00\x00\x00\x00WAVE") == OTHER_KIND
    assert why_not_clip(MP3 + b"\x00" * BYTES_AT_MOST) == TOO_LARGE
