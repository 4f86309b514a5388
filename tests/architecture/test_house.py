"""What a machine can hold of the rules of the house."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "integrations", "storage", "jobs", "manifests")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
SCRIPTS = sorted((ROOT / "integrations").rglob("*.js"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MIRRORED = ("app", "integrations", "storage", "jobs", "manifests")
"""Rooms whose tests stand in a folder of the same name."""

DRAWER = re.compile(r"(^|_)(utils?|helpers?|common|misc|base|manager|service)s?\.py$")
CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"), ("time", "time_ns"),
}  # fmt: skip


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[tuple[str, str, int]]:
    """(owner, method, line) of every `owner.method(…)`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield last, node.func.attr, node.lineno


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def test_nobody_asks_the_time_but_the_one_clock() -> None:
    asked = [
        f"{name(path)}:{line}"
        for path in SOURCES
        if not name(path).startswith("app/main")
        for owner, method, line in calls(path)
        if (owner, method) in CLOCKS
    ]
    assert asked == []


def test_nobody_commits_but_the_unit_of_work() -> None:
    commits = [
        f"{name(path)}:{line}"
        for path in SOURCES
        if name(path) != "storage/unit_of_work.py" and not is_migration(path)
        for _, method, line in calls(path)
        if method == "commit"
    ]
    assert commits == []


def test_no_file_is_over_300_lines() -> None:
    sized = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES if not is_migration(path)}
    assert {file: lines for file, lines in sized.items() if lines > 300} == {}


def test_the_page_keeps_to_the_same_sizes() -> None:
    texts = {name(path): path.read_text(encoding="utf-8").splitlines() for path in SCRIPTS}
    assert texts
    assert {file: len(lines) for file, lines in texts.items() if len(lines) > 300} == {}
    assert [f"{file}:{n}" for file, lines in texts.items() for n, line in enumerate(lines, 1) if len(line) > 130] == []


def test_the_page_makes_no_markup_and_no_code_out_of_text() -> None:
    ways = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|\beval\(|new Function|srcdoc="
    )
    assert [name(path) for path in SCRIPTS if ways.search(path.read_text(encoding="utf-8"))] == []


def test_no_function_is_over_40_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        if not is_migration(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert long == []


def test_no_file_is_a_drawer_of_unlike_things() -> None:
    assert [name(path) for path in SOURCES + TESTS if DRAWER.search(path.name)] == []


def test_nothing_is_left_unfinished() -> None:
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b|raise NotImplemented" + "Error")
    assert [name(path) for path in SOURCES + TESTS if mark.search(path.read_text(encoding="utf-8"))] == []


def test_no_exception_is_swallowed() -> None:
    swallowed = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]
    assert swallowed == []


def test_every_public_module_says_what_it_is_for() -> None:
    empty_or_told = [path for path in SOURCES if not is_migration(path) and path.read_text(encoding="utf-8").strip()]
    assert [name(path) for path in empty_or_told if not ast.get_docstring(tree(path))] == []


@pytest.mark.parametrize("room", MIRRORED)
def test_every_test_folder_mirrors_a_room(room: str) -> None:
    """`tests/app/policy/…` is about `app/policy/`; a file in it is named after a module or after what is promised."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests" / room).rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (ROOT / folder).is_dir()] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_with_hashes_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==\S+", entry)
        assert "--hash=sha256:" in entry


def test_the_development_lock_agrees_with_the_one_that_is_shipped() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9][a-z0-9._-]*==[^\s;]+)", (ROOT / lock).read_text(encoding="utf-8"), re.M))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_lock_holds_what_the_project_names() -> None:
    named = re.findall(
        r'^    "([a-z0-9-]+)(?:\[[a-z]+\])?==([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M
    )
    lock = "".join((ROOT / f"requirements-{kind}.lock").read_text(encoding="utf-8") for kind in ("dev", "bench"))
    assert named
    assert [f"{package}=={version}" for package, version in named if f"{package}=={version}" not in lock] == []


def test_the_version_is_the_same_everywhere() -> None:
    from app import __version__

    assert f'\nversion = "{__version__}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
