"""Settings: what an operator may write, and the one sentence they read when it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.errors import ConfigurationError
from app.settings import Settings

ROOT = Path(__file__).parents[2]
SLACK = {"SLACK_SIGNING_SECRET": "s1gning", "SLACK_BOT_TOKEN": "xoxb-bot"}
TEAMS = {"TEAMS_APP_ID": "app", "TEAMS_APP_PASSWORD": "pa55word", "TEAMS_TENANT_ID": "tenant"}


def refused(env: dict[str, str]) -> str:
    with pytest.raises(ConfigurationError) as refusal:
        Settings.load(env)
    return str(refusal.value)


def test_with_nothing_set_the_documented_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.load({})
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.database == f"sqlite:///{tmp_path}/data/sahayak.db"
    assert settings.embedded
    assert not settings.slack_on
    assert not settings.teams_on
    assert settings.teams_openid_metadata_url == "https://login.botframework.com/v1/.well-known/openidconfiguration"
    assert "smba.trafficmanager.net" in settings.teams_allowed_service_hosts


def test_a_whole_platform_is_on() -> None:
    settings = Settings.load(SLACK | TEAMS)
    assert settings.slack_on
    assert settings.teams_on
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-bot"


@pytest.mark.parametrize(
    ("env", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "missing: SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "x"}, "missing: SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "missing: SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN"),
        ({"TEAMS_APP_ID": "x", "TEAMS_TENANT_ID": "t"}, "missing: TEAMS_APP_PASSWORD"),
        ({"TEAMS_APP_PASSWORD": "x"}, "missing: TEAMS_APP_ID, TEAMS_TENANT_ID"),
        (SLACK | {"TEAMS_TENANT_ID": "x"}, "missing: TEAMS_APP_ID, TEAMS_APP_PASSWORD"),
    ],
)
def test_half_a_platform_is_refused_and_the_missing_half_named(env: dict[str, str], missing: str) -> None:
    said = refused(env)
    assert missing in said
    assert "\n" not in said


def test_a_command_that_talks_to_no_platform_takes_half_of_one() -> None:
    assert not Settings.load({"TEAMS_APP_ID": "x"}, complete=False).teams_on


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "abc", "PORT must be a port number from 0 to 65535, not 'abc'."),
        ("PORT", "70000", "PORT must be a port number from 0 to 65535, not '70000'."),
        ("PORT", "9" * 5000, f"PORT must be a port number from 0 to 65535, not '{'9' * 40}'."),
        ("PORT", "٣٠٠٠", "PORT must be a port number from 0 to 65535, not '٣٠٠٠'."),
        ("HOST", "a b", "HOST must be one word without spaces."),
        ("SAHAYAK_TICK_SECONDS", "0", "SAHAYAK_TICK_SECONDS must be a number of seconds above 0 and up to 3600, not '0'."),
        ("SAHAYAK_TICK_SECONDS", "nan", "SAHAYAK_TICK_SECONDS must be a number of seconds above 0 and up to 3600, not 'nan'."),
        ("SAHAYAK_LOG_LEVEL", "loud", "SAHAYAK_LOG_LEVEL must be one of debug, info, warning, error, not 'loud'."),
        ("SAHAYAK_LOG_FORMAT", "xml", "SAHAYAK_LOG_FORMAT must be one of auto, text, json, not 'xml'."),
        ("DATABASE_URL", "mysql://root:hunter2@db/x", "DATABASE_URL must begin with sqlite:/// (and a file) or postgresql://."),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL must begin with sqlite:/// (and a file) or postgresql://."),
        ("DATABASE_URL", "sqlite:///", "DATABASE_URL must begin with sqlite:/// (and a file) or postgresql://."),
        ("SAHAYAK_PUBLIC_URL", "desk.example.com", "SAHAYAK_PUBLIC_URL must be a web address like https://desk.example.com."),
        ("SLACK_API_URL", "https://slack.com:port/api/", "SLACK_API_URL must be a web address like https://desk.example.com."),
        (
            "TEAMS_LOGIN_URL",
            "https://u:p@login",
            "TEAMS_LOGIN_URL must be a web address without a user name, a question mark or a #.",
        ),
    ],
)
def test_a_wrong_value_is_one_clear_sentence(name: str, value: str, sentence: str) -> None:
    assert refused({name: value}) == sentence


@pytest.mark.parametrize("name", ["SLACK_API_URL", "TEAMS_LOGIN_URL", "TEAMS_OPENID_METADATA_URL", "SAHAYAK_PUBLIC_URL"])
def test_plain_http_is_for_this_machine_alone(name: str) -> None:
    assert "https://" in refused({name: "http://login.example.com/"})
    assert "https://" in refused({name: "http://127.0.0.1.example.com/"})
    assert "https://" in refused({name: "http://10.0.0.1/"})
    for here in ("http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"):
        assert getattr(Settings.load({name: here}), name.lower()).startswith(here)


@pytest.mark.parametrize("people", ["bob", "slack:", "slack:U1 U2", "teams:a b", "twitter:x", "a@b"])
def test_an_admin_who_cannot_be_somebody_is_refused(people: str) -> None:
    assert people.split(",")[0] in refused({"SAHAYAK_ADMINS": people})


def test_lists_are_separated_by_commas() -> None:
    settings = Settings.load(
        {
            "SAHAYAK_ADMINS": " slack:U0123456 , slack:T1/U2,teams:7c9e6679-7425-40de-944b-e07fc1f90ae7, mina@example.test,",
            "TEAMS_ALLOWED_SERVICE_HOSTS": "127.0.0.1:9000, SMBA.example.com",
        }
    )
    assert settings.sahayak_admins[1:3] == ("slack:T1/U2", "teams:7c9e6679-7425-40de-944b-e07fc1f90ae7")
    assert len(settings.sahayak_admins) == 4
    assert settings.teams_allowed_service_hosts == ("127.0.0.1:9000", "smba.example.com")
    assert "https://" in refused({"TEAMS_ALLOWED_SERVICE_HOSTS": "https://smba.example.com/x"})


def test_every_mistake_is_told_at_once() -> None:
    assert len(refused({"PORT": "x", "SAHAYAK_LOG_LEVEL": "x"}).splitlines()) == 2


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("postgres://u:p@db/x", "postgresql://u:p@db/x"),
        ("postgresql://u:p@db/x?sslmode=require", "postgresql://u:p@db/x?sslmode=require"),
        ("postgresql+psycopg://u@/x", "postgresql://u@/x"),
        ("sqlite:////srv/desk.db", "sqlite:////srv/desk.db"),
        ("sqlite:////srv/desk.db?timeout=3", "sqlite:////srv/desk.db?timeout=3"),
    ],
)
def test_a_database_may_be_named_in_the_usual_ways(given: str, meant: str) -> None:
    assert Settings.load({"DATABASE_URL": given}).database == meant


def test_each_setting_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-from-file\n")
    (tmp_path / "port").write_text(" 8080 \n")
    settings = Settings.load(
        {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN_FILE": str(tmp_path / "token"), "PORT_FILE": str(tmp_path / "port")}
    )
    assert settings.port == 8080
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-from-file"


def test_a_value_and_its_file_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("1")
    assert refused({"PORT": "1", "PORT_FILE": str(tmp_path / "port")}) == "Both PORT and PORT_FILE are set; set only one of them."


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert refused({"PORT_FILE": str(gone)}) == f"PORT_FILE names {gone}, which cannot be read: no such file or directory."
    assert "is a directory" in refused({"PORT_FILE": str(tmp_path)})
    gone.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in refused({"PORT_FILE": str(gone)})
    gone.write_text("  \n")
    assert "which is empty" in refused({"PORT_FILE": str(gone)})


@pytest.mark.parametrize("name", [f.upper() for f in Settings.model_fields if f.endswith(("token", "secret", "password"))])
def test_a_secret_never_shows(name: str) -> None:
    said = refused({name: "canary\n77", "SAHAYAK_TICK_SECONDS": "x"})
    assert name in said
    assert "canary" not in said
    assert "canary" not in repr(Settings.load({name: "canary77"}, complete=False))


def test_the_environment_wins_over_the_dotenv_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nHOST=0.0.0.0\nUNKNOWN=1\nSAHAYAK_LOG_LEVEL=\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "5000")
    settings = Settings.load()
    assert (settings.port, settings.host, settings.sahayak_log_level) == (5000, "0.0.0.0", "info")


def test_a_dotenv_file_that_is_no_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match=r"\.env cannot be read"):
        Settings.load()


def test_the_example_names_every_setting_with_its_default() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    example = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", text, re.M))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert {name: _written(value) for name, value in defaults.items()} == example


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value)
