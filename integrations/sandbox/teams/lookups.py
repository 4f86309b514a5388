"""Fields that ask while somebody types: people of the tenant, or the app itself (application/search).

learn.microsoft.com, "People Picker in Adaptive Cards" and "Typeahead search in Adaptive Cards".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from integrations.sandbox.teams.records import Json, NotThere, as_json, as_list

PEOPLE = "graph.microsoft.com/users"
NAME = "application/search"
MOST = 15

Offered = Mapping[str, Sequence[Json]]
"""By input id: what the app answered last."""

NOTHING: Offered = {}


def asks_app(one: Json) -> bool:
    """Whether the client asks the app what can be chosen in this input."""
    query = as_json(one.get("choices.data"))
    return query.get("type") == "Data.Query" and query.get("dataset") != PEOPLE


def question(one: Json, text: str) -> Json:
    """The value of the invoke."""
    options = {"skip": 0, "top": MOST}
    return {"queryText": text, "queryOptions": options, "dataset": as_json(one.get("choices.data"))["dataset"]}


def choose(one: Json, wanted: str, offered: Offered) -> str:
    """Choose what was offered, by its value, its title or the first part of that; what is chosen stands there from now on."""
    choices = [as_json(choice) for choice in as_list(one.get("choices"))]
    there = [*choices, *offered.get(str(one.get("id")), ())]
    for choice in there if wanted else ():
        title, value = str(choice.get("title")), str(choice.get("value"))
        if wanted in (value, title) or title.startswith(f"{wanted} · "):
            one["choices"] = choices if choice in choices else [*choices, choice]
            return value
    if wanted:
        raise NotThere(f"{one.get('label')!r} offers {[str(choice.get('title')) for choice in there]}, not {wanted!r}")
    return ""
