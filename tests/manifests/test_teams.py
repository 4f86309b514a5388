"""The Teams package: it declares the ways in, in both languages, and Teams would take it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from PIL import Image, ImageChops

from app.cli.speaking import run
from app.errors import ConfigurationError
from app.manifests import build_teams, pack_teams
from app.manifests.teams import localized
from app.phrases import PHRASES
from manifests import icons

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests/contracts/schemas/manifests/teams-1.25.json").read_text(encoding="utf-8"))
APP = "12345678-1234-1234-1234-123456789abc"
URL = "https://desk.example.com"
ICONS = {"color.png": (192, 192), "outline.png": (32, 32)}


def at(manifest: Any, place: str) -> Any:
    """What stands at `bots[0].commandLists[0]…`."""
    for step in place.replace("[", ".").replace("]", "").split("."):
        manifest = manifest[int(step) if step.isdigit() else step]
    return manifest


@pytest.mark.parametrize("url", ["", URL, "http://localhost:3000"])
def test_teams_takes_it(url: str) -> None:
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(build_teams(APP, url))] == []


def test_it_declares_exactly_the_ways_in() -> None:
    manifest = build_teams(APP, URL)
    assert manifest["bots"][0]["scopes"] == ["personal", "team", "groupChat"]
    action, search = manifest["composeExtensions"][0]["commands"]
    assert (action["id"], action["title"], action["type"]) == ("ticketFromMessage", "Create ticket", "action")
    assert (action["context"], action["fetchTask"]) == (["message"], True)
    assert (search["id"], search["title"], search["type"]) == ("searchTickets", "Search tickets", "query")
    assert len(search["parameters"]) == 1
    assert manifest["validDomains"] == ["desk.example.com"]


def test_one_id_names_the_app_and_its_bot() -> None:
    manifest = build_teams(APP)
    ids = {
        manifest["id"],
        manifest["bots"][0]["botId"],
        manifest["composeExtensions"][0]["botId"],
        manifest["webApplicationInfo"]["id"],
    }
    assert ids == {APP}


def test_the_menu_is_the_table_of_commands_without_a_slash() -> None:
    (menu,) = build_teams(APP)["bots"][0]["commandLists"]
    assert [command["title"] for command in menu["commands"]] == [phrase.words["en"][0] for phrase in PHRASES if phrase.in_menu]
    assert len(menu["commands"]) <= 10
    assert not [command for command in menu["commands"] if command["title"].startswith("/")]


def test_every_text_is_there_in_hindi_and_within_the_same_limits() -> None:
    hindi = localized("hi")
    manifest = build_teams(APP, URL)
    for place, text in hindi.items():
        if place != "$schema":
            assert isinstance(at(manifest, place), str)
            at(manifest, place.rpartition(".")[0])[place.rpartition(".")[2]] = text
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(manifest)] == []
    english = {place: at(build_teams(APP, URL), place) for place in hindi if place != "$schema"}
    assert english.keys() == localized("en").keys() - {"$schema"}
    assert [place for place, text in english.items() if hindi[place] == text] == []


def test_the_package_holds_the_manifest_its_hindi_and_both_icons() -> None:
    with zipfile.ZipFile(io.BytesIO(pack_teams(APP, URL))) as package:
        assert sorted(package.namelist()) == ["color.png", "hi.json", "manifest.json", "outline.png"]
        assert json.loads(package.read("manifest.json")) == build_teams(APP, URL)
        assert json.loads(package.read("hi.json")) == localized("hi")
        for name, size in ICONS.items():
            icon = Image.open(io.BytesIO(package.read(name)))
            assert (icon.format, icon.size) == ("PNG", size)
    assert pack_teams(APP, URL) == pack_teams(APP, URL)


def test_the_outline_is_white_on_nothing() -> None:
    picture = Image.open(ROOT / "manifests/teams/outline.png").convert("RGBA")
    seen = {colour[:3] for _, colour in picture.getcolors(1024) or () if colour[3]}
    assert seen == {(255, 255, 255)}
    assert picture.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize(("name", "drawn"), [("color.png", icons.color), ("outline.png", icons.outline)])
def test_the_icons_are_the_ones_that_are_drawn(name: str, drawn: Any) -> None:
    kept = Image.open(ROOT / "manifests/teams" / name).convert("RGBA")
    difference = ImageChops.difference(kept, drawn().convert("RGBA"))
    assert max(high for _, high in difference.getextrema()) <= 8


def test_the_file_in_the_repository_is_the_one_that_is_built() -> None:
    text = (ROOT / "manifests/teams/manifest.json").read_text(encoding="utf-8")
    assert json.loads(text) == build_teams("00000000-0000-0000-0000-000000000000")


@pytest.mark.parametrize("app_id", ["", "x", "{{APP_ID}}", APP + "0"])
def test_an_id_teams_would_refuse_is_refused_here(app_id: str) -> None:
    with pytest.raises(ConfigurationError, match="GUID"):
        build_teams(app_id)


def test_the_command_writes_the_package(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["manifest", "teams", "--out", "app.zip"]) == 2
    assert "TEAMS_APP_ID" in capfd.readouterr().err
    monkeypatch.setenv("TEAMS_APP_ID", APP)
    assert run(["manifest", "teams"]) == 2
    assert "--out" in capfd.readouterr().err
    assert run(["manifest", "teams", "--out", "nowhere/app.zip"]) == 2
    assert "cannot be written: no such file" in capfd.readouterr().err
    assert run(["manifest", "teams", "--url", URL, "--out", "app.zip"]) == 0
    assert (tmp_path / "app.zip").read_bytes() == pack_teams(APP, URL)
