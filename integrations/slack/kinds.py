"""Every kind of element that our Slack renderers can emit: whoever draws them elsewhere has to know these, and no more."""

from __future__ import annotations

VIEWS = frozenset({"modal", "home"})
BLOCKS = frozenset({"header", "section", "divider", "context", "actions", "rich_text", "input", "data_visualization"})
ELEMENTS = frozenset({"button", "static_select", "plain_text_input", "users_select", "external_select", "datepicker"})
TEXTS = frozenset({"plain_text", "mrkdwn"})
RICH = frozenset(
    {"rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted", "text", "link", "user", "date"}
)

CHARTS = frozenset({"bar"})

KINDS = VIEWS | BLOCKS | ELEMENTS | TEXTS | RICH | CHARTS
