"""Who is measured: each side is some real processes, an address, a kind of request, and a table that grows with each ticket."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from integrations.sandbox.teams.identity import Identity
from tests.bench import company, databases
from tests.bench.processes import ROOT, Failed, Process, awake, free_port

_numbers = itertools.count(1, 1_000_000)
"""Every side has its own numbers of people's messages, so that nothing is ever said twice."""


@dataclass
class Side:
    """One contestant. `table` is counted after each turn: an answer without a row is no answer."""

    name: str
    processes: Sequence[Process]
    port: int
    kind: str
    url: str = ""
    table: str = ""
    good: int = 200
    facts: dict[str, Any] = field(default_factory=dict)
    next: int = field(default_factory=lambda: next(_numbers))

    def load(self, connections: int, kind: str = "", **limits: float) -> dict[str, Any]:
        """What the load generator measured, with this side awake. Raises Failed where an answer or a row is missing."""
        kind = kind or self.kind
        spec = {"port": self.port, "kind": kind, "connections": connections, "first": self.next, **limits, **self.facts}
        with awake(self.processes):  # also while rows are counted: who sleeps may hold a lock
            before, used = self._rows() if kind == self.kind else 0, self._cpu()
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.load"], input=json.dumps(spec), capture_output=True, text=True, cwd=ROOT
            )
        if done.returncode:
            raise Failed(f"the load for {self.name} broke off:\n{done.stderr[-2000:]}\n{self.processes[0].tail()}")
        measured: dict[str, Any] = json.loads(done.stdout)
        self.next = measured["next"]
        self._check(measured, before, kind)
        return measured | {"cpu": (self._cpu() - used) / measured["answers"]}

    def _cpu(self) -> float:
        return sum(process.cpu() for process in self.processes)

    def _check(self, measured: dict[str, Any], before: int, kind: str) -> None:
        if set(measured["statuses"]) != {str(self.good)}:
            raise Failed(f"{self.name} answered {measured['statuses']}:\n{self.processes[0].tail()}")
        made = self._rows() - before if kind == self.kind else 0
        if self.table and kind == self.kind and made != measured["answers"]:
            raise Failed(f"{self.name} gave {measured['answers']} answers and made {made} tickets:\n{self.processes[0].tail()}")

    def _rows(self) -> int:
        return databases.rows_in(self.url, self.table) if self.table else 0


class Arena:
    """Starts sides when they are asked for, and keeps them (asleep) until the end."""

    def __init__(self, folder: Path, warm: int) -> None:
        self._folder, self._warm, self._stack = folder, warm, ExitStack()
        self._sides: dict[str, Side] = {}
        self._identity = Identity(company.TENANT, company.TEAMS_APP, lambda: datetime.now(UTC))

    def close(self) -> None:
        self._stack.close()

    def ours(self, platform: str, database: str, *, worker: bool) -> Side:
        """Sahayak: `python -m app web`, and `python -m app worker` beside it."""
        name = f"sahayak-{platform}-{database}" + ("-worker" if worker else "")
        return self._sides.get(name) or self._keep(name, self._ours(name, platform, database, worker))

    def bare(self, platform: str, database: str) -> Side:
        """A bare handler; `database` is postgresql, sqlite or none."""
        name = f"bare-{platform}-{database}"
        return self._sides.get(name) or self._keep(name, self._bare(name, platform, database))

    def helpdesk(self) -> Side:
        return self._sides.get("django-helpdesk") or self._keep("django-helpdesk", self._helpdesk())

    def _keep(self, name: str, side: Side) -> Side:
        for process in side.processes:
            process.pause()
        side.load(16, count=self._warm)  # everybody has been met, every statement prepared
        if side.url:
            databases.tidy(side.url)
        self._sides[name] = side
        return side

    def _ours(self, name: str, platform: str, database: str, worker: bool) -> Side:
        url, port = self._database(database, migrated=True), free_port()
        policy = self._folder / f"{name}.yaml"
        policy.write_text(company.SLACK_POLICY if platform == "slack" else company.TEAMS_POLICY, encoding="utf-8")
        own = {
            "DATABASE_URL": url,
            "PORT": str(port),
            "SAHAYAK_POLICY": str(policy),
            "SAHAYAK_DATA_DIR": str(self._folder),
        }
        env = own | self._env(platform)
        web = self._start(name, ["-m", "app", "web"], env, f"http://127.0.0.1:{port}/readyz")
        processes = [web]
        if worker:
            processes.append(self._start(f"{name}-deliverer", ["-m", "app", "worker"], env))
        return Side(name, processes, port, f"{platform}.message", url, "tickets", facts=self._facts(platform, name))

    def _env(self, platform: str) -> dict[str, str]:
        outside = f"http://127.0.0.1:{self._platforms}"
        if platform == "slack":
            return {
                "SLACK_SIGNING_SECRET": company.SLACK_SECRET,
                "SLACK_BOT_TOKEN": company.SLACK_TOKEN,
                "SLACK_API_URL": f"{outside}/api/",
            }
        return {
            "TEAMS_APP_ID": company.TEAMS_APP,
            "TEAMS_APP_PASSWORD": company.TEAMS_PASSWORD,
            "TEAMS_TENANT_ID": company.TENANT,
            "TEAMS_OPENID_METADATA_URL": f"{outside}/openid",
            "TEAMS_LOGIN_URL": outside,
            "TEAMS_ALLOWED_SERVICE_HOSTS": "127.0.0.1",
        }

    def _facts(self, platform: str, name: str) -> dict[str, Any]:
        if platform == "slack":
            return {}
        service = f"http://127.0.0.1:{self._platforms}/teams/"
        return {"service_url": service, "token": self._identity.signed(service), "run": f"{name}-"}

    def _bare(self, name: str, platform: str, database: str) -> Side:
        url = "" if database == "none" else self._database(database, migrated=False)
        port = free_port()
        pem = self._identity.keys[0].private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        arguments = ["-m", "tests.bench.bare", str(port), platform, url or "none"]
        process = self._start(name, arguments, {"BENCH_KEY": pem.decode()}, f"http://127.0.0.1:{port}/")
        facts = self._facts(platform, name)
        return Side(name, [process], port, f"{platform}.message", url, "tickets" if url else "", facts=facts)

    def _helpdesk(self) -> Side:
        url, port = self._database("postgresql", migrated=False), free_port()
        env = {"HELPDESK_URL": url}
        made = Process("helpdesk-tables", ["-m", "tests.bench.helpdesk"], env, self._folder)
        if made.ended():
            raise Failed(made.tail())
        gunicorn = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"]
        gunicorn += ["--keep-alive", "75", "--chdir", str(ROOT), "tests.bench.helpdesk:application"]
        page = f"http://127.0.0.1:{port}/tickets/submit/"
        process = self._start("django-helpdesk", gunicorn, env, page, group=True)
        facts = {**_form(page), "path": "/tickets/submit/"}
        return Side("django-helpdesk", [process], port, "public.form", url, "helpdesk_ticket", good=302, facts=facts)

    def _start(self, name: str, arguments: list[str], env: dict[str, str], url: str = "", *, group: bool = False) -> Process:
        process = Process(name, arguments, env, self._folder, group=group)
        self._stack.callback(process.stop)
        if url:
            process.answers(url)
        return process

    def _database(self, kind: str, *, migrated: bool) -> str:
        if kind == "sqlite":
            return databases.sqlite(self._folder) if migrated else f"sqlite:///{self._folder / 'bare.db'}"
        return self._stack.enter_context(databases.postgresql(migrated=migrated))

    @cached_property
    def _platforms(self) -> int:
        """The port of the platforms' stand-in, which is always awake."""
        jwks, port = self._folder / "jwks.json", free_port()
        jwks.write_text(json.dumps(self._identity.jwks()), encoding="utf-8")
        self._start("platforms", ["-m", "tests.bench.platforms", str(port), str(jwks)], {}, f"http://127.0.0.1:{port}/openid")
        return port


def _form(page: str) -> dict[str, str]:
    """The token, the cookie and the queue that the public page gives out."""
    with urllib.request.urlopen(page) as answer:
        html, cookie = answer.read().decode(), answer.headers["Set-Cookie"]
    found = {
        "token": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html),
        "queue": re.search(r'<option value="(\d+)"[^>]*>Public<', html),
        "cookie": re.search(r"csrftoken=([^;]+)", cookie),
    }
    missing = [name for name, match in found.items() if match is None]
    if missing:
        raise Failed(f"django-helpdesk's public form has no {', '.join(missing)}")
    return {name: match[1] for name, match in found.items() if match}


@contextmanager
def arena(folder: Path, warm: int) -> Iterator[Arena]:
    """`warm` requests go to each side before it is measured."""
    opened = Arena(folder, warm)
    try:
        yield opened
    finally:
        opened.close()
