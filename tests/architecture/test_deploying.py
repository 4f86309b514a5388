"""What can be held of the files for containers and of the pages about connecting, where no container engine runs."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from app.cli.commands import cli
from app.settings import Settings

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "integrations", "jobs", "storage", "manifests")
OURS = ("upgrade", "web", "worker")


@pytest.fixture
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return document


def dockerfile() -> list[list[str]]:
    """Each instruction with its words; continued lines are one."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_holds_every_room_and_nothing_else() -> None:
    copied = [words[1] for words in dockerfile() if words[0] == "COPY" and not words[1].startswith("--")]
    assert sorted(copied) == sorted([*ROOMS, "requirements.lock"])
    admitted = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert admitted == {*ROOMS, "requirements.lock"}


def test_the_image_runs_as_nobody_special_and_writes_its_data_only() -> None:
    last = {words[0]: words[1:] for words in dockerfile()}
    assert last["USER"] == ["10001"]
    assert last["VOLUME"] == ["/data"]
    assert "--require-hashes" in (ROOT / "Dockerfile").read_text()
    assert "/readyz" in " ".join(last["HEALTHCHECK"])


def test_every_service_is_watched_and_may_do_little(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"database", *OURS}
    for name in OURS:
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert services["database"]["healthcheck"]["test"][1] == "pg_isready"
    assert [port for service in services.values() for port in service.get("ports", ())] == ["127.0.0.1:3000:3000"]
    named = {secret for service in services.values() for secret in service["secrets"]}
    assert named == set(compose["secrets"])


def test_what_compose_sets_and_runs_is_there(compose: dict[str, Any]) -> None:
    commands = typer.main.get_command(cli)
    for name in OURS:
        service, command = compose["services"][name], commands
        for word in service["command"]:
            command = command.commands[word]  # type: ignore[attr-defined]
        for setting in service["environment"]:
            assert setting.removesuffix("_FILE").lower() in Settings.model_fields
        mounted = {path.rsplit("/", 1)[1] for path in service["environment"].values() if str(path).startswith("/run/secrets/")}
        assert mounted == set(service["secrets"])


def test_no_address_or_secret_stands_in_them() -> None:
    for file in ("Dockerfile", "compose.yaml", ".dockerignore"):
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not re.search(r"https?://(?!127\.0\.0\.1)|xox[a-z]-|index-url", text)


@pytest.mark.parametrize("page", ["slack.md", "teams.md"])
def test_connecting_takes_ten_steps(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [int(step) for step in re.findall(r"^(\d+)\. ", text, re.MULTILINE)] == list(range(1, 11))


@pytest.mark.parametrize("page", ["slack.md", "teams.md"])
def test_what_the_pages_quote_is_what_the_program_says(page: str) -> None:
    """Most of it, two words at a time: names and numbers that stand in a sentence are one's own."""
    sources = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "sandbox" not in path.parts]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    known = set(pairs(re.sub(r'"\s*\n\s*f?"', "", code)))
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    quoted = re.findall(r"^\| `(?:[a-z_.]+[^ `]*  )?([A-Z][^`]*)`", text, re.MULTILINE)
    assert len(quoted) > 12
    strange = [sentence for sentence in quoted if sum(pair in known for pair in pairs(sentence)) < len(pairs(sentence)) * 0.4]
    assert strange == []


def pairs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[\w'’.-]+", text)
    words = [word.strip(".'-") for word in words]
    return list(pairwise(words))


def test_a_shell_reads_every_command_of_the_page_about_deploying() -> None:
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        done = subprocess.run(
            ["sh", "-n"], input=block.replace("<address of this repository>", "x"), text=True, check=False, capture_output=True
        )
        assert (done.returncode, done.stderr) == (0, ""), block
