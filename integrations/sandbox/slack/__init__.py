"""A local Slack workspace that speaks Slack's real protocol, strictly. It knows nothing of the desk, only HTTP."""

from integrations.sandbox.slack.model import Exchange, NotThere, Place, Refusal
from integrations.sandbox.slack.person import Person
from integrations.sandbox.slack.seen import Message, Screen
from integrations.sandbox.slack.workspace import SlackWorkspace

__all__ = ["Exchange", "Message", "NotThere", "Person", "Place", "Refusal", "Screen", "SlackWorkspace"]
