"""Offers of files: what comes back is read without trust, and bytes go to Microsoft's stores alone."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.teams.files import Consent, read_consent
from integrations.teams.hosts import AllowedHosts, may_take_files

WHERE = {"uploadUrl": "https://x", "contentUrl": "https://y", "uniqueId": "1", "fileType": "csv", "name": "a.csv"}
CONTEXT = {"desk": {"ref": "file:7"}}


@pytest.mark.parametrize(
    ("url", "goes"),
    [
        ("https://contoso-my.sharepoint.com/personal/a/_api/v2.0/uploadSession?guid=1&tempauth=x", True),
        ("https://contoso-my.sharepoint.us/x", True),
        ("http://127.0.0.1:4000/upload/1?session=2", True),
        ("http://contoso.sharepoint.com/x", False),
        ("https://sharepoint.com.example.com/x", False),
        ("https://evilsharepoint.com/x", False),
        ("https://a@contoso.sharepoint.com/x", False),
        ("https://contoso.sharepoint.com:8443/x", False),
        ("https://127.0.0.1\\.sharepoint.com/x", False),
        ("https://10.0.0.1/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_microsofts_stores_get_a_file(url: str, goes: bool) -> None:
    assert may_take_files(AllowedHosts(("127.0.0.1",)), url) is goes


def test_a_yes_says_where_the_file_belongs_and_a_no_needs_not() -> None:
    yes: Any = {"action": "accept", "context": CONTEXT, "uploadInfo": WHERE}
    assert read_consent(yes) == Consent(
        True, "file:7", {"upload": "https://x", "address": "https://y", "id": "1", "kind": "csv", "name": "a.csv"}
    )
    assert read_consent({"action": "decline", "context": CONTEXT}) == Consent(False, "file:7")


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"action": "accept"},
        {"action": "maybe", "context": CONTEXT, "uploadInfo": WHERE},
        {"action": "accept", "context": {}, "uploadInfo": WHERE},
        {"action": "accept", "context": "x", "uploadInfo": WHERE},
        {"action": "accept", "context": CONTEXT},
        {"action": "accept", "context": CONTEXT, "uploadInfo": WHERE | {"uploadUrl": ""}},
        {"action": "accept", "context": CONTEXT, "uploadInfo": WHERE | {"uploadUrl": 7}},
        {"action": "accept", "context": CONTEXT, "uploadInfo": WHERE | {"name": "x" * 9000}},
    ],
)
def test_what_makes_no_sense_is_none_of_ours(value: Any) -> None:
    assert read_consent(value) is None
