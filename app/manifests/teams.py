"""The Teams app package: the manifest, its Hindi, and the icons, in one zip."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app import __version__
from app.errors import ConfigurationError
from app.manifests.presenting import TEXTS, Presentation
from app.manifests.ways_in import MESSAGE_ACTION, SEARCH, SEARCH_WORDS, TEAMS_CONSENT, TEAMS_SCOPES
from app.phrases import PHRASES
from app.words import say

SCHEMA = "1.25"
ICONS = Path(__file__).parents[2] / "manifests" / "teams"
COLOUR = "#1F6F5C"
NO_ADDRESS = "https://sahayak.example.com"
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SCHEMAS = f"https://developer.microsoft.com/en-us/json-schemas/teams/v{SCHEMA}"


def build_teams(app_id: str, url: str = "") -> dict[str, Any]:
    """The manifest. `app_id` is the bot registration's, `url` the desk's own address.

    The pages about the developer have to be https addresses; without `url` they are placeholders for the administrator.
    Raises ConfigurationError when `app_id` is no GUID, which Teams would refuse.
    """
    if not _GUID.fullmatch(app_id):
        raise ConfigurationError("TEAMS_APP_ID must be a GUID (like 12345678-1234-1234-1234-123456789abc) to make the package.")
    words, home = TEXTS["en"], url if url.startswith("https://") else NO_ADDRESS
    return {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": __version__,
        "id": app_id,
        "localizationInfo": {"defaultLanguageTag": "en", "additionalLanguages": [{"languageTag": "hi", "file": "hi.json"}]},
        "developer": {
            "name": words.name,
            "websiteUrl": home,
            "privacyUrl": f"{home}/privacy",
            "termsOfUseUrl": f"{home}/terms",
        },
        "name": {"short": words.name, "full": words.full_name},
        "description": {"short": words.short, "full": words.full},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": COLOUR,
        "bots": [_bot(app_id)],
        "composeExtensions": [_extension(app_id, words)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(url).netloc] if url else [],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "webApplicationInfo": {"id": app_id},
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": name, "type": "Application"} for name in TEAMS_CONSENT]},
        },
    }


def localized(locale: str) -> dict[str, str]:
    """The translated texts by their place in the manifest (Teams' localisation file)."""
    words = TEXTS[locale]
    texts = {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.Localization.schema.json",
        "name.short": words.name,
        "name.full": words.full_name,
        "description.short": words.short,
        "description.full": words.full,
    }
    for place, command in enumerate(_commands(locale)):
        texts |= {f"bots[0].commandLists[0].commands[{place}].{part}": text for part, text in command.items()}
    for place, command in enumerate(_extension("", words)["commands"]):
        texts |= {f"composeExtensions[0].commands[{place}].{part}": command[part] for part in ("title", "description")}
        for number, parameter in enumerate(command.get("parameters", ())):
            at = f"composeExtensions[0].commands[{place}].parameters[{number}]"
            texts |= {f"{at}.{part}": parameter[part] for part in ("title", "description")}
    return texts


def pack_teams(app_id: str, url: str = "") -> bytes:
    """The zip to upload; the same bytes for the same manifest."""
    files = {
        "manifest.json": _json(build_teams(app_id, url)),
        "hi.json": _json(localized("hi")),
        "color.png": (ICONS / "color.png").read_bytes(),
        "outline.png": (ICONS / "outline.png").read_bytes(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


def _bot(app_id: str) -> dict[str, Any]:
    return {
        "botId": app_id,
        "scopes": list(TEAMS_SCOPES),
        "supportsFiles": True,
        "isNotificationOnly": False,
        "commandLists": [{"scopes": list(TEAMS_SCOPES), "commands": _commands("en")}],
    }


def _commands(locale: str) -> list[dict[str, str]]:
    """The menu: what is shown is also what is typed, in the reader's language."""
    return [{"title": phrase.words[locale][0], "description": say(phrase.about, locale)} for phrase in PHRASES if phrase.in_menu]


def _extension(app_id: str, words: Presentation) -> dict[str, Any]:
    action = {
        "id": MESSAGE_ACTION,
        "type": "action",
        "context": ["message"],
        "title": words.create,
        "description": words.create_about,
        "fetchTask": True,
    }
    search = {
        "id": SEARCH,
        "type": "query",
        "context": ["compose", "commandBox"],
        "title": words.search,
        "description": words.search_about,
        "parameters": [{"name": SEARCH_WORDS, "title": words.words, "description": words.words_about, "inputType": "text"}],
    }
    return {"botId": app_id, "commands": [action, search]}


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
