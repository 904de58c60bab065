from datetime import timedelta

import pytest

from frontend.web import session
from frontend.web.session import Sessions, Token
from services.shared import clock


def test_a_token_is_good_until_thirty_seconds_before_its_end() -> None:
    assert Token("t", clock.now() + timedelta(seconds=40)).is_good()
    assert not Token("t", clock.now() + timedelta(seconds=29)).is_good()


def test_tokens_and_session_ids_do_not_show_when_printed() -> None:
    sessions = Sessions()
    sessions.of("opaque-session-id").tokens["reporting"] = Token("signed", clock.now())
    assert "signed" not in repr(sessions.of("opaque-session-id"))
    assert "opaque-session-id" not in repr(vars(sessions))


def test_only_the_sessions_seen_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SESSIONS_REMEMBERED", 2)
    sessions = Sessions()
    for name in ("one", "two", "three"):
        sessions.of(name).description = name
    assert sessions.of("three").description == "three"
    assert sessions.of("one").description is None
