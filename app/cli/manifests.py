"""`manifest …`: what to paste into Slack and what to upload to Teams."""

from __future__ import annotations

from pathlib import Path

from app import manifests
from app.addresses import checked_url
from app.cli import opening
from app.cli.speaking import Quit, show
from app.settings import Settings


def slack(url: str, out: Path | None, *, socket_mode: bool = False) -> None:
    """YAML to stdout, or to a file. The address of the settings may be there for Teams alone: an app token says that Slack does
    without it, unless `url` is given.
    """
    if url and socket_mode:
        raise Quit("Socket Mode needs no address: give --url or --socket-mode, not both.")
    settings = opening.settings(complete=False)
    socket_mode = socket_mode or (not url and settings.slack_app_token is not None)
    text = manifests.slack_yaml("" if socket_mode else _address(url, settings))
    if out is None:
        show(text.rstrip("\n"))
    else:
        _write(out, text.encode())


def teams(url: str, out: Path | None) -> None:
    """The zip to a file: a terminal is no place for one."""
    settings = opening.settings(complete=False)
    if not settings.teams_app_id:
        raise Quit("Set TEAMS_APP_ID to the app id of the bot registration first: the package names it.")
    if out is None:
        raise Quit("Say where to write the package: --out sahayak-teams.zip")
    _write(out, manifests.pack_teams(settings.teams_app_id, _address(url, settings)))


def _address(given: str, settings: Settings) -> str:
    try:
        return checked_url(given).rstrip("/") if given else settings.sahayak_public_url
    except ValueError as error:
        raise Quit(f"--url {error}.") from None


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Quit(f"{out} cannot be written: {(error.strerror or 'unknown reason').lower()}.") from None
    show(f"Written to {out}.")
