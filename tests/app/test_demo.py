"""`./sahayak demo`, run as anybody would run it for the first time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]


def started(folder: Path, *options: str, **env: str) -> subprocess.Popen[str]:
    """The command in an empty directory with a nearly empty environment, in a session of its own as at a terminal of its own."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), **env}
    command = [sys.executable, "-m", "app", "demo", "--port", "0", *options]
    return subprocess.Popen(
        command, cwd=folder, env=clean, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip


def seen(out: str, who: str, platform: str) -> str:
    """Everything one person saw on one platform."""
    blocks, mine = [], False
    for line in out.splitlines():
        if " sees · " in line:
            mine = line.startswith(f"  {who} sees · {platform}")
        elif mine and line.startswith("  │ "):
            blocks.append(line.removeprefix("  │ "))
    return "\n".join(blocks)


def test_the_day_shows_what_everybody_sees_and_keeps_nothing(tmp_path: Path) -> None:
    out, err = (program := started(tmp_path, "--once")).communicate(timeout=100)
    assert program.returncode == 0, err + out
    assert err == ""
    asha, tom = seen(out, "Asha", "Slack"), seen(out, "Tom", "Teams")
    assert "nobody has picked it up yet" in asha
    assert "Ravi is working on it" in asha
    assert "Solved: Restarted the VPN gateway." in asha
    assert all(f"[{label}]" in tom for label in ("Claim", "Assign…", "Priority…", "Reply…", "Resolve…", "More…"))
    assert "Priority: High · set by a person" in tom
    assert "Closed by Asha" in tom
    assert "hold the power button" in seen(out, "Tara", "Teams")
    assert seen(out, "Bela", "Slack").startswith("T-1 is a request of Asha")
    assert "[वापस लें]" in seen(out, "Hira", "Slack")
    assert "[Claim]" in seen(out, "Ravi", "Slack")
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "\x1b" not in out
    assert list(tmp_path.iterdir()) == []


SCENE = """
- {at: "fri 17:00"}
- {who: Tara, says: "My screen stays black, can somebody help?", as: screen}
- {who: Tom, presses: Claim, ticket: screen, in: "IT triage"}
- {at: "+30m"}
- {who: Nina, commands: "status {screen}"}
- {who: Nina, sees_not: "black"}
- {who: Tara, presses: Withdraw, ticket: screen}
- {who: Tara, sees: "Withdrawn"}
"""


def test_a_script_is_played_and_time_goes_by(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SCENE)
    out, err = (program := started(tmp_path, "--script", "mine.yaml")).communicate(timeout=100)
    assert program.returncode == 0, err + out
    assert "It is Friday 17:00" in out
    assert "Withdrawn" in seen(out, "Tara", "Teams")


def test_a_script_goes_on_in_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text('- {at: "fri 17:00"}\n- {who: Asha, says: "My VPN is down, help", in: "#help", as: vpn}')
    (tmp_path / "two.yaml").write_text('- {who: Mina, sees: "My VPN is down", in: "#it-triage"}')
    codes = []
    for name, more in (("one", ()), ("two", ()), ("two", ("--reset",))):
        program = started(tmp_path, "--script", f"{name}.yaml", "--data", "kept", *more)
        out, err = program.communicate(timeout=100)
        assert program.returncode == 0 or "Did not happen: Mina sees" in out, err + out
        codes.append(program.returncode)
    assert codes == [0, 0, 1]


@pytest.mark.parametrize(
    ("scene", "told"),
    [
        ('- {who: Asha, sees: "what nobody said"}', "Did not happen: Asha sees 'what nobody said' to Sahayak"),
        ("- {who: Nobody, says: hi}", "there is nobody called Nobody"),
        ("- {who: Ravi, presses: Claim, ticket: gone}", "a ticket called 'gone'"),
    ],
)
def test_what_does_not_happen_is_named(tmp_path: Path, scene: str, told: str) -> None:
    (tmp_path / "mine.yaml").write_text(scene)
    out, err = (program := started(tmp_path, "--script", "mine.yaml")).communicate(timeout=100)
    assert program.returncode == 1
    assert told in " ".join(out.split())
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("scene", "told"),
    [
        ("- {who: Asha, sings: la}", "sings"),
        ("- {who: Asha}", "a step needs `who` and one of"),
        ("- {at: someday}", "'someday' is no moment"),
        ("asha: says", "it has to be a list of steps"),
        ("- [", "cannot be read"),
    ],
)
def test_a_script_that_is_none_is_refused_with_the_reason(tmp_path: Path, scene: str, told: str) -> None:
    (tmp_path / "mine.yaml").write_text(scene)
    out, err = (program := started(tmp_path, "--script", "mine.yaml")).communicate(timeout=60)
    assert program.returncode == 2
    assert told in err
    assert "Traceback" not in out + err


def test_it_does_not_run_beside_the_settings_of_a_real_desk(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TEAMS_APP_ID=11111111-2222-3333-4444-555555555555\nPORT=nonsense\n")
    real = {"SLACK_BOT_TOKEN": "xoxb-real-token", "DATABASE_URL": "postgresql://desk:pass@db.example.test/desk"}
    out, err = (program := started(tmp_path, "--once", **real)).communicate(timeout=60)
    assert program.returncode == 2
    assert "DATABASE_URL, SLACK_BOT_TOKEN, TEAMS_APP_ID" in err
    assert "xoxb-real-token" not in err + out


def test_it_does_not_run_beside_settings_that_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("# für alle\nSLACK_BOT_TOKEN=xoxb-real-token\n".encode("latin-1"))
    out, err = (program := started(tmp_path, "--once")).communicate(timeout=60)
    assert program.returncode == 2
    assert "The file .env cannot be read" in err
    assert "Traceback" not in err + out


def test_ctrl_c_ends_it_quietly_even_while_its_desk_is_loading(tmp_path: Path) -> None:
    program = started(tmp_path, "--no-browser")
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children")
    assert program.stdout is not None
    while program.poll() is None and not _runs_the_desk(children.read_text().split()):
        pass
    os.killpg(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=60)
    assert (program.returncode, err) == (0, "")


def _runs_the_desk(children: list[str]) -> bool:
    commands = [Path(f"/proc/{one}/cmdline").read_bytes() for one in children]
    return any(b"app.main.demonstration.desk" in command for command in commands)


def test_four_weeks_go_by_and_the_page_is_served_until_it_is_stopped(tmp_path: Path) -> None:
    program = started(tmp_path, "--no-browser")
    assert program.stdout is not None
    told = next((line for line in program.stdout if line.startswith("Open http://127.0.0.1:")), "")
    page = urlopen(told.split()[1]).read().decode() if told else ""
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=30)
    assert "Sahayak" in page
    assert (program.returncode, err) == (0, "")


def test_it_can_be_ended_while_the_weeks_go_by(tmp_path: Path) -> None:
    program = started(tmp_path, "--no-browser")
    assert program.stdout is not None
    assert any(line.startswith("Four weeks") for line in program.stdout)
    program.send_signal(signal.SIGTERM)
    _, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (0, "")


def test_a_desk_that_ends_by_itself_is_told_of(tmp_path: Path) -> None:
    program = started(tmp_path, "--no-browser")
    assert program.stdout is not None
    assert any(line.startswith("Four weeks") for line in program.stdout)
    child = next(int(one) for one in Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split())
    os.kill(child, signal.SIGKILL)
    out, err = program.communicate(timeout=30)
    assert program.returncode == 2
    assert "The desk of the demo has ended by itself" in err
    assert "Traceback" not in out + err


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        out, err = (program := started(tmp_path, "--port", str(port))).communicate(timeout=60)
    assert program.returncode == 2
    assert f"Cannot listen on 127.0.0.1:{port}: address already in use; `--port 0` takes a free port." in " ".join(err.split())
    assert "Traceback" not in out + err


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    out, err = (program := started(tmp_path, "--host", "0.0.0.0")).communicate(timeout=60)
    assert program.returncode == 2
    assert "only on an address of this machine" in err
    assert "Traceback" not in err + out


def test_serving_never_loads_the_local_platforms() -> None:
    loaded = "import sys, app.main.serving, integrations.slack.edge, integrations.teams.edge; print([*sys.modules])"
    out = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "integrations.teams.edge" in out
    assert "sandbox" not in out
