"""What is known of who reads in a channel; the last word counts."""

from __future__ import annotations

from app.people.model import Intake, Platform, RequestChannel
from app.people.places import everybody_reads
from storage.unit_of_work import Store
from tests import builders

HERE = (Platform.SLACK, "T1", "C1")


def test_it_is_unknown_until_it_is_told_and_the_last_word_counts(store: Store) -> None:
    with store.open() as tx:
        org = tx.organisations.first().id
        assert tx.audiences.known(org, *HERE) is None
        tx.audiences.learn(org, *HERE, True)
        assert tx.audiences.known(org, *HERE) is True
    with store.open() as tx:
        assert tx.audiences.known(org, *HERE) is True
        assert tx.audiences.known(org, Platform.TEAMS, "T1", "C1") is None
        tx.audiences.learn(org, *HERE, False)
    with store.open() as tx:
        assert tx.audiences.known(org, *HERE) is False


def test_a_channel_counts_as_open_only_where_the_platform_has_said_so(store: Store) -> None:
    with store.open() as tx:
        it = builders.team(tx)
        tx.request_channels.replace(it.org_id, [RequestChannel(it.org_id, Platform.SLACK, "C1", it.id, Intake.EVERY_MESSAGE)])
        assert not everybody_reads(tx, it.org_id, *HERE)
        tx.audiences.learn(it.org_id, *HERE, True)
        assert everybody_reads(tx, it.org_id, *HERE)
        tx.request_channels.replace(it.org_id, [])
        assert not everybody_reads(tx, it.org_id, *HERE)
