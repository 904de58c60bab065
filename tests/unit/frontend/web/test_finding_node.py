from pathlib import Path

import pytest

from frontend import assets


def test_a_machine_without_node_gets_one_clear_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(assets.BuildRefused, match="Install Node 20 or later"):
        assets._npm()


def test_node_from_the_wheel_runs_npms_own_script(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(assets, "_wheel", lambda: tmp_path)
    npm = tmp_path / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    assert assets._npm() == [str(tmp_path / "bin" / "node"), str(npm)]
    assert assets._search_path() == f"{tmp_path / 'bin'}:/nowhere"
