"""`./sahayak`, in a copy with a program of three lines and nothing to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = "import os, sys\nprint(os.getcwd(), *sys.argv[1:], sep='|')\nprint(sys.prefix)\n"
TOOLS = ("sh", "cat", "cksum", "rm", "readlink")


class Copy:
    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "app").mkdir(parents=True)
        shutil.copy(ROOT / "sahayak", home)
        (home / "app" / "__init__.py").touch()
        (home / "app" / "__main__.py").write_text(PROGRAM)
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (home / lock).write_text("# nothing\n")

    def start(self, *arguments: str, by: Path | None = None, cwd: Path | None = None, path: str = "") -> subprocess.Popen[str]:
        env = {"PATH": path or f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(self.home)}
        return subprocess.Popen(
            [str(by or self.home / "sahayak"), *arguments],
            cwd=cwd or self.home, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, *arguments: str, by: Path | None = None, cwd: Path | None = None, path: str = "") -> tuple[int, str, str]:
        started = self.start(*arguments, by=by, cwd=cwd, path=path)
        out, err = started.communicate(timeout=100)
        return started.returncode, out, err


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "a checkout")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """One that was set up before; whoever breaks it leaves it whole again."""
    ready = Copy(tmp_path_factory.mktemp("launched") / "a checkout")
    assert ready("x")[0] == 0
    return ready


def test_first_use_sets_up_with_one_line_and_the_next_is_silent(copy: Copy) -> None:
    code, out, err = copy("ticket", "show", "a b", "")
    assert (code, out) == (0, f"{copy.home}|ticket|show|a b|\n{copy.home}/.venv\n")
    assert err.startswith("Setting up Sahayak")
    assert len(err.splitlines()) == 1
    assert copy("again") == (0, f"{copy.home}|again\n{copy.home}/.venv\n", "")


def test_it_works_from_any_directory_and_through_links(ready: Copy, tmp_path: Path) -> None:
    first, second, elsewhere = tmp_path / "first", tmp_path / "links" / "second", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "app").mkdir()  # a stranger's package of the same name is not ours
    (elsewhere / "app" / "__main__.py").write_text("print('stranger')")
    second.parent.mkdir()
    first.symlink_to(ready.home / "sahayak")
    second.symlink_to(Path("..") / "first")
    assert ready("x", by=second, cwd=elsewhere)[1] == f"{elsewhere}|x\n{ready.home}/.venv\n"


def test_a_changed_lock_file_is_installed(ready: Copy) -> None:
    (ready.home / "requirements.lock").write_text("# something else\n")
    assert ready("x")[2] == "Updating Sahayak's libraries …\n"
    assert ready("x")[2] == ""


def test_an_installation_that_was_cut_off_is_made_anew(ready: Copy) -> None:
    (ready.home / ".venv" / ".unfinished").touch()
    (ready.home / ".venv" / "rubbish").touch()
    assert ready("x")[0] == 0
    assert not (ready.home / ".venv" / "rubbish").exists()
    assert not (ready.home / ".venv" / ".unfinished").exists()
    (ready.home / ".venv" / "bin" / "python").unlink()
    assert ready("x")[0] == 0


def test_one_that_fails_says_so_and_is_repaired_next_time(copy: Copy) -> None:
    (copy.home / "requirements.lock").write_text("no-such-thing-here @ file:///nowhere\n")
    code, out, err = copy("x")
    assert (code, out) == (1, "")
    assert "could not be set up" in err.splitlines()[-1]
    (copy.home / "requirements.lock").write_text("# nothing\n")
    assert copy("x")[0] == 0


def test_two_at_once_set_up_once(copy: Copy) -> None:
    started = [copy.start(str(number)) for number in range(3)]
    ended = [one.communicate(timeout=100) for one in started]
    assert [one.returncode for one in started] == [0, 0, 0]
    assert sum("Setting up" in err for _, err in ended) == 1


def only(folder: Path, **pythons: str) -> str:
    """A PATH with the few tools the launcher may use and these Pythons (name: what it runs)."""
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    for name, script in pythons.items():
        (folder / name.replace("_", ".")).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name.replace("_", ".")).chmod(0o755)
    return str(folder)


def test_it_needs_nothing_but_sh_and_python(copy: Copy, tmp_path: Path) -> None:
    real = f'exec "{Path(sys.executable).resolve()}" "$@"'
    path = only(tmp_path / "bin", python3_13="exit 127", python3_11=real)
    assert copy("x", path=path)[:2] == (0, f"{copy.home}|x\n{copy.home}/.venv\n")


def test_an_old_python_is_refused_in_a_sentence(copy: Copy, tmp_path: Path) -> None:
    code, out, err = copy("x", path=only(tmp_path / "bin", python3="exit 1", python3_12="exit 127"))
    assert (code, out) == (1, "")
    assert err == "Sahayak needs Python 3.11 or newer and found none. Install it (or uv), then start again.\n"
    assert not (copy.home / ".venv").exists()


def test_the_tests_get_the_development_libraries_too(ready: Copy) -> None:
    code, _, err = ready("test", "--version")
    assert code != 0  # the lock of this copy is empty, so there is no pytest
    assert "pytest" in err
    assert (ready.home / ".venv" / ".installed-dev").exists()
    assert ready("x")[2] == ""


def test_the_processes_are_the_commands_of_the_launcher() -> None:
    assert (ROOT / "Procfile").read_text().splitlines() == [
        "release: ./sahayak db upgrade", "web: ./sahayak web", "worker: ./sahayak worker",
    ]  # fmt: skip
    for script in ("sahayak", ".ci/run"):
        assert os.access(ROOT / script, os.X_OK)
        assert subprocess.run(["sh", "-n", ROOT / script], check=False).returncode == 0
