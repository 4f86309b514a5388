"""Which browser this machine has."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ABSENT = f"none of {', '.join(NAMES)} is on the PATH"


def browser() -> str:
    """The path of one that the page can be looked at with, or ''."""
    return next((path for path in map(shutil.which, NAMES) if path), "")
