"""The element types of Adaptive Cards 1.5 with their properties, as tables.

Source: adaptivecards.io, schema 1.5; `msteams`, `choices.data` and `Chart.HorizontalBar`: Teams.
"""

from __future__ import annotations

_ANY = "type requires"
_ELEMENT = f"{_ANY} id isVisible fallback height separator spacing"
_INPUT = f"{_ELEMENT} errorMessage isRequired label"
_ACTION = f"{_ANY} title iconUrl id style fallback tooltip isEnabled mode"
_CELLS = "horizontalCellContentAlignment verticalCellContentAlignment"
_BOX = "items selectAction style verticalContentAlignment bleed backgroundImage minHeight rtl"

ALLOWED: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "AdaptiveCard": "type version refresh authentication body actions selectAction fallbackText backgroundImage minHeight "
        "rtl speak lang verticalContentAlignment $schema msteams metadata",
        "TextBlock": f"{_ELEMENT} text color fontType horizontalAlignment isSubtle maxLines size weight wrap style",
        "RichTextBlock": f"{_ELEMENT} inlines horizontalAlignment",
        "Image": f"{_ELEMENT} url altText backgroundColor horizontalAlignment selectAction size style width msteams",
        "ImageSet": f"{_ELEMENT} images imageSize",
        "Container": f"{_ELEMENT} {_BOX}",
        "ColumnSet": f"{_ELEMENT} columns selectAction style bleed minHeight horizontalAlignment",
        "Column": f"{_ANY} id isVisible fallback separator spacing width {_BOX}",
        "FactSet": f"{_ELEMENT} facts",
        "ActionSet": f"{_ELEMENT} actions",
        "Chart.HorizontalBar": f"{_ELEMENT} title xAxisTitle yAxisTitle data color colorSet displayMode horizontalAlignment",
        "Table": f"{_ELEMENT} columns rows firstRowAsHeader showGridLines gridStyle {_CELLS}",
        "TableRow": f"type cells style {_CELLS}",
        "TableCell": f"type {_BOX}",
        "Input.Text": f"{_INPUT} isMultiline maxLength placeholder regex style inlineAction value",
        "Input.Number": f"{_INPUT} max min placeholder value",
        "Input.Date": f"{_INPUT} max min placeholder value",
        "Input.Time": f"{_INPUT} max min placeholder value",
        "Input.Toggle": f"{_INPUT} title value valueOff valueOn wrap",
        "Input.ChoiceSet": f"{_INPUT} choices choices.data isMultiSelect style value placeholder wrap",
        "Action.Execute": f"{_ACTION} verb data associatedInputs",
        "Action.Submit": f"{_ACTION} data associatedInputs",
        "Action.OpenUrl": f"{_ACTION} url",
        "Action.ShowCard": f"{_ACTION} card",
        "Action.ToggleVisibility": f"{_ACTION} targetElements",
    }.items()
}
ACTIONS = frozenset(kind for kind in ALLOWED if kind.startswith("Action."))
ELEMENTS = frozenset(ALLOWED) - ACTIONS - {"AdaptiveCard", "Column", "TableRow", "TableCell"}

REQUIRED: dict[str, tuple[str, ...]] = {
    "TextBlock": ("text",),
    "RichTextBlock": ("inlines",),
    "Image": ("url", "altText"),
    "ImageSet": ("images",),
    "Container": ("items",),
    "FactSet": ("facts",),
    "ActionSet": ("actions",),
    "Chart.HorizontalBar": ("title", "data"),
    "TableCell": ("items",),
    "Action.OpenUrl": ("url",),
    "Action.Execute": ("verb",),
    "Action.ShowCard": ("card",),
    "Action.ToggleVisibility": ("targetElements",),
    "Input.Toggle": ("id", "title"),
    **dict.fromkeys(("Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.ChoiceSet"), ("id",)),
}
LISTS: dict[str, tuple[str, ...]] = {
    "Chart.HorizontalBar": ("data",),
    "FactSet": ("facts",),
    "RichTextBlock": ("inlines",),
    "ActionSet": ("actions",),
    "ColumnSet": ("columns",),
    "ImageSet": ("images",),
    "Table": ("rows",),
    "TableRow": ("cells",),
    "TableCell": ("items",),
}

_SPACING = {"default", "none", "small", "medium", "large", "extralarge", "padding"}
ENUMS: dict[str, set[str]] = {
    "color": {"default", "dark", "light", "accent", "good", "warning", "attention"},
    "size": {"default", "small", "medium", "large", "extralarge"},
    "weight": {"default", "lighter", "bolder"},
    "fontType": {"default", "monospace"},
    "spacing": _SPACING,
    "style": {"default", "emphasis", "good", "attention", "warning", "accent", "positive", "destructive"},
    "mode": {"primary", "secondary"},
    "height": {"auto", "stretch"},
    "associatedInputs": {"auto", "none"},
    "horizontalAlignment": {"left", "center", "right"},
}
