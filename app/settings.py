"""Every environment variable the desk knows, validated at start: one clear sentence per mistake, never a secret in it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from dotenv import dotenv_values
from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from app.errors import ConfigurationError
from app.setting_rules import Database, FolderUrl, Hosts, People, Port, Seconds, Secret, SecretUrl, Url, Word, one_of

MICROSOFT_HOSTS = (
    "smba.trafficmanager.net",
    "smba.onyx.prod.teams.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
)
"""Bot Connector hosts (microsoft.github.io/teams-sdk, "Service URL Validation"): public, government, high and defence clouds."""


class Settings(BaseSettings):
    """What the operator chose. The attribute is the variable's name in lower case; secrets never show in a repr."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=False)

    host: Word = "127.0.0.1"
    port: Port = 3000
    database_url: Database = None
    sahayak_data_dir: Path = Path("data")
    sahayak_policy: Path | None = None
    sahayak_admins: People = ()
    sahayak_tick_seconds: Seconds = 15
    sahayak_public_url: Url = ""
    sahayak_log_level: Annotated[str, one_of("debug", "info", "warning", "error")] = "info"
    sahayak_log_format: Annotated[str, one_of("auto", "text", "json")] = "auto"
    sahayak_metrics_token: Secret = None
    sahayak_heartbeat_url: SecretUrl = None
    slack_signing_secret: Secret = None
    slack_bot_token: Secret = None
    slack_app_token: Secret = None
    slack_api_url: FolderUrl = "https://slack.com/api/"
    teams_app_id: Word = ""
    teams_app_password: Secret = None
    teams_tenant_id: Word = ""
    teams_openid_metadata_url: Url = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    teams_login_url: Url = "https://login.microsoftonline.com"
    teams_allowed_service_hosts: Hosts = MICROSOFT_HOSTS

    @classmethod
    def load(cls, env: Mapping[str, str] | None = None, *, complete: bool = True) -> Settings:
        """Read `env`, or without one the process environment over the `.env` of the working directory.

        `complete=False` lets half a platform pass, for commands that talk to none. Raises ConfigurationError.
        """
        try:
            settings = cls(**_values(_variables() if env is None else env))
        except ValidationError as error:
            raise ConfigurationError("\n".join(_sentence(fault) for fault in error.errors())) from None
        if complete:
            settings.must_be_whole()
        return settings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` found, which knows NAME_FILE too; nothing is read behind its back."""
        return (init_settings,)

    @property
    def slack_on(self) -> bool:
        return self.slack_bot_token is not None and self.slack_signing_secret is not None

    @property
    def teams_on(self) -> bool:
        return bool(self.teams_app_id and self.teams_app_password and self.teams_tenant_id)

    @property
    def database(self) -> str:
        """`sqlite:///` and an absolute path, or `postgresql://…` without a driver's name. May hold a password."""
        if self.database_url is None:
            return f"sqlite:///{self.sahayak_data_dir.absolute() / 'sahayak.db'}"
        url = self.database_url.get_secret_value()
        if url.startswith("sqlite:///"):
            path, _, options = url.removeprefix("sqlite:///").partition("?")
            return f"sqlite:///{Path(path).absolute()}" + (f"?{options}" if options else "")
        return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql://", url)

    @property
    def embedded(self) -> bool:
        """The database is a file of ours, migrated by `serve` itself."""
        return self.database.startswith("sqlite:")

    def must_be_whole(self) -> None:
        """Half a platform is a mistake, not a platform that is off. Raises ConfigurationError that names what is missing."""
        for platform, needed, also in _PLATFORMS:
            there = {name for name in (*needed, *also) if getattr(self, name)}
            missing = [name.upper() for name in needed if not getattr(self, name)]
            if there and missing:
                set_ones = ", ".join(sorted(name.upper() for name in there))
                raise ConfigurationError(f"{platform} is only half configured (set: {set_ones}); missing: {', '.join(missing)}.")


_PLATFORMS = (
    ("Slack", ("slack_signing_secret", "slack_bot_token"), ("slack_app_token",)),
    ("Microsoft Teams", ("teams_app_id", "teams_app_password", "teams_tenant_id"), ()),
)


def _variables() -> dict[str, str]:
    """The process environment over `.env`."""
    try:
        ours = dotenv_values(".env", encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The file .env cannot be read: {_why(error)}.") from None
    return {name: value for name, value in ours.items() if value is not None} | dict(os.environ)


def _values(env: Mapping[str, str]) -> dict[str, Any]:
    """Each variable or the content of the file that NAME_FILE names; an empty one counts as not set."""
    found: dict[str, Any] = {}
    for field in Settings.model_fields:
        name = field.upper()
        plain, file = env.get(name, "").strip(), env.get(f"{name}_FILE", "").strip()
        if plain and file:
            raise ConfigurationError(f"Both {name} and {name}_FILE are set; set only one of them.")
        value = _content(f"{name}_FILE", file) if file else plain
        if value:
            found[field] = value
    return found


def _content(name: str, path: str) -> str:
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ConfigurationError(f"{name} names {path}, which cannot be read: {_why(error)}.") from None
    if not text:
        raise ConfigurationError(f"{name} names {path}, which is empty.")
    return text


def _why(error: Exception) -> str:
    return error.strerror.lower() if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"


def _sentence(fault: Any) -> str:
    name = str(fault["loc"][0]).upper()
    return f"{name} {str(fault['msg']).removeprefix('Value error, ')}."
