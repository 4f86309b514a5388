"""A Teams message with its formatting: the HTML that comes beside its text, read in time linear in its length.

Which tags Teams writes: learn.microsoft.com "Format your bot messages" and the chatMessage resource of Microsoft Graph. Anything
else is read through to its text.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from app.rich_text import Block, Code, Items, Paragraph, Quote, RichText, Run
from app.text import DETAILS
from integrations.teams.html_text import PICTURES, SILENT, TAG, unescaped

_MARKS = {
    "b": "bold", "strong": "bold", "h1": "bold", "h2": "bold", "h3": "bold", "h4": "bold", "h5": "bold",
    "h6": "bold", "i": "italic", "em": "italic", "s": "struck", "strike": "struck", "del": "struck", "code": "code", "a": "url",
    "pre": "pre", "codeblock": "pre", "blockquote": "quote",
}  # fmt: skip
_LISTS = frozenset({"ul", "ol"})
_LINES = frozenset({"p", "div", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "blockquote", "pre", "codeblock"})
_ATTRIBUTE = re.compile(r"\s([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+))", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MENTION = "schema.skype.com/mention"
_NUMBER = re.compile(r"[0-9]{1,5}")


def read_rich(body: str, own_names: Collection[str] = ()) -> RichText:
    """The HTML of a message. Mentions become "@" and the name; those called one of `own_names` are left out."""
    reader = _Reader(frozenset(name.strip() for name in own_names))
    at = 0
    for tag in TAG.finditer(body):
        reader.text(body[at : tag.start()])
        at = tag.end()
        if tag["name"]:
            reader.tag(tag["name"].lower(), bool(tag["end"]), tag["rest"] or "")
        if reader.length > DETAILS:
            break
    else:
        reader.text(body[at:])
    return reader.rich()


@dataclass
class _List:
    ordered: bool
    number: int


class _Reader:
    """Fills one block after the other; what is open is counted, so that tags may be missing, crossed or nested without end."""

    def __init__(self, own_names: frozenset[str]) -> None:
        self._own = own_names
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._kind: tuple[str, int] = ("text", 0)
        self._open = dict.fromkeys(_MARKS.values(), 0)
        self._url = ""
        self._lists: list[_List] = []
        self._mention: list[str] | None = None
        self._silent = False
        self._breaks = 0
        self._lead = ""
        self._spaced = True
        self._cells = 0
        self._cell_begins = False
        self.length = 0

    def rich(self) -> RichText:
        self._named()
        self._flush()
        return RichText(tuple(self._blocks))

    def tag(self, name: str, ends: bool, rest: str) -> None:
        if name in SILENT:
            self._silent = not ends
        elif self._silent:
            return
        elif name in ("at", "span"):
            self._address(name, ends, rest)
        elif name in PICTURES:
            self._write("" if ends else unescaped(_attributes(rest).get("alt", "")))
        elif self._mention is not None and not (name in _LINES or name in _LISTS or name == "br"):
            return  # a name has one look
        elif name in ("td", "th"):
            self._cell(ends)
        else:
            self._named()
            self._structure(name, ends, rest)

    def text(self, text: str) -> None:
        """Text between two tags, its entities not yet read. Outside code, space is one space, and none where a line begins."""
        if not text or self._silent:
            return
        if not self._open["pre"]:
            text = _SPACE.sub(" ", text)
            text = text.lstrip(" ") if self._spaced and self._mention is None else text
        self._write(unescaped(text).replace("\xa0", " "))
        self._spaced = text.endswith(" ") if text else self._spaced

    def _write(self, text: str) -> None:
        if not text:
            return
        self.length += len(text)
        if self._mention is not None:
            self._mention.append(text)
            return
        self._begin()
        if self._breaks:
            self._runs[-1] = replace(self._runs[-1], text=self._runs[-1].text.rstrip(" "))
            self._runs.append(Run("\n" * self._breaks))
        on = self._open
        looks = on["bold"] > 0, on["italic"] > 0, on["struck"] > 0, on["code"] > 0
        self._runs += [Run(self._lead), Run(text, *looks, self._url)]
        self._breaks, self._lead, self._spaced, self._cell_begins = 0, "", False, False

    def _begin(self) -> None:
        """What is written now belongs to a block of this kind."""
        kind = ("list" if self._lists else "text", len(self._lists))
        if self._open["pre"] or self._open["quote"]:
            kind = ("pre" if self._open["pre"] else "quote", 0)
        if kind != self._kind:
            lead = self._lead
            self._flush()
            self._kind, self._lead = kind, lead

    def _new_line(self, at_least: int) -> None:
        """The next text begins a line; before the first there is none to end."""
        if not self._cell_begins:
            self._breaks = max(self._breaks, at_least) if self._runs else 0
        self._spaced = True

    def _cell(self, ends: bool) -> None:
        """Cells of a row stand beside each other."""
        if ends:
            return
        if self._cells:
            self._breaks, self._lead = 0, " | "
        self._cells += 1
        self._cell_begins = self._spaced = True

    def _structure(self, name: str, ends: bool, rest: str) -> None:
        within = self._open["quote"] or self._open["pre"]
        if name in ("tr", "table"):
            self._cells, self._cell_begins = 0, False
        if name == "br":
            self._new_line(self._breaks + 1)
        elif name in _LISTS and not within:
            self._nest(name, ends, rest)
        elif name == "li" and not within:
            self._flush()
        elif name in _LINES:
            self._new_line(1)
            self._lead = "- " if name == "li" and not ends else self._lead
        if name in _MARKS:
            self._mark(_MARKS[name], name, ends, rest)

    def _mark(self, mark: str, name: str, ends: bool, rest: str) -> None:
        before = self._open[mark]
        self._open[mark] = max(0, before + (-1 if ends else 1))
        if mark in ("quote", "pre") and not (before and self._open[mark]):
            self._flush()
        if name == "a":
            self._url = "" if ends else unescaped(_attributes(rest).get("href", ""))

    def _nest(self, name: str, ends: bool, rest: str) -> None:
        self._flush()
        if ends:
            del self._lists[-1:]
        else:
            start = _attributes(rest).get("start", "")
            self._lists.append(_List(name == "ol", int(start) if _NUMBER.fullmatch(start) else 1))

    def _address(self, name: str, ends: bool, rest: str) -> None:
        """A mention begins or ends here; other spans mean nothing."""
        if ends:
            self._named()
        elif name == "at" or _MENTION in rest.lower():
            self._mention = self._mention or []

    def _named(self) -> None:
        """Whoever is mentioned is text from here on."""
        if self._mention is not None:
            said, self._mention = " ".join("".join(self._mention).split()), None
            self._write("" if said in self._own else f"@{said.removeprefix('@')}" if said else "")

    def _flush(self) -> None:
        if self._runs:
            self._blocks.append(self._block())
        self._runs, self._breaks, self._lead, self._spaced = [], 0, "", True

    def _block(self) -> Block:
        runs, (kind, depth) = tuple(self._runs), self._kind
        if kind == "pre":
            return Code("".join(run.text for run in runs))
        if kind != "list":
            return Quote(runs) if kind == "quote" else Paragraph(runs)
        innermost = self._lists[-1]
        innermost.number += 1
        return Items((runs,), innermost.ordered, depth - 1, innermost.number - 1)


def _attributes(rest: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(rest)}
