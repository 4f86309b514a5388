"""The command line as a script meets it: a real process, its stdout, its stderr and its exit code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app.cli import opening
from app.cli.speaking import run
from app.tickets.comment import Comment, Visibility
from app.tickets.model import Ticket
from app.tickets.spoken import Spoken
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders

ROOT = Path(__file__).parents[2]
POLICY = """\
version: 1
defaults: {team: it}
teams:
  it: {name: IT Support, agents: ["slack:U0RAVI001"]}
"""


class Shell:
    """A directory to work in, and the settings the command is started with."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str], **env: str) -> None:
        self.home, self.patch, self.captured, self.env = home, patch, captured, env

    def __call__(self, *arguments: str, stdin: str = "", **env: str) -> Done:
        """Run it in this process, which is quicker."""
        with self.patch.context() as patch:
            patch.chdir(self.home)
            for name in list(os.environ):
                if name.startswith(("SAHAYAK_", "SLACK_", "TEAMS_", "DATABASE_")):
                    patch.delenv(name)
            for name, value in (self.env | env).items():
                patch.setenv(name, value)
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            self.captured.readouterr()
            code = run(arguments)
        return Done(code, *self.captured.readouterr())

    def process(self, code: str, **env: str) -> Done:
        """Run `python …` as a shell does, in a process of its own."""
        plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, "LANG": "C"}
        done = subprocess.run(
            ["sh", "-c", code], cwd=self.home, env=plain | self.env | env, capture_output=True, encoding="utf-8", check=False
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments: str) -> Any:
        done = self(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], restored_logs: None) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


@pytest.fixture
def desk(shell: Shell, database_url: str) -> Shell:
    """The same on a migrated database of each kind."""
    shell.env["DATABASE_URL"] = database_url
    return shell


def told(done: Done) -> str:
    """What stderr says: one sentence, no traceback; and nothing on stdout."""
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def a_lived_ticket(store: Store) -> Ticket:
    """Claimed by Ravi after a note and an answer; what people typed tries to paint the terminal."""
    with store.open() as tx:
        ravi = builders.agent(tx, "Ravi")
        asha = builders.person(tx, "Asha", user="U0ASHA001")
        ticket = builders.ticket(tx, "वीपीएन \x1b[31mdown", requester=asha, details="since\nmorning")
    with store.open() as tx:
        ticket = tx.tickets.get(ticket.org_id, ticket.number) or ticket
        ticket.claim(ravi, builders.NOW)
        for who, visibility, text in ((ravi, Visibility.INTERNAL, "router?"), (asha, Visibility.PUBLIC, "any news")):
            said: Comment = tx.comments.add(ticket, who.id, visibility, Spoken(text), builders.NOW)
            if visibility is Visibility.INTERNAL:
                ticket.note(said)
            else:
                ticket.say(said, from_agent=False)
        tx.tickets.save(ticket)
    return ticket


def test_a_ticket_as_json_is_exactly_the_contract(desk: Shell, store: Store) -> None:
    ticket = a_lived_ticket(store)
    document = desk.json("ticket", "show", ticket.key)
    added = ["edited", "removed", "attachments", "duplicates", "duplicate_of", "reporters"]
    assert sorted(set(added) - set(document)) == []
    assert [name for name in document if name not in added] == [
        "key", "number", "summary", "details", "status", "priority", "team", "category", "requester", "assignee", "source",
        "created_at", "updated_at", "resolved_at", "closed_at", "version", "resolution", "clocks", "comments", "history",
    ]  # fmt: skip
    assert document["key"] == ticket.key
    assert document["summary"] == "वीपीएन \x1b[31mdown"
    assert (document["status"], document["priority"], document["team"], document["category"]) == (
        "in_progress",
        "normal",
        "it",
        None,
    )
    assert document["requester"]["name"] == "Asha"
    assert document["requester"]["identities"] == ["slack:T1/U0ASHA001"]
    assert document["assignee"]["name"] == "Ravi"
    assert document["source"] == {
        "platform": "slack", "workspace": "T1", "channel": "C1", "message": ticket.source.message,
    }  # fmt: skip
    assert document["created_at"] == "2026-11-23T10:00:00Z"
    assert (document["resolved_at"], document["closed_at"], document["resolution"]) == (None, None, None)
    fixed = ("visibility", "author", "text", "at")
    assert [{name: said[name] for name in fixed} for said in document["comments"]] == [
        {"visibility": "internal", "author": {"name": "Ravi"}, "text": "router?", "at": "2026-11-23T10:00:00Z"},
        {"visibility": "public", "author": {"name": "Asha"}, "text": "any news", "at": "2026-11-23T10:00:00Z"},
    ]
    assert [line["seq"] for line in document["history"]] == list(range(1, document["version"] + 1))
    assert [(line["event"], line["by"]) for line in document["history"]] == [
        ("ticket.opened", "Asha"), ("ticket.claimed", "Ravi"), ("ticket.noted", "Ravi"), ("ticket.commented", "Asha"),
    ]  # fmt: skip
    assert document["history"][0]["changes"]["team"] == "it"


def test_the_list_is_the_same_documents_without_what_was_said(desk: Shell, store: Store) -> None:
    ticket = a_lived_ticket(store)
    (document,) = desk.json("ticket", "list")
    assert document["key"] == ticket.key
    assert "comments" not in document
    assert "history" not in document
    assert desk.json("ticket", "list", "--status", "closed") == []
    assert len(desk.json("ticket", "list", "--team", "it", "--status", "in_progress")) == 1


def test_for_people_it_is_lines_that_cannot_paint_the_terminal(desk: Shell, store: Store) -> None:
    key = a_lived_ticket(store).key
    for command in (("list",), ("show", key.removeprefix("T-")), ("show", f"#{key.removeprefix('T-')}")):
        done = desk("ticket", *command)
        assert done.returncode == 0
        assert key in done.stdout
        assert "वीपीएन" in done.stdout
        assert "\x1b" not in done.stdout


def test_an_unknown_ticket_is_said_and_exits_1(desk: Shell) -> None:
    for key in ("T-99", "99", "#99", "T-", "nonsense", "T-" + "9" * 400, "\x1b[31m"):
        done = desk("ticket", "show", key, "--json")
        assert told(done) == f"I can't find {key[:40]}.".replace("\x1b", "\\x1b")
        assert done.returncode == 1


def test_as_a_process_of_its_own_json_is_all_there_is_on_stdout(desk: Shell, store: Store) -> None:
    key = a_lived_ticket(store).key
    done = desk.process(f'"$PYTHON" -m app ticket show {key} --json', SAHAYAK_LOG_LEVEL="debug")
    assert json.loads(done.stdout)["summary"].startswith("वीपीएन")
    assert done.returncode == 0
    gone = desk.process('"$PYTHON" -m app ticket show T-99')
    assert (gone.returncode, told(gone)) == (1, "I can't find T-99.")


def test_a_policy_is_planned_applied_and_given_back(desk: Shell) -> None:
    (desk.home / "policy.yaml").write_text(POLICY)
    planned = desk("policy", "plan", "policy.yaml")
    assert (planned.returncode, "team it" in planned.stdout) == (0, True)
    assert desk("policy", "plan", "policy.yaml").stdout == planned.stdout
    assert desk("policy", "apply", "-", stdin=POLICY).stdout == planned.stdout
    assert "nothing to change" in desk("policy", "apply", "policy.yaml").stdout
    assert desk("policy", "export").stdout == POLICY


def test_a_policy_with_a_mistake_names_the_line_and_changes_nothing(desk: Shell) -> None:
    done = desk("policy", "apply", "-", stdin=POLICY + "  hr: {name: HR, agnets: []}\n")
    assert done.returncode == 2
    assert "line 5" in told(done)
    assert "nothing to change" not in desk("policy", "plan", "-", stdin=POLICY).stdout


def test_a_file_that_cannot_be_read_is_one_sentence(shell: Shell) -> None:
    (shell.home / "latin").write_bytes(b"\xff")
    (shell.home / "large").write_bytes(b" " * (1024 * 1024 + 1))
    for file, why in (
        ("gone", "cannot be read: no such file"),
        ("latin", "is not UTF-8"),
        ("large", "is larger than"),
        (".", "cannot be"),
    ):
        done = shell("policy", "plan", file)
        assert (done.returncode, why in told(done)) == (2, True)


def test_a_fresh_database_is_made_by_one_command(shell: Shell) -> None:
    before = shell("ticket", "list", "--json")
    assert (before.returncode, "./sahayak db upgrade" in told(before)) == (2, True)
    assert "db upgrade" in shell("db", "current").stdout
    assert shell("db", "upgrade").returncode == 0
    assert "up to date" in shell("db", "current").stdout
    assert shell.json("ticket", "list") == []
    assert (shell.home / "data" / "sahayak.db").exists()


def test_a_database_that_does_not_answer_is_one_sentence_without_its_password(shell: Shell) -> None:
    done = shell("ticket", "list", DATABASE_URL="postgresql://desk:hunter2@127.0.0.1:1/desk")
    assert done.returncode == 2
    assert "hunter2" not in told(done)


@pytest.mark.parametrize("command", ["serve", "web", "worker"])
def test_nothing_is_served_before_a_platform_is_set_up(shell: Shell, command: str) -> None:
    done = shell(command)
    said = told(done)
    assert done.returncode == 2
    for name in ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"):
        assert name in said


def test_half_a_platform_is_named_and_nothing_is_served(shell: Shell) -> None:
    done = shell("serve", TEAMS_APP_ID="x", TEAMS_TENANT_ID="y")
    assert (done.returncode, "TEAMS_APP_PASSWORD" in told(done)) == (2, True)


def test_a_reader_who_stops_reading_is_no_error(shell: Shell, sqlite_url: str) -> None:
    writer = Store(connect(sqlite_url))
    with writer.open() as tx:
        for number in range(500):
            builders.ticket(tx, f"{number} " + "x" * 180)
    writer.close()
    done = shell.process('"$PYTHON" -m app ticket list | head -n 1', DATABASE_URL=sqlite_url)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_a_setting_that_is_wrong_is_a_finding_of_the_doctor(shell: Shell) -> None:
    done = shell("doctor", "--json", PORT="x")
    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr, document["status"]) == (2, "", "error")
    assert document["findings"][0]["id"] == "settings"
    assert "PORT" in document["findings"][0]["says"]
    assert document["findings"][0]["remedy"]


@pytest.mark.parametrize(
    "wrong",
    [
        ["nonsense"],
        ["ticket", "list", "--nope"],
        ["ticket", "show"],
        ["ticket", "list", "--limit", "0"],
        ["demo", "--port", "70000"],
    ],
)
def test_a_command_that_does_not_exist_is_one_sentence(wrong: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(wrong) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1


COMMANDS = (
    "", "demo", "serve", "web", "worker", "db", "db upgrade", "db current", "doctor", "backup", "restore",
    "ticket", "ticket list", "ticket show",
    "policy", "policy plan", "policy apply", "policy export", "policy schema", "manifest", "manifest slack", "manifest teams",
    "version",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_is_for(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("Usage: sahayak")
    assert err == ""
    words = out.splitlines()
    assert any(line.strip().endswith(".") for line in words)


def test_alone_it_shows_its_commands(capfd: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "serve" in capfd.readouterr().out


def test_a_bug_is_one_sentence_too_and_a_traceback_only_when_asked_for(shell: Shell) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("xoxb-1-canary went\nwrong")

    shell.patch.setattr(opening, "settings", broken)
    done = shell("db", "current")
    assert told(done) == "That failed: RuntimeError: [hidden] went. SAHAYAK_LOG_LEVEL=debug tells more."
    assert done.returncode == 1
    assert "Traceback" in shell("db", "current", SAHAYAK_LOG_LEVEL="debug").stderr


def test_an_interrupt_is_quiet_and_exits_130(shell: Shell) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    shell.patch.setattr(opening, "settings", interrupted)
    assert shell("db", "current") == (130, "", "")
