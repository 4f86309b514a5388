"""A page in the browser onto the local workspaces: what one person has before them, and what they do."""

from integrations.sandbox.page.controls import Clockwork, Connecting, Guide, Staging
from integrations.sandbox.page.server import Page

__all__ = ["Clockwork", "Connecting", "Guide", "Page", "Staging"]
