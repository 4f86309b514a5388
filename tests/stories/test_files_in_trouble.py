"""Files that are too big, not ours to carry, not to be had, brought twice, or met by a platform's bad day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.attachments.settling import forget
from integrations.sandbox.faults import Fault
from jobs.deliver import LEASE
from tests.stories.filing import PDF, Reached, content, kept, links_in, opens, png, with_files
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

ASKED = "My VPN is down, please help"


class Killed(BaseException):
    """The worker is no more."""


@pytest.fixture
async def reached(database_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[Reached]:
    """Slack and Teams, with a live card on each, and an address that people reach."""
    house = Reached(database_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    yield house
    await house.stop()


def thread(house: House) -> list[Any]:
    """Below the agents' card on Slack."""
    return list(house.ravi.replies(house.ravi.sees(SLACK_TRIAGE)[0]))


def on_teams(house: House) -> list[Any]:
    return list(house.tom.replies(house.tom.sees(house.teams_triage)[0]))


async def test_what_is_not_taken_says_so_with_a_link_on_both_platforms(both: House) -> None:
    await both.has_policy('files: {largest: 10KB, each_message: 4, types: [image/*, application/*, ".log"]}\n')
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(5_000_000))
    files = [
        ("big.pdf", b"%PDF-" + bytes(20_000)), ("setup.exe", b"MZ" + bytes(90)), ("holiday.png", b"MZ" + bytes(90)),
        ("zeros.zip", bomb.getvalue()), ("fifth.pdf", PDF),
    ]  # fmt: skip
    await both.asha.says(SLACK_HELP, ASKED, files=files)
    await both.settle()
    found = {one.name: (one.state, one.reason) for one in await kept(both)}
    assert found == {
        "big.pdf": ("refused", "too_big"), "setup.exe": ("refused", "type"), "holiday.png": ("refused", "type"),
        "zeros.zip": ("kept", ""), "fifth.pdf": ("refused", "too_many"),
    }  # fmt: skip
    for told in (thread(both), on_teams(both)):
        words = "\n".join(message.plain() for message in told)
        assert "big.pdf (20 kB). I bring files of up to 10KB." in words
        assert "setup.exe. I do not carry files of this kind." in words
        assert "fifth.pdf. There were too many files in one message" in words
        assert all("Open it where it was attached" in message.plain() for message in told if "I do not carry" in message.plain())
    assert with_files(thread(both)) == [{"zeros.zip": bomb.getvalue()}]
    assert "setup.exe · a kind that is not taken" in both.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert "files.slack.com" in str(on_teams(both)[-1].card) or "slack.com/files" in str(on_teams(both)[-1].card)
    both.nothing_was_refused()


async def test_without_an_address_of_ours_a_file_is_a_link_to_its_source(both: House) -> None:
    await both.asha.says(SLACK_HELP, ASKED, files=[("log.pdf", PDF)])
    await both.settle()
    (told,) = [message for message in on_teams(both) if "log.pdf" in message.plain()]
    assert "slack.com/files" in str(told.card)
    assert with_files(on_teams(both)) == []


async def test_a_platform_that_is_away_is_asked_again_and_brings_it_once(both: House) -> None:
    both.slack.faults.next("files.download", Fault.server_error(503), times=2)
    both.slack.faults.next("files.download", Fault.cut_before())
    await both.asha.says(SLACK_HELP, ASKED, files=[("log.pdf", PDF)])
    await both.settle()
    assert "log.pdf · being fetched" in both.ravi.sees(SLACK_TRIAGE)[0].plain() or (await kept(both))[0].is_kept
    await both.settle(timedelta(minutes=5))
    (one,) = await kept(both)
    assert one.is_kept
    assert with_files(thread(both)) == [{"log.pdf": PDF}]


async def test_a_file_that_never_comes_is_lost_after_a_day_and_everybody_reads_so(both: House) -> None:
    both.slack.faults.next("files.download", Fault.server_error(503), times=100_000)
    await both.asha.says(SLACK_HELP, ASKED, files=[("log.pdf", PDF)])
    await both.settle()
    both.clock.move(timedelta(days=1, minutes=1))
    await both.settle(timedelta(minutes=20))
    (one,) = await kept(both)
    assert (one.state, one.reason) == ("lost", "not_readable")
    assert "I am not allowed to read it" in "\n".join(message.plain() for message in thread(both))


async def test_without_the_scope_slack_shows_its_sign_in_page_which_is_not_the_file(both: House) -> None:
    both.slack.scopes.discard("files:read")
    await both.asha.says(SLACK_HELP, ASKED, files=[("log.pdf", PDF)])
    await both.settle()
    (one,) = await kept(both)
    assert (one.state, one.reason) == ("lost", "not_readable")
    assert with_files(thread(both)) == []


async def test_the_same_message_twice_is_one_file(both: House) -> None:
    both.slack.faults.next("event:message", Fault.duplicated(new_id=True))
    await both.asha.says(SLACK_HELP, ASKED, files=[("log.pdf", PDF)])
    both.teams.faults.next("event:message", Fault.duplicated(new_id=True))
    await both.tara.writes("My laptop is broken, please help", pictures=[("a.png", png())])
    await both.settle()
    assert [one.name for one in await kept(both, 1)] == ["log.pdf"]
    assert [one.name for one in await kept(both, 2)] == ["image.png"]
    assert with_files(thread(both)) == [{"log.pdf": PDF}]


async def test_two_files_without_words_are_two_answers(both: House) -> None:
    asked = await both.asha.says(SLACK_HELP, ASKED)
    await both.settle()
    for shade in (10, 20):
        await both.asha.says(SLACK_HELP, "", thread=asked, files=[("image.png", png(shade=shade))])
    await both.settle()
    assert with_files(thread(both)) == [{"image.png": png(shade=10)}, {"image.png": png(shade=20)}]
    assert len(await kept(both)) == 2


async def test_a_worker_that_dies_between_fetching_and_keeping_leaves_no_half_and_no_second_file(both: House) -> None:
    reception, within = both.serving.program.reception, both.serving.program.reception.within
    await both.asha.says(SLACK_HELP, ASKED, files=[("log.pdf", PDF)])
    dies = True

    async def dying(work: Any) -> Any:
        nonlocal dies
        if dies and "_settle" in getattr(work, "__qualname__", ""):
            dies = False
            raise Killed
        return await within(work)

    reception.within = dying  # type: ignore[method-assign]
    with pytest.raises(Killed):
        await both.settle()
    reception.within = within  # type: ignore[method-assign]
    assert [one.state for one in await kept(both)] == ["waiting"]
    both.clock.move(LEASE + timedelta(seconds=1))
    await both.settle()
    await both.settle()
    (one,) = await kept(both)
    assert await content(both, one) == PDF
    assert with_files(thread(both)) == [{"log.pdf": PDF}]


async def test_an_upload_whose_answer_was_lost_is_not_done_again(both: House) -> None:
    both.slack.faults.next("files.completeUploadExternal", Fault.cut_after())
    await both.asha.says(SLACK_HELP, ASKED, files=[("log.pdf", PDF)])
    await both.settle(timedelta(minutes=3))
    assert with_files(thread(both)) == [{"log.pdf": PDF}]


async def test_what_was_removed_takes_its_files_along(reached: Reached) -> None:
    house = reached
    asked = await house.asha.says(SLACK_HELP, ASKED, files=[("log.pdf", PDF)])
    await house.settle()
    (link,) = {link for message in on_teams(house) for link in links_in(message.card)}
    assert (await opens(house, link))[0] == 200
    at = house.clock()
    gone = await house.within(lambda tx: forget(tx, tx.organisations.first().id, 1, 0, at))
    await house.settle()
    assert (gone, await kept(house)) == (1, [])
    assert (await opens(house, link))[0] == 410
    assert "log.pdf ·" not in house.asha.replies(asked)[0].plain()
    left = await house.within(lambda tx: tx.attachments.piece(1, link.partition("/files/")[2].partition("?")[0], 0))
    assert left is None


async def test_pictures_alone_in_the_chat_with_the_desk_are_answered(both: House) -> None:
    await both.asha.dms("", files=[("screenshot.png", png())])
    await both.settle()
    assert "I have screenshot.png, but not what it is about" in both.asha.sees()[-1].plain()
    assert await both.tickets() == []
