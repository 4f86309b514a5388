"""Addresses in what people write: which of them may become a link, and which labels claim to lead elsewhere than they do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

LONGEST = 2000
"""Characters of an address; Slack takes 3,000 and browsers about as many."""

_AMBIGUOUS = re.compile(r"[\s\\\x00-\x20\x7f]")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]++)*\.?|[0-9a-f]*:[0-9a-f:.]+")
_KEPT = "%/?:@!$&'()*+,;=~-._[]#"
_WORD = re.compile(r"[^\s/\\?#@:()<>\[\]{}|\"',;!=&*…]+")
_DOTS = {ord(dot): "." for dot in "。．｡․"}
_DOTTED = re.compile(r"\.\w|://")
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def followable(url: str) -> str:
    """The address as it may be linked: http or https, without user and password, in ASCII. '' for any other."""
    url = url.strip()
    if len(url) > LONGEST or _AMBIGUOUS.search(url):
        return ""
    try:
        parts = urlsplit(url)
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError:  # what no browser could read either
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    where = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    rest = parts._replace(scheme="", netloc="", path=quote(parts.path, safe=_KEPT), query=quote(parts.query, safe=_KEPT))
    address = f"{parts.scheme}://{where}{rest._replace(fragment=quote(parts.fragment, safe=_KEPT)).geturl()}"
    return address if len(address) <= LONGEST and parts.path[:2] != "//" else ""


def mailbox(url: str) -> str:
    """The address a `mailto:` or `tel:` names, without what else it would fill in; '' for any other."""
    scheme, _, rest = url.strip().partition(":")
    return rest.partition("?")[0][:LONGEST] if scheme.lower() in ("mailto", "tel") else ""


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def bare(url: str) -> str:
    """As people write it: without the scheme and a last slash."""
    return url.partition("://")[2].removesuffix("/") or url


def is_itself(label: str, url: str) -> bool:
    """The label is the very address, letter for letter or without its scheme."""
    label = label.strip()
    if not label.isascii() or "@" in label or len(label) > LONGEST:
        return False
    return url in (followable(label), followable(f"https://{label}"), followable(f"http://{label}"), followable(f"{label}/"))


def misleads(label: str, url: str) -> bool:
    """The label names a host, or something that reads like one, that is not where the address leads."""
    own = host_of(url).removeprefix("www.")
    return not is_itself(label, url) and any(name.removeprefix("www.") != own for name in _hosts(label))


def dotted(text: str) -> bool:
    """A dot stands within a word of it, as in every address."""
    return bool(_DOTTED.search(_as_read(text)))


def _hosts(label: str) -> Iterator[str]:
    """Whatever a reader could take for a host."""
    for word in _WORD.findall(_as_read(label)):
        *front, last = word.strip(".-_").split(".")
        if front and all(front) and (_top_level(last) or _NUMBERED.fullmatch(word)):
            yield word.strip(".-_")


def _as_read(text: str) -> str:
    """Whichever letters, dots and unseen signs it is written with."""
    read = unicodedata.normalize("NFKC", text.translate(_DOTS)).casefold()
    return "".join(sign for sign in read if unicodedata.category(sign) != "Cf")


def _top_level(name: str) -> bool:
    return name.startswith("xn--") or (len(name) > 1 and not any(sign.isdigit() for sign in name))


def _ascii(host: str) -> str:
    """The host as it is asked for; '' where it is none."""
    if len(host) > 253:
        return ""
    found = host if host.isascii() else host.encode("idna").decode()
    return found if _HOST.fullmatch(found) else ""
