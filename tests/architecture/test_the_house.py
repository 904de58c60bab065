"""Tests that read the code: they keep promises that people forget."""

import ast
import re
import tomllib
from pathlib import Path
from subprocess import run

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 300
FEATURE_FILES = frozenset(
    {
        *("routes", "subscribers", "actions", "queries", "schemas", "permissions", "rules"),
        *("models", "events", "errors", "adapters", "__init__"),
    }
)
SERVICES = ("accounts", "reporting", "notifications", "devices")


def python_files(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "node_modules" not in path.parts and "static" not in path.parts
    )


def tracked_files() -> list[Path]:
    listed = run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    return [ROOT / name for name in listed.stdout.decode().splitlines() if (ROOT / name).is_file()]


def test_no_file_is_longer_than_300_lines() -> None:
    files = python_files("services", "frontend", "operations", "tests")
    assert files
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in files
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert long == []


def feature_folders() -> list[Path]:
    return [
        folder
        for service in SERVICES
        for folder in sorted((ROOT / "services" / service).iterdir())
        if folder.is_dir() and folder.name not in {"migrations", "__pycache__"}
    ]


def test_a_feature_folder_holds_only_the_kinds_of_file_that_everybody_knows() -> None:
    folders = feature_folders()
    assert folders
    strange = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in folder.glob("*.py")
        # a kind that outgrew one file is split by noun: actions_notes.py
        if path.stem.split("_")[0] not in FEATURE_FILES and path.stem not in FEATURE_FILES
    ]
    assert strange == []


def test_every_path_of_the_where_do_i_change_table_exists() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    table = text.split("## Where do I change ...?")[1].split("\nNot built yet")[0]
    paths = re.findall(r"\| `([^`]+)` \|$", table, re.MULTILINE)
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_clock_is_read_in_one_place() -> None:
    reads = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(")
    found = [
        str(path.relative_to(ROOT))
        for path in python_files("services", "frontend")
        if path.name != "clock.py" and reads.search(path.read_text())
    ]
    assert found == []


def test_sql_does_not_read_the_clock() -> None:
    reads = re.compile(
        r"\b(now\(\)|current_timestamp|current_date|localtimestamp|clock_timestamp\()",
        re.IGNORECASE,
    )
    files = [*python_files("services"), *(ROOT / "services").rglob("*.sql")]
    found = [
        f"{path.relative_to(ROOT)}: {text!r}"
        for path in files
        for text in sql_texts(path)
        if reads.search(text)
    ]
    assert found == []


def sql_texts(path: Path) -> list[str]:
    """The string constants of a Python file that look like SQL; the whole of an SQL file."""
    if path.suffix == ".sql":
        return [re.sub(r"--.*", "", path.read_text())]
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [text for text in texts if re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|DEFAULT)\b", text)]


def test_nothing_is_put_off_in_the_code() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplemented\w*)\b")
    found = [
        str(path.relative_to(ROOT))
        for path in python_files("services", "frontend", "operations")
        if words.search(path.read_text())
    ]
    assert found == []


def test_the_repository_names_no_registry_and_no_path_of_a_machine() -> None:
    wanted = re.compile(
        "https?://[^\\s\"')]*/(simple|-)/|"
        "registry"
        r"\.npmjs|files\.python"
        "hosted|"
        "/work"
        "/main|"
        "/root"
        "/"
    )
    files = [path for path in tracked_files() if path.suffix not in {".png", ".svg", ".woff2"}]
    assert files
    found = [
        str(path.relative_to(ROOT))
        for path in files
        if wanted.search(path.read_text(errors="replace"))
    ]
    assert found == []


def test_settings_have_no_secret_default() -> None:
    secret = re.compile(
        r"^\s+\w*(secret|password|key|token)\w*\s*:\s*\w+\s*=\s*[\"']", re.MULTILINE
    )
    files = [path for path in python_files("services", "frontend") if path.name == "settings.py"]
    assert len(files) >= 5
    assert [str(path) for path in files if secret.search(path.read_text())] == []


def test_requirements_are_locked_with_hashes() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert len(locks) == 3
    for lock in locks:
        text = lock.read_text()
        pins = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==", text, re.MULTILINE)
        assert pins
        assert text.count("==") <= text.count("--hash=sha256:")
        assert "://" not in text


def test_every_ignored_lint_rule_carries_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    assert tomllib.loads("\n".join(lines))["tool"]["ruff"]["lint"]["select"] == ["ALL"]
    start = lines.index("ignore = [")
    ignored = lines[start + 1 : lines.index("]", start)]
    assert ignored
    assert [line for line in ignored if "#" not in line] == []


@pytest.mark.parametrize("service", SERVICES)
def test_migration_numbers_sort_and_begin_at_one(service: str) -> None:
    names = sorted(
        path.stem for path in (ROOT / "services" / service / "migrations" / "versions").glob("*.py")
    )
    numbers = [name.split("_")[0] for name in names]
    assert numbers
    assert numbers[0] == "0001"
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
