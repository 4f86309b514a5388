"""Commands that run something: the desk, the demo, migrations."""

from __future__ import annotations

from pathlib import Path

from app.cli import opening
from app.cli.speaking import Quit, show

NOTHING_IS_ON = (
    "Neither Slack nor Microsoft Teams is configured: set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, or TEAMS_APP_ID, "
    "TEAMS_APP_PASSWORD and TEAMS_TENANT_ID (.env.example explains them); `./sahayak demo` needs neither."
)


def serve(*, web: bool, worker: bool) -> None:
    """Run until SIGTERM or Ctrl-C."""
    settings = opening.settings()
    if not (settings.slack_on or settings.teams_on):
        raise Quit(NOTHING_IS_ON)
    opening.wiring().run(settings, web=web, worker=worker)


def demo(host: str, port: int, data: Path | None, script: Path | None, once: bool, browser: bool, reset: bool) -> int:
    """The exit code: 1 when something of a played script did not happen."""
    from app.main.demonstration.playing import SHORT_DAY, Options

    return int(opening.wiring().demo(Options(host, port, data, script or (SHORT_DAY if once else None), browser, reset)))


def upgrade() -> None:
    settings = opening.settings(complete=False)
    main = opening.wiring()
    main.upgrade(settings)
    show(f"The database is at {main.current(settings)[0]}.")


def current() -> None:
    """What the database has, and what this version wants."""
    now, head = opening.wiring().current(opening.settings(complete=False))
    if now == head:
        show(f"{now} (up to date)")
    else:
        show(f"{now or 'nothing yet'}, this version wants {head}: run ./sahayak db upgrade")
