import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from operations.__main__ import VERBS, main
from operations.environment import REPOSITORY


def test_alone_it_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0

    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in VERBS)


def test_an_unknown_verb_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fly"]) == 2
    assert 'lantern knows no verb "fly"' in capsys.readouterr().err


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_its_function(name: str) -> None:
    module, _, function = VERBS[name].place.partition(":")

    found = find_spec(module)

    assert found is not None
    assert found.origin is not None
    tree = ast.parse(Path(found.origin).read_text())
    assert function in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


def test_the_set_up_tells_an_old_python_in_one_sentence() -> None:
    # Parsed by the grammar of 3.6 (what the oldest machines bring), and stopped by its own check.
    source = (REPOSITORY / "operations" / "bootstrap.py").read_text()
    ast.parse(source, feature_version=(3, 6))
    pretend = (
        "import sys; sys.version_info = (3, 6, 9);"
        "import runpy; runpy.run_module('operations.bootstrap', run_name='__main__')"
    )

    ended = subprocess.run(
        [sys.executable, "-c", pretend], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith("Lantern needs Python 3.11 or newer, and this is Python 3.6.9")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_make_alone_lists_its_verbs() -> None:
    told = subprocess.run(
        ["make", "-s"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout

    for verb in ("setup", "demo", "test", "sure", "rules", "bench", "scoreboard", "fix", "doctor"):
        assert f"  {verb} - " in told
