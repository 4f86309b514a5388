"""Reactions that mean something to the desk are interactions; feelings are not."""

from __future__ import annotations

from typing import Any

from integrations.teams.activity import Activity
from integrations.teams.reactions import from_reactions


def reactions(**more: Any) -> list[tuple[str, str, str, str]]:
    raw = {
        "type": "messageReaction",
        "id": "f:1",
        "from": {"id": "29:tom", "aadObjectId": "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
        "conversation": {"id": "19:help@thread.tacv2;messageid=1700", "conversationType": "channel", "tenantId": "t1"},
        "replyToId": "1700",
        **more,
    }
    return [(one.verb, (one.values or {})["emoji"], one.where.message, one.key) for one in from_reactions(Activity(raw))]


def test_each_verb_by_its_code_point() -> None:
    names = ["1f440_eyes", "2705_whiteheavycheckmark", "2714_heavycheckmark", "1f6a8_policecarsrevolvinglight", "like", "heart"]
    heard = reactions(reactionsAdded=[{"type": name} for name in names])
    assert [emoji for _, emoji, _, _ in heard] == ["eyes", "white_check_mark", "heavy_check_mark", "rotating_light"]
    assert {(verb, message) for verb, _, message, _ in heard} == {("chat.reaction", "1700")}
    assert len({key for _, _, _, key in heard}) == 4
    assert reactions(reactionsAdded=[{"type": names[0]}])[0][3] == heard[0][3]


def test_taking_one_off_is_a_deed_of_its_own() -> None:
    (heard,) = reactions(reactionsRemoved=[{"type": "1f440_eyes"}])
    assert heard[:2] == ("chat.reaction_removed", "eyes")


def test_what_has_another_shape_is_nothing() -> None:
    assert reactions(reactionsAdded="eyes") == []
    assert reactions(reactionsAdded=[7, {}, {"type": 3}, {"type": ""}]) == []
    assert reactions(replyToId=None, reactionsAdded=[{"type": "1f440_eyes"}]) == []
