"""A dialog (task module) as it stands before a person: what can be filled in, its complaints, what a submission carries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from integrations.sandbox.teams.controls import INPUTS, Pressable, View, actions, children, find_input, inputs
from integrations.sandbox.teams.drawing import card_lines, card_mentions, element_text, find_action, labels, shown_value
from integrations.sandbox.teams.lookups import NOTHING, Offered, asks_app, choose
from integrations.sandbox.teams.markdown import Reader
from integrations.sandbox.teams.records import Json, NotThere, as_json, as_list

if TYPE_CHECKING:
    from integrations.sandbox.teams.people import Person
    from integrations.sandbox.teams.places import Posted


@dataclass(frozen=True)
class Origin:
    """Who opened a dialog, and where: from a card's button (`command` empty) or by a message action."""

    person: Person
    about: Posted
    command: str = ""


@dataclass(eq=False)
class Dialog:
    """`complaints` is what the client said of the last attempt to submit, by input id; "" is the key of the whole form.

    `offered` is what the app answered last for a field that asks it, by input id.
    """

    title: str
    view: View
    origin: Origin
    complaints: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)

    @property
    def card(self) -> Json:
        return self.view.card

    def __repr__(self) -> str:
        return f"<Dialog {self.plain()!r}>"

    @property
    def reader(self) -> Reader:
        return Reader(zone=self.origin.person.zone, mentions=card_mentions(self.card))

    @property
    def fields(self) -> list[str]:
        """The labels of its fields."""
        return list(self.values)

    @property
    def values(self) -> dict[str, str]:
        """What stands in each field now, by its label; of a choice the title."""
        return {str(one.get("label")): shown_value(one) for one in inputs([self.card])}

    @property
    def required(self) -> list[str]:
        """The labels of the fields that must be filled in."""
        return [str(one.get("label")) for one in inputs([self.card]) if one.get("isRequired")]

    @property
    def labels(self) -> list[str]:
        """The titles of its buttons."""
        return labels(self.view)

    def options(self, label: str) -> list[str]:
        """What can be chosen in this field."""
        return [str(one.get("title")) for one in as_list(find_input(inputs([self.card]), label).get("choices"))]

    def plain(self) -> str:
        return "\n".join([self.title, *card_lines(self.view, self.reader)])

    def problems(self) -> dict[str, str]:
        """What stands there in red, by the label of the field it stands next to; under "" what concerns the whole form."""
        flat = [one for element in self.card.get("body", []) for one in _flat(element)]
        found: dict[str, str] = {}
        for place, element in enumerate(flat):
            if _is_red(element):
                found[_field_of(flat, place)] = element_text(element, self.reader)
        return found

    def button(self, press: str = "", near: str = "") -> Pressable:
        """The submitting button: the one named, else the first. Raises NotThere for one that does nothing in a dialog."""
        alive = [one for one in actions(self.card, self.view) if one.action.get("type") == "Action.Submit"]
        if press:
            alive = [one for one in alive if one.action is find_action(self.view, self.reader, press, near).action]
        if not alive:
            raise NotThere(f"nothing to submit with{f' called {press!r}' if press else ''}; the dialog shows {self.plain()!r}")
        return alive[0]


def _flat(element: Json) -> list[Json]:
    return [element, *(one for child in children(element) for one in _flat(child))]


def _is_red(element: Json) -> bool:
    runs = [as_json(run) for run in as_list(element.get("inlines"))]
    return any(str(one.get("color", "")).lower() == "attention" for one in [element, *runs])


def _field_of(flat: list[Json], place: int) -> str:
    """As the eye reads it: a message stands right above its field, else right below; anywhere else it is about the whole form."""
    near = [*flat[place + 1 : place + 2], *flat[max(place - 1, 0) : place]]
    return str(next((one.get("label", "") for one in near if one.get("type") in INPUTS), ""))


def typed(among: Sequence[Json], values: Mapping[str, Any], people: Mapping[str, str], offered: Offered = NOTHING) -> None:
    """Fill in fields by label; `people` gives the id for a name in a people picker, `offered` what the app found.

    Raises NotThere for what the client would not let a person enter.
    """
    for label, value in values.items():
        one = find_input(among, label)
        one["value"] = choose(one, str(value or ""), offered) if asks_app(one) else _entered(one, value, people)


def _entered(one: Json, value: Any, people: Mapping[str, str]) -> str:
    kind = one.get("type")
    if kind == "Input.ChoiceSet":
        return _chosen(one, str(value), people)
    if kind == "Input.Toggle":
        return str(one.get("valueOn", "true") if value in (True, "true") else one.get("valueOff", "false"))
    text = str(value)
    if kind == "Input.Date" and text:
        date.fromisoformat(text)
    longest = one.get("maxLength")
    if isinstance(longest, int) and len(text) > longest:
        raise NotThere(f"{one.get('label')!r} takes at most {longest} characters, not {len(text)}")
    return text


def _chosen(one: Json, title: str, people: Mapping[str, str]) -> str:
    choices = {str(choice.get("title")): str(choice.get("value")) for choice in as_list(one.get("choices"))}
    if as_json(one.get("choices.data")).get("type") == "Data.Query":
        choices |= people
    if title and title not in choices:
        raise NotThere(f"{one.get('label')!r} offers {list(choices)}, not {title!r}")
    return choices.get(title, "")


def collected(among: Sequence[Json]) -> dict[str, str]:
    """The values that travel with the button, by input id; as in the client, an untouched text field is not sent at all."""
    sent = {str(one["id"]): str(one["value"]) for one in among if one.get("value") not in (None, "")}
    off = {str(one["id"]): str(one.get("valueOff", "false")) for one in among if one.get("type") == "Input.Toggle"}
    return off | sent


def complaints(among: Sequence[Json]) -> dict[str, str]:
    """What the client itself says before it sends anything, by label: required and malformed fields."""
    return {str(one.get("label")): problem for one, problem in faulty(among)}


def faulty(among: Sequence[Json]) -> Iterator[tuple[Json, str]]:
    """Every input that the client would not send, with what it says about it."""
    for one in among:
        value = str(one.get("value") or "")
        if (one.get("isRequired") and not value.strip()) or _malformed(one, value):
            yield one, str(one.get("errorMessage") or "This field is not valid")


def _malformed(one: Json, value: str) -> bool:
    pattern = one.get("regex")
    return bool(pattern and value and not re.fullmatch(str(pattern), value))
