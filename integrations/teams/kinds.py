"""Every kind of element that our Teams renderers can emit: whoever draws them elsewhere has to know these, and no more."""

from __future__ import annotations

ELEMENTS = frozenset(
    {"AdaptiveCard", "TextBlock", "RichTextBlock", "TextRun", "FactSet", "Container", "ColumnSet", "Column", "ActionSet"}
)
INPUTS = frozenset({"Input.Text", "Input.ChoiceSet", "Input.Date", "Data.Query"})
ACTIONS = frozenset({"Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ShowCard"})
ENTITIES = frozenset({"mention", "task/fetch"})

CHARTS = frozenset({"Chart.HorizontalBar"})
"""Drawn by the platform; a client that knows none drops them, and what they show stands in words beside them."""

KINDS = ELEMENTS | CHARTS | INPUTS | ACTIONS | ENTITIES
