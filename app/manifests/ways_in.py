"""What the app listens to and may do, and why: the one table both the manifests and the edges' tests are held against."""

from __future__ import annotations

# Every Slack event the app subscribes to and the scope it needs (docs.slack.dev/reference/events), '' for none.
SLACK_EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "tokens_revoked": "",
}

# Further scopes and the method or feature each is for (docs.slack.dev/reference/methods).
SLACK_SCOPES = {
    "channels:read": "conversations.info of public channels: their names and whether the bot is in them",
    "groups:read": "the same for private channels",
    "chat:write": "chat.postMessage, chat.update, chat.postEphemeral",
    "commands": "/ticket and both shortcuts",
    "files:read": "url_private of a file, files.info: what people attach to their requests and answers",
    "files:write": "files.getUploadURLExternal, files.completeUploadExternal: reports as files, and attached files in threads",
    "im:write": "conversations.open: the 1:1 chat in which people are answered",
    "reactions:write": "reactions.add, reactions.remove: how a request stands, as one emoji on the message that asked",
    "users:read": "users.info: names, languages and time zones",
    "users:read.email": "users.info: one person on both platforms, and people named by email in the policy",
}

SLACK_COMMAND = "/ticket"
MESSAGE_SHORTCUT = "ticket_from_message"
GLOBAL_SHORTCUT = "new_ticket"

TEAMS_SCOPES = ("personal", "team", "groupChat")
MESSAGE_ACTION = "ticketFromMessage"
SEARCH = "searchTickets"
SEARCH_WORDS = "words"

# Resource-specific consent, given by the owner of a team or chat when the app is added there: with it channel messages and
# replies in threads arrive without a mention, as they do in Slack (learn.microsoft.com, "channel messages for bots and agents").
TEAMS_CONSENT = ("ChannelMessage.Read.Group", "ChatMessage.Read.Chat")
