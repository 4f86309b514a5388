"""Every command and what `--help` says of it. The work is done next door; it is imported only when its command is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def _group(about: str) -> typer.Typer:
    group = typer.Typer(help=about, rich_markup_mode=None)
    group.callback(invoke_without_command=True)(_help_alone)
    return group


def _help_alone(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


cli = typer.Typer(
    help="Sahayak, a support desk in Slack and Microsoft Teams.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
cli.callback(invoke_without_command=True)(_help_alone)
db = _group("The database's tables.")
ticket = _group("Read tickets.")
policy = _group("Teams, categories, channels and promises, as one file.")
calendar = _group("Working time: when it has passed, and how much of it.")
manifest = _group("What Slack and Teams are told about this app.")
_GROUPS = {"db": db, "ticket": ticket, "policy": policy, "calendar": calendar, "manifest": manifest}
for name, group in _GROUPS.items():
    cli.add_typer(group, name=name)


@cli.command()
def demo(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Which port; 0 takes a free one.")] = 3000,
    data: Annotated[
        Path | None,
        typer.Option(
            help="Keep the demo in this directory. Without it: `demo` beside the data of a real desk (data/demo); "
            "scenes that are played keep nothing."
        ),
    ] = None,
    script: Annotated[
        Path | None, typer.Option(help="Play the scenes of this file, print what each person saw, and end.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Play a short day, print what each person saw, and end.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Begin anew: forget what an earlier demo left.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the page's address.")] = False,
) -> None:
    """Look around: a Slack workspace and a Teams tenant on this machine, in the browser; no account and no settings.

    It goes on where the last demo was left.
    """
    from app.cli import running

    raise typer.Exit(running.demo(host, port, data, script, once, not no_browser, reset))


@cli.command()
def serve() -> None:
    """Run the desk: web and worker in one process."""
    from app.cli import running

    running.serve(web=True, worker=True)


@cli.command()
def web() -> None:
    """Run only the part that Slack and Teams talk to."""
    from app.cli import running

    running.serve(web=True, worker=False)


@cli.command()
def worker() -> None:
    """Run only the part that delivers messages and watches the clock."""
    from app.cli import running

    running.serve(web=False, worker=True)


@cli.command()
def doctor(as_json: Json = False) -> None:
    """Check settings, database, tokens, channels and clock. Exit code 0: fine, 1: warnings, 2: errors."""
    from app.cli import health

    raise typer.Exit(health.doctor(as_json))


Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


@cli.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")], force: Force = False) -> None:
    """Write everything the desk knows to one file, also while it runs. Any database of ours takes it back."""
    from app.cli import backups

    backups.backup(file, force)


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")],
    force: Force = False,
    moved: Annotated[
        bool, typer.Option("--moved", help="The desk of the backup was at rest and never went on: send what waited.")
    ] = False,
) -> None:
    """Bring a backup back into an empty database, SQLite or PostgreSQL. The desk must be at rest."""
    from app.cli import backups

    backups.restore(file, force, moved)


@cli.command()
def version() -> None:
    """Print the version."""
    from app import __version__

    typer.echo(__version__)


@cli.command()
def report(
    team: Annotated[str, typer.Argument(help="A team of the policy; without it every team.")] = "",
    period: Annotated[str, typer.Argument(help="week, month, or 2026-11-01..2026-11-15.")] = "",
    xlsx: Annotated[Path | None, typer.Option(help="Write a spreadsheet to this file.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write comma-separated values to this file.")] = None,
    as_json: Json = False,
) -> None:
    """How teams are doing: what is open, new and solved, how long it took, and which promises were broken."""
    from app.cli import reports

    reports.report(team, period, xlsx, csv, as_json)


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the tables to this version. Harmless when they are."""
    from app.cli import running

    running.upgrade()


@db.command("current")
def db_current() -> None:
    """Print which version the tables have."""
    from app.cli import running

    running.current()


@ticket.command("list")
def ticket_list(
    status: Annotated[str, typer.Option(help="Only new, in_progress, waiting, resolved or closed.")] = "",
    team: Annotated[str, typer.Option(help="Only of this team (its key in the policy).")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 1000,
    as_json: Json = False,
) -> None:
    """List tickets."""
    from app.cli import tickets

    tickets.list_all(status, team, limit, as_json)


@ticket.command("show")
def ticket_show(key: Annotated[str, typer.Argument(help="T-42, or 42.")], as_json: Json = False) -> None:
    """Show one ticket with what was said and what happened."""
    from app.cli import tickets

    tickets.show_one(key, as_json)


PolicyFile = Annotated[Path, typer.Argument(help="policy.yaml, or - for stdin.")]


@policy.command("plan")
def policy_plan(file: PolicyFile) -> None:
    """Say what `apply` would change, and change nothing."""
    from app.cli import policies

    policies.plan(file)


@policy.command("apply")
def policy_apply(file: PolicyFile) -> None:
    """Put a policy file in force. A file with a mistake changes nothing."""
    from app.cli import policies

    policies.apply(file)


@policy.command("rehearse")
def policy_rehearse(
    file: PolicyFile,
    days: Annotated[int, typer.Option(min=1, max=366, help="How far back.")] = 30,
    team: Annotated[str, typer.Option(help="Only tickets that were or would have been this team's (its key).")] = "",
    as_json: Json = False,
) -> None:
    """Say what would have been broken, escalated and routed differently under this file, and change nothing."""
    from app.cli import rehearsals

    rehearsals.rehearse(file, days, team, as_json)


@policy.command("export")
def policy_export() -> None:
    """Print the policy that is in force, ready to edit."""
    from app.cli import policies

    policies.export()


@policy.command("schema")
def policy_schema() -> None:
    """Print the JSON schema of policy files, for editors."""
    from app.cli import policies

    policies.schema()


CalendarName = Annotated[str, typer.Argument(metavar="NAME", help="A calendar of the policy.")]
Start = Annotated[
    str, typer.Argument(metavar="START", help="An instant with its zone: 2026-11-23T15:30:00+05:30, or …T10:00:00Z.")
]
Another = Annotated[Path | None, typer.Option("--policy", help="Of this file instead of the policy in force; - for stdin.")]
Batch = Annotated[
    bool, typer.Option("--batch", help="Read both from stdin, a pair a line; stops at the first line that is wrong.")
]


@calendar.command("due")
def calendar_due(
    name: CalendarName,
    start: Start = "",
    duration: Annotated[str, typer.Argument(metavar="DURATION", help="Working time: 90s, 15m, 1h30m, 3d, 1w.")] = "",
    policy: Another = None,
    batch: Batch = False,
) -> None:
    """Print when so much working time has passed since START: the earliest such instant, in UTC.

    1d is the calendar's weekly hours divided by its open days, 1w its weekly hours.
    """
    from app.cli import calendars

    calendars.due(name, start, duration, policy, batch)


@calendar.command("elapsed")
def calendar_elapsed(
    name: CalendarName,
    start: Start = "",
    end: Annotated[str, typer.Argument(metavar="END", help="Another instant, not before START.")] = "",
    policy: Another = None,
    batch: Batch = False,
) -> None:
    """Print the seconds of working time between START and END.

    An hour that daylight saving repeats counts twice, one that it skips not at all.
    """
    from app.cli import calendars

    calendars.elapsed(name, start, end, policy, batch)


Url = Annotated[str, typer.Option(help="The https address of this desk; without it SAHAYAK_PUBLIC_URL.")]
Socket = Annotated[bool, typer.Option("--socket-mode", help="For Socket Mode, whatever address is set: Teams may need one.")]
Out = Annotated[Path | None, typer.Option(help="Write to this file.")]


@manifest.command("slack")
def manifest_slack(url: Url = "", socket_mode: Socket = False, out: Out = None) -> None:
    """Print the manifest to paste where a Slack app is created. Without an address, or where SLACK_APP_TOKEN is set, it is for
    Socket Mode; --url makes it one for HTTP.
    """
    from app.cli import manifests

    manifests.slack(url, out, socket_mode=socket_mode)


@manifest.command("teams")
def manifest_teams(url: Url = "", out: Out = None) -> None:
    """Write the zip to upload in Teams. Needs TEAMS_APP_ID and --out."""
    from app.cli import manifests

    manifests.teams(url, out)
