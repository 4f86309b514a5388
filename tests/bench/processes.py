"""Real processes beside this one: started, heard of, put to sleep between their turns, and stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds until a process must answer."""


class Failed(Exception):
    """A process did not do what it was started for."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One child (with `group` it may have children of its own). What it says goes to a file, as a real service's logs would."""

    def __init__(self, name: str, arguments: Sequence[str], env: Mapping[str, str], folder: Path, *, group: bool = False) -> None:
        self.name, self._group = name, group
        self.said = folder / f"{name}.log"
        with self.said.open("wb") as out:
            self._child = subprocess.Popen(
                [sys.executable, *arguments], env=_environment(env), cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=group,
            )  # fmt: skip

    def answers(self, url: str) -> None:
        """Wait until `url` answers with anything but 503. Raises Failed."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._child.poll() is not None:
                break
            try:
                with urllib.request.urlopen(url, timeout=5):
                    return
            except urllib.error.HTTPError as error:
                if error.code != 503:
                    return
            except OSError:
                time.sleep(0.05)
        raise Failed(f"{self.name} does not answer:\n{self.tail()}")

    def tail(self) -> str:
        return "\n".join(self.said.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])

    @property
    def pid(self) -> int:
        return self._child.pid

    def ended(self) -> int:
        """Its exit code, when it has come to its end by itself."""
        return self._child.wait(timeout=PATIENCE)

    def pause(self) -> None:
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        self._send(signal.SIGCONT)

    def _send(self, sign: signal.Signals) -> None:
        (os.killpg if self._group else os.kill)(self.pid, sign)

    def cpu(self) -> float:
        """Seconds of CPU that it and its children have used; 0 where the system has no /proc."""
        try:
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
            stats = [Path(f"/proc/{one}/stat").read_text(encoding="ascii") for one in (self.pid, *children)]
        except OSError:
            return 0.0
        ticks = (int(field) for stat in stats for field in stat.rpartition(")")[2].split()[11:13])
        return sum(ticks) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        if self._child.poll() is None:
            self.go_on()
            self._child.terminate()
            try:
                self._child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()


@contextmanager
def awake(processes: Sequence[Process]) -> Iterator[None]:
    """Only whose turn it is runs; everybody else sleeps, so that nobody's chores are counted against another."""
    for process in processes:
        process.go_on()
    try:
        yield
    finally:
        for process in processes:
            process.pause()


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", **env}
