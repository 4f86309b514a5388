"""A demo that goes on where the last one was left, however that one ended."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.app.test_demo import started

ASHA, MINA, TOM = "slack:U0ASHA001", "slack:U0MINA001", "teams:7c9e6679-7425-40de-944b-e07fc1f90ae7"
HELP, TRIAGE, ON_TEAMS = "C0HELP001", "C0TRIAGE1", "19:triage@thread.tacv2"
PATIENCE = 60.0
BEGUN = """
- {at: "mon 10:05"}
- {who: Asha, says: "My VPN is down, can you help?", in: "#help", as: vpn}
- {who: Tom, sees: "{vpn}", in: "IT triage"}
"""
Json = dict[str, Any]


class Demo:
    """A running demo, asked as its page asks."""

    _told = False

    def __init__(self, folder: Path, *options: str) -> None:
        self.program = started(folder, "--no-browser", *options)
        assert self.program.stdout
        self.out = list(iter(self._line, ""))
        told = re.search(r"Open (\S+) ", self.out[-1]) if self.out else None
        assert told, self.program.communicate(timeout=30)
        self._url = told[1]
        self._key = re.findall(r'sandbox-key" content="([^"]+)"', urlopen(self._url).read().decode())[0]

    def _line(self) -> str:
        """The next line of its output, up to the one that says where the page is."""
        assert self.program.stdout
        if self._told:
            return ""
        line = self.program.stdout.readline()
        self._told = line.startswith("Open ")
        return line

    def api(self, path: str, body: Json | None = None) -> Json:
        headers = {"X-Sandbox-Key": self._key, "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body is not None else None
        found: Json = json.load(urlopen(Request(f"{self._url}api/{path}", data, headers), timeout=PATIENCE))
        return found

    def do(self, person: str, deed: str, **more: Any) -> None:
        answer = self.api("do", {"person": person, "deed": deed, **more})
        assert answer["ok"], answer

    def sees(self, person: str, place: str) -> list[Json]:
        found: list[Json] = self.api(f"sight?person={person}&place={place}")["place"]["messages"]
        return found

    def unread(self, person: str) -> dict[str, int]:
        return {one["name"]: one["unread"] for one in self.api(f"sight?person={person}")["places"]}

    def until(self, holds: Callable[[], bool]) -> None:
        patience = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < patience
            time.sleep(0.1)

    def ends(self, sign: signal.Signals) -> str:
        """What it said on stderr."""
        self.program.send_signal(sign)
        return self.program.communicate(timeout=60)[1]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a company in which one ticket waits; nobody has lived through four weeks."""
    folder = tmp_path_factory.mktemp("begun")
    (folder / "begun.yaml").write_text(BEGUN)
    out, err = (program := started(folder, "--script", "begun.yaml", "--data", "kept")).communicate(timeout=100)
    assert program.returncode == 0, err + out
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    shutil.copytree(begun / "kept", tmp_path / "kept")
    return tmp_path


def keys(messages: list[Json]) -> list[str]:
    return re.findall(r"T-\d+", json.dumps([one.get("card") or one.get("blocks") for one in messages]))


def looks(demo: Demo) -> dict[str, list[Json]]:
    """What stands in three places on both platforms."""
    return {place: demo.sees(who, place) for who, place in ((ASHA, HELP), (MINA, TRIAGE), (TOM, ON_TEAMS))}


def test_a_demo_that_was_killed_goes_on_with_everything_once(folder: Path) -> None:
    one = Demo(folder, "--data", "kept")
    assert "goes on where the last one was left" in " ".join("".join(one.out).split())
    one.do(ASHA, "opens", place=HELP)
    one.do(ASHA, "says", place=HELP, text="My screen flickers, can somebody help?")
    one.until(lambda: "T-2" in keys(one.sees(TOM, ON_TEAMS)))
    moved = datetime.fromisoformat(one.api("time", {"move": "+30m"})["now"])
    state = folder / "kept" / "workspace.json"
    one.until(lambda: datetime.fromisoformat(json.loads(state.read_text())["at"]) >= moved)
    before, unread, tour = looks(one), [one.unread(who) for who in (ASHA, MINA, TOM)], one.api("tour")
    assert [step["key"] for step in tour["steps"] if step["done"]] == ["ask"]
    one.ends(signal.SIGKILL)

    two = Demo(folder, "--data", "kept")
    assert looks(two) == before
    assert [two.unread(who) for who in (ASHA, MINA, TOM)] == unread
    assert two.api("tour") == tour
    assert datetime.fromisoformat(two.api("time")["now"]) >= moved
    card = next(one for one in before[ON_TEAMS] if "T-2" in keys([one]))
    claim = next(i for i, button in enumerate(card["card"]["actions"]) if button["title"] == "Claim")
    two.do(TOM, "presses", place=ON_TEAMS, id=card["id"], path=f"/actions/{claim}", values={})
    two.until(lambda: "Assignee" in json.dumps(two.sees(MINA, TRIAGE)) and "Tom" in json.dumps(two.sees(MINA, TRIAGE)))
    assert len(two.sees(MINA, TRIAGE)) == len(before[TRIAGE])
    assert two.ends(signal.SIGINT) == ""
    assert two.program.returncode == 0
    assert "Tom" in state.read_text()


def test_a_demo_that_was_killed_in_the_middle_of_something_is_no_half_one(folder: Path) -> None:
    one = Demo(folder, "--data", "kept")
    one.do(ASHA, "says", place=HELP, text="My screen flickers, can somebody help?")
    one.ends(signal.SIGKILL)

    two = Demo(folder, "--data", "kept")
    two.do(ASHA, "says", place=HELP, text="And my mouse is broken, can somebody help?")
    two.until(lambda: "mouse is broken" in json.dumps(two.sees(TOM, ON_TEAMS)) + json.dumps(two.sees(MINA, TRIAGE)))
    two.do(MINA, "says", place=TRIAGE, text="/ticket queue")
    known = set(keys([one for one in two.sees(MINA, TRIAGE) if one["ephemeral"]]))
    two.until(lambda: len(two.sees(TOM, ON_TEAMS)) == len(known))
    cards = [one for one in two.sees(MINA, TRIAGE) if not one["ephemeral"]]
    assert len(cards) == len(known)
    assert {key for card in cards for key in keys([card])} == known
    assert len([one for one in two.sees(ASHA, HELP) if one["mine"]]) == len(known)  # what was asked is there as often
    assert two.ends(signal.SIGTERM) == ""


def test_two_demos_do_not_share_a_folder_and_reset_begins_anew(folder: Path) -> None:
    one = Demo(folder, "--data", "kept")
    out, err = (other := started(folder, "--data", "kept", "--reset")).communicate(timeout=60)
    assert (other.returncode, out) == (2, "")
    assert "Another demo is running on" in err
    assert one.sees(ASHA, HELP)
    assert one.ends(signal.SIGTERM) == ""
    (folder / "empty.yaml").write_text('- {who: Asha, sees_not: "VPN", in: "#help"}')
    out, err = (anew := started(folder, "--data", "kept", "--reset", "--script", "empty.yaml")).communicate(timeout=60)
    assert anew.returncode == 0, err + out


def test_what_cannot_be_written_is_told_once_and_the_demo_goes_on(folder: Path) -> None:
    one = Demo(folder, "--data", "kept")
    (folder / "kept" / "workspace.json.new").mkdir()
    one.do(ASHA, "says", place=HELP, text="My screen flickers, can somebody help?")
    assert one.program.stdout
    assert any("This demo cannot be kept in" in line for line in one.program.stdout)
    one.do(ASHA, "says", place=HELP, text="And my mouse is broken, can somebody help?")
    one.until(lambda: "T-3" in keys(one.sees(TOM, ON_TEAMS)))
    one.program.send_signal(signal.SIGINT)
    out, err = one.program.communicate(timeout=60)
    said = " ".join(out.split())
    assert said.count("This demo cannot be kept in") == 1  # at the end, once more
    assert "goes on with what was kept before" in said
    assert (one.program.returncode, err) == (0, "")


@pytest.mark.parametrize(
    "state", ['{"version": 0}', '{"version": 1, "desk": "desk-1.db", "at": "2026-11-16T10:00:00+00:00"}', "{"]
)
def test_what_another_version_left_is_refused_in_a_sentence(folder: Path, state: str) -> None:
    (folder / "kept" / "workspace.json").write_text(state)
    out, err = (program := started(folder, "--data", "kept")).communicate(timeout=60)
    assert program.returncode == 2
    assert "Begin anew with --reset." in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in out + err


def test_without_a_folder_it_is_beside_the_data_of_a_real_desk(begun: Path, tmp_path: Path) -> None:
    shutil.copytree(begun / "kept", tmp_path / "here" / "demo")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        program = started(tmp_path, "--port", port, "--no-browser", SAHAYAK_DATA_DIR="here")
        _, err = program.communicate(timeout=60)
    assert program.returncode == 2  # what is kept was found, and only the port was not free
    assert f"Cannot listen on 127.0.0.1:{port}" in err
    assert json.loads((tmp_path / "here" / "demo" / "workspace.json").read_text())["sandbox"]
    assert not (tmp_path / "data").exists()
