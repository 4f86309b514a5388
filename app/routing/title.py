"""What a person would put above what was asked: its first line that says something, without greeting. Nothing is lost by it:
the details hold every word.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from app.routing.recogniser import recognise
from app.text import SUMMARY, one_line

COMFORTABLE = 100
"""Characters up to which a line is a title as it stands; of a longer one the sentence that asks is."""

_LINES, _SENTENCES, _READ = 40, 12, 4_000

_TALK = frozenset({"greeting", "thanks", "emoji", "empty"})
_EMPTY_WORDS = frozenset({"chatter", "link", "name"})
"""Why something is chatter that no sign tells anything about: words of courtesy, an address or a name alone."""

_BULLET = regex.compile(r"^[\s\p{Z}]*(?:(?:[•◦▪‣*–—>#-]++|\d{1,2}[.)])[\s\p{Z}]++)+")
_LABEL = regex.compile(r"^(?:subject|summary|issue|problem|title|विषय|समस्या)\s*[:：–-]\s*(?=\S)", regex.IGNORECASE)
_RULE = regex.compile(r"^[\W_]*$")
_SALUTATION = regex.compile(
    r"^(?:dear|respected|आदरणीय|माननीय|प्रिय|श्रीमान|महोदय|महोदया)(?![\p{L}\p{M}])[^.!?।]{0,40}[,:;]?$", regex.IGNORECASE
)
_STRONG = frozenset({"question", "problem", "ask"})
_SENTENCE_END = regex.compile(
    r"(?<!\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no|nr|approx))(?:[.!?…]+|[।॥])[\"'”’)]*(?=\s)", regex.IGNORECASE
)
_FIRST_STOP = regex.compile(r"[,;:!.।…](?=\s)|\s[–—-](?=\s)")
_LAST_WORD = regex.compile(r"\s+\S*$")


def heading(details: str) -> str:
    """The summary of a request that has no other: one line, at most SUMMARY characters; '' where nothing is said."""
    lines = list(_lines(details[:_READ]))
    said = next((place for place, line in enumerate(lines) if _says_something(line)), None)
    if said is None:
        return one_line(details, SUMMARY)
    line = _LABEL.sub("", _without_greeting(lines[said]))
    following = lines[said + 1] if said + 1 < len(lines) else ""
    if following and (line.endswith((":", "：")) or _runs_on(line, following)):
        line = f"{line} {following}"
    return _cut(line if len(line) <= COMFORTABLE else _sentence(line)) or one_line(details, SUMMARY)


def _lines(details: str) -> Iterator[str]:
    """Its lines, each on one line and without what only marks it as one of a list; drawn rules and empty ones left out."""
    for line in details.split("\n")[:_LINES]:
        tidy = one_line(_BULLET.sub("", line), _READ)
        if not _RULE.match(tidy) or recognise(tidy, commands=False).kind == "emoji":
            yield tidy


def _says_something(text: str) -> bool:
    """Whether it is more than a greeting, thanks, a name or a link."""
    heard = recognise(text, commands=False)
    if _SALUTATION.match(text) and _STRONG.isdisjoint(heard.reasons):
        return False
    return heard.kind not in _TALK and not (heard.kind == "chatter" and _EMPTY_WORDS.issuperset(heard.reasons))


def _without_greeting(line: str) -> str:
    """ "Hi team, my laptop does not start" is about the laptop."""
    while (stop := _FIRST_STOP.search(line)) and not _says_something(line[: stop.start()]):
        rest = line[stop.end() :].strip()
        if not _says_something(rest):
            break
        line = rest
    return line


def _runs_on(line: str, following: str) -> bool:
    """A long line that was broken in the middle of its sentence, as mail programs do."""
    return len(line) >= COMFORTABLE * 6 // 10 and not regex.search(r"[\p{P}]$", line) and following[:1].islower()


def _sentence(line: str) -> str:
    """The first that asks for something or tells a trouble, else the first that says anything."""
    ends = [0, *(end.end() for end in _SENTENCE_END.finditer(line)), len(line)]
    every = [line[start:end].strip() for start, end in pairwise(ends[: _SENTENCES + 1])]
    said = [one for one in every if _says_something(one)]
    asking = (one for one in said if not _STRONG.isdisjoint(recognise(one, commands=False).reasons))
    return next(asking, said[0] if said else line)


def _cut(line: str) -> str:
    """At most SUMMARY characters; what was cut off ends in "…", after a whole word where it has any."""
    line = one_line(line, _READ)
    if len(line) <= SUMMARY:
        return line
    short = one_line(line, SUMMARY - 1)
    return (_LAST_WORD.sub("", short) if " " in short[SUMMARY // 2 :] else short).rstrip(" ,;:–—-") + "…"
