"""The bytes of a file go to Slack and to nobody else."""

from __future__ import annotations

import pytest

from integrations.slack.files import carries, is_slacks

API = "https://slack.com/api/"
LOCAL = "http://127.0.0.1:8080/api/"


@pytest.mark.parametrize(
    ("address", "api", "goes"),
    [
        ("https://files.slack.com/upload/v1/ABC", API, True),
        ("https://files.slack-gov.com/upload/v1/ABC", "https://slack-gov.com/api/", True),
        ("http://127.0.0.1:8080/upload/v1/ABC", LOCAL, True),
        ("http://files.slack.com/upload/v1/ABC", API, False),
        ("https://files.slack.com:8443/upload", API, False),
        ("https://slack.com.example.com/upload", API, False),
        ("https://notslack.com/upload", API, False),
        ("https://me@files.slack.com/upload", API, False),
        ("http://127.0.0.1:8081/upload/v1/ABC", LOCAL, False),
        ("https://169.254.169.254/latest", API, False),
        ("https://[::1/upload", API, False),
        ("", API, False),
    ],
)
def test_only_slack_gets_a_file(address: str, api: str, goes: bool) -> None:
    assert is_slacks(address, api) is goes


def test_a_shared_file_is_found_by_the_id_of_its_block() -> None:
    assert carries({"blocks": [{"type": "section", "block_id": "d1-7"}]}, "d1-7")
    assert not carries({"blocks": [{"type": "section", "block_id": "d1-7"}]}, "d1-77")
    for odd in ({}, {"blocks": None}, {"blocks": ["x"]}, {"blocks": [{"block_id": ""}]}):
        assert not carries(odd, "")
        assert not carries(odd, "d1-7")
