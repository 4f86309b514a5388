"""What one created ticket costs inside: the SQL statements of its transaction, and where the time of the desk goes.

`python -m tests.bench.statements [postgresql|sqlite] [--profile]`; in one process, without HTTP.
"""

from __future__ import annotations

import cProfile
import itertools
import pstats
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.desk import Desk
from app.interaction import Interaction, Where
from app.main import chance, now, open_store
from app.people.model import Platform, Profile, Workspace
from app.policy import changes, reading
from app.seal import Seal
from app.settings import Settings
from storage.unit_of_work import Store
from tests.bench import company, databases

TIMES = 300
_numbers = itertools.count(1)


def asked(number: int) -> Interaction:
    """What the Slack edge makes of a message in a request channel."""
    user, ts = company.slack_person(number), f"1795255200.{number:06}"
    where = Where(channel=company.SLACK_HELP, message=ts, link=f"https://bench.slack.com/archives/{company.SLACK_HELP}/p{ts}")
    profile = Profile(name=f"Person {user}", email=f"{user}@example.test".lower(), locale="en-GB", timezone="Europe/Berlin")
    also = (f"slack:msg:{company.SLACK_TEAM}:{company.SLACK_HELP}:{ts}",)
    return Interaction(
        key=f"slack:event:Ev{number}", platform=Platform.SLACK, workspace=company.SLACK_TEAM, actor=user, verb="chat.channel",
        where=where, text=company.text(number), profile=profile, also=also,
    )  # fmt: skip


@contextmanager
def store(kind: str) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield from _opened(databases.sqlite(Path(folder)))
        else:
            with databases.postgresql(migrated=True) as url:
                yield from _opened(url)


def _opened(url: str) -> Iterator[Store]:
    opened = open_store(Settings.load({"DATABASE_URL": url}))
    with opened.open() as tx:
        org = tx.organisations.first()
        tx.workspaces.save(Workspace(org.id, 0, Platform.SLACK, company.SLACK_TEAM, url="https://bench.slack.com/"))
        changes.apply(tx, org.id, reading.read(company.SLACK_POLICY), company.SLACK_POLICY, now())
    yield opened
    opened.close()


def statements(opened: Store, desk: Desk) -> Sequence[str]:
    said: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    sa.event.listen(opened.engine, "before_cursor_execute", hear)
    desk.handle(asked(next(_numbers) + 1_000 * company.PEOPLE))
    sa.event.remove(opened.engine, "before_cursor_execute", hear)
    return said


def main(kind: str, profile: bool) -> None:
    with store(kind) as opened:
        desk = Desk(opened.open, now, chance, Seal(b"k" * 32))
        for _ in range(company.PEOPLE):
            desk.handle(asked(next(_numbers)))
        found = statements(opened, desk)
        for number, statement in enumerate(found, 1):
            print(f"{number:>3}  {' '.join(statement.split())[:150]}")
        _timed(desk, profile)


def _timed(desk: Desk, profile: bool) -> None:
    asks = [asked(next(_numbers)) for _ in range(TIMES)]
    profiler, began = cProfile.Profile(), time.process_time()
    if profile:
        profiler.enable()
    for one in asks:
        desk.handle(one)
    profiler.disable()
    print(f"{(time.process_time() - began) / TIMES * 1000:.2f} ms of CPU in this process for each ticket")
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(35)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main("sqlite" if "sqlite" in sys.argv else "postgresql", "--profile" in sys.argv)
