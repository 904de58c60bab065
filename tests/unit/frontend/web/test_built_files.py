import json
import re
from pathlib import Path

import pytest

from frontend import assets
from frontend.web import built
from services.reporting.come_back.rules_pictures import OPENMOJI


@pytest.fixture(scope="module", autouse=True)
def files() -> dict[str, str]:
    assets.build()
    found: dict[str, str] = json.loads(assets.MANIFEST.read_text())["files"]
    return found


def test_a_second_build_does_nothing() -> None:
    before = assets.MANIFEST.stat().st_mtime_ns
    assert "stand already" in assets.build()
    assert assets.MANIFEST.stat().st_mtime_ns == before


def test_every_file_carries_the_hash_of_its_content(files: dict[str, str]) -> None:
    names = {Path(name).stem: kept for name, kept in files.items()}
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", kept) for kept in names.values())
    assert built.asset("staff.css") == f"/static/{files['staff.css']}"


def test_a_file_that_nobody_built_is_named() -> None:
    with pytest.raises(built.NotBuilt, match=r"nothing\.css"):
        built.asset("nothing.css")


def test_styles_load_nothing_from_elsewhere_and_bring_no_crown(files: dict[str, str]) -> None:
    for name in ("staff.css",):
        css = (assets.STATIC / files[name]).read_text()
        assert re.findall(r"url\((?!/static/)", css) == []
        for missing in re.findall(r"url\(/static/([^)]+)\)", css):
            assert (assets.STATIC / missing).is_file()
        assert not re.search("crest|crown|gds transport", css, re.IGNORECASE)


def test_the_come_back_pictures_are_reportings(files: dict[str, str]) -> None:
    listed = dict(
        line.split()[:2]
        for line in Path("frontend/web/pictures.txt").read_text().splitlines()
        if line and not line.startswith("#")
    )
    assert {name: listed[name] for name in OPENMOJI} == OPENMOJI
    assert all(f"pictures/{name}.svg" in files for name in OPENMOJI)


def test_the_hundred_pictures_are_one_file_too(files: dict[str, str]) -> None:
    sheet = (assets.STATIC / files["hundred.svg"]).read_text()
    assert set(re.findall(r'<symbol id="([^"]+)"', sheet)) == set(OPENMOJI)


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads(Path("package-lock.json").read_text())
    assert not [name for name, one in lock["packages"].items() if "resolved" in one]
    wanted = json.loads(Path("package.json").read_text())
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_every_licence_is_listed() -> None:
    lines = (assets.STATIC / "licences.txt").read_text().splitlines()
    assert [line.split()[0] for line in lines] == list(assets.LICENSED)
    assert any("OpenMoji" in line and "CC BY-SA 4.0" in line for line in lines)
