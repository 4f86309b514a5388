"""`backup` and `restore`: everything the desk knows, as one file, for either kind of database."""

from __future__ import annotations

from pathlib import Path

from app.cli import opening
from app.cli.speaking import show


def backup(file: Path, force: bool) -> None:
    """Raises ConfigurationError where it cannot be made; then there is no file."""
    made = opening.wiring().backup(opening.settings(complete=False), file, force)
    show(f"{file}: {made.count('tickets')} tickets, {made.rows} rows, revision {made.revision}.")
    show(f"Not in it: {made.not_in_it}")


def restore(file: Path, force: bool, moved: bool) -> None:
    """Raises ConfigurationError where it cannot be restored; then the database is as it was."""
    done = opening.wiring().restore(opening.settings(complete=False), file, force, moved)
    made = done.manifest
    show(f"Restored {made.count('tickets')} tickets, {made.rows} rows, from the backup of {made.made_at:%Y-%m-%d %H:%M} UTC.")
    if done.silenced:
        show(
            f"{done.silenced} messages waited when it was made and will not be sent, because they most probably have been since. "
            "If that desk was at rest and never went on, restore again with --force --moved."
        )
