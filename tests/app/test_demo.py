"""`./sahayak demo`, run as anybody would run it for the first time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def started(folder: Path, *options: str, **env: str) -> subprocess.Popen[str]:
    """The command in an empty directory with a nearly empty environment."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), **env}
    command = [sys.executable, "-m", "app", "demo", "--port", "0", *options]
    return subprocess.Popen(
        command, cwd=folder, env=clean, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


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
    assert "Status: Closed" in asha
    assert all(f"[{label}]" in tom for label in ("Claim", "Assign…", "Priority…", "Reply…", "Resolve…", "More…"))
    assert "Ravi was faster: T-1 is already theirs." in tom
    assert "Priority: High · set by a person" in tom
    assert "Closed by Asha" in tom
    assert "hold the power button" in seen(out, "Tara", "Teams")
    assert seen(out, "Bela", "Slack") == "I can't find T-1."
    assert "[वापस लें]" in seen(out, "Hira", "Slack")
    assert "[Claim]" in seen(out, "Ravi", "Slack")
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "\x1b" not in out
    assert list(tmp_path.iterdir()) == []


def test_settings_of_a_real_desk_are_named_but_neither_read_nor_shown(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TEAMS_APP_ID=11111111-2222-3333-4444-555555555555\nPORT=nonsense\n")
    real = {"SLACK_BOT_TOKEN": "xoxb-real-token", "DATABASE_URL": "postgresql://desk:pass@db.example.test/desk"}
    program = started(tmp_path, "--once", "--data", "kept", **real)
    out, err = program.communicate(timeout=100)
    assert program.returncode == 0, err + out
    assert "not used here: DATABASE_URL, SLACK_BOT_TOKEN, TEAMS_APP_ID." in " ".join(out.split())
    assert "xoxb-real-token" not in out
    assert (tmp_path / "kept" / "demo.db").exists()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_goes_on_serving_until_it_is_stopped(tmp_path: Path, sign: signal.Signals) -> None:
    program = started(tmp_path)
    assert program.stdout is not None
    told = next((line for line in program.stdout if "Local Teams" in line), "")
    program.send_signal(sign)
    _, err = program.communicate(timeout=30)
    assert told
    assert (program.returncode, err) == (0, "")


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
