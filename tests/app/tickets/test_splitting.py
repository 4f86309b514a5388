"""The address of a message that became a request of its own."""

from __future__ import annotations

import pytest

from app.people.model import Platform
from app.tickets.model import Source
from app.tickets.splitting import address_beside

SLACK = "https://acme.slack.com/archives/C1/p1795367778000100"
TEAMS = "https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/1795367778001?tenantId=t"


@pytest.mark.parametrize(
    ("link", "first", "message", "leads"),
    [
        (SLACK, "1795367778.000100", "1795367790.000200", "https://acme.slack.com/archives/C1/p1795367790000200"),
        (TEAMS, "1795367778001", "1795367790002", TEAMS.replace("1795367778001", "1795367790002")),
        ("", "1795367778.000100", "1795367790.000200", ""),
        ("https://elsewhere.example/7", "1795367778.000100", "1795367790.000200", ""),
        (SLACK, "", "1795367790.000200", ""),
        (SLACK, "1795367778.000100", "", ""),
    ],
)
def test_it_is_written_as_the_platform_writes_addresses(link: str, first: str, message: str, leads: str) -> None:
    where = Source(Platform.SLACK, "T1", "C1", first, link=link)
    assert address_beside(where, message) == leads
