"""Every word Slack has for no, as one of the six kinds that decide between wait, forget and tell an admin.

Sources: the error tables of docs.slack.dev/reference/methods (chat.postMessage, chat.update, chat.postEphemeral, views.open,
views.publish, conversations.open, conversations.history, users.info, auth.test). An unknown word counts as Rejected: the same
request again would not help, and the operator reads the word in the log.
"""

from __future__ import annotations

from app.ports import ChannelError, Forbidden, Gone, RateLimited, Rejected, Unauthorized, Unreachable

GONE = frozenset({
    "message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found", "user_not_found", "users_not_found",
    "user_disabled", "users_list_not_supplied", "update_failed", "view_not_found", "not_found",
})  # fmt: skip
FORBIDDEN = frozenset({
    "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "user_not_in_channel", "channel_is_limited_access",
    "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel", "restricted_action_thread_locked", "cannot_dm_bot", "cannot_reply_to_message",
    "messages_tab_disabled", "user_not_visible", "method_not_supported_for_channel_type", "access_denied", "missing_scope",
    "no_permission", "not_allowed", "ekm_access_denied", "team_access_not_granted", "user_is_restricted",
    "user_is_ultra_restricted", "user_is_bot", "not_enabled", "enterprise_is_restricted", "external_channel_migrating",
    "cannot_post_in_frozen_channel",
})  # fmt: skip
"""`channel_not_found` is what Slack says of a private channel that the app was not invited to, so an admin can mend it."""

UNAUTHORIZED = frozenset({
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_such_token", "org_login_required",
    "two_factor_setup_required", "not_allowed_token_type", "team_not_found", "team_added_to_org", "app_uninstalled",
})  # fmt: skip
UNREACHABLE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "limit_exceeded"})

RETRY_AFTER = 30.0
"""Seconds, where Slack names none."""


def error_for(code: str, retry_after: str = "") -> ChannelError:
    """The kind of `{"ok": false, "error": code}`."""
    if code in RATE_LIMITED:
        return RateLimited(code, _seconds(retry_after))
    if code in UNAUTHORIZED:
        return Unauthorized(code)
    if code in GONE:
        return Gone(code)
    if code in FORBIDDEN:
        return Forbidden(code)
    return Unreachable(code) if code in UNREACHABLE else Rejected(code)


def error_for_status(status: int, retry_after: str = "") -> ChannelError:
    """The kind of an answer that is no Slack answer. 5xx after the request was taken: it may have arrived."""
    code = f"http_{status}"
    if status == 429:
        return RateLimited("ratelimited", _seconds(retry_after))
    return Unreachable(code, maybe_arrived=status != 503) if status >= 500 else Rejected(code)


def _seconds(text: str) -> float:
    """Retry-After in seconds, between one second and an hour."""
    return min(max(float(text), 1.0), 3600.0) if text.isascii() and text.isdigit() else RETRY_AFTER
