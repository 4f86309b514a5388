"""A report as a file comes privately, once, whatever falls over; whoever may not see it does not get it."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.boss import BOSS, HOURS, ask_on_teams, on_slack, on_teams, with_digests
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House


def sent(person: Any) -> list[dict[str, bytes]]:
    """The files that stand in a person's chat with the desk."""
    return [message.files for message in person.sees() if message.files]


def sheet_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def offers(person: Any) -> list[Any]:
    return [message for message in person.sees() if message.offer]


async def takes(house: House, person: Any) -> None:
    await person.accepts_file(offers(person)[-1])
    await house.settle()


async def command(house: House, person: Any, text: str, channel: str = BOSS) -> str:
    answer: Any = await person.command("/ticket", text, channel)
    await house.settle()
    words: str = answer.plain()
    return words


async def solved_one(house: House) -> None:
    await house.asha.says(SLACK_HELP, "=cmd|'/c calc'!A1 my VPN is down, please help")
    await house.settle()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await house.ravi.submits({"What was done?": "Done."}) == {}
    await house.settle()


async def test_a_file_comes_in_the_chat_with_the_desk_on_both_platforms(both: House) -> None:
    await with_digests(both)
    await solved_one(both)
    assert "on its way" in await command(both, both.lena, "report it week xlsx")
    (there,) = sent(both.lena)
    (name, content), *none = there.items()
    assert (name, none) == ("report-it-2026-11-16-2026-11-23.xlsx", [])
    assert "first_response_median_seconds" in sheet_of(content)
    assert "IT Support: the report as a file" in both.lena.sees()[-1].plain()
    assert not [message for message in both.lena.sees(BOSS) if message.files]
    assert "on its way" in await command(both, both.lena, "रिपोर्ट सप्ताह csv")
    text = sent(both.lena)[-1]["report-it-2026-11-16-2026-11-23.csv"].decode("utf-8-sig")
    assert text.startswith("team,from,to,part,name,figure,value,before\r\nit,2026-11-16T")

    await both.tom.mentions_bot(both.boss, "report it month excel")
    await both.settle()
    (offer,) = offers(both.tom)
    assert offer.offer == "report-it-2026-10-24-2026-11-23.xlsx"
    assert "IT Support: the report as a file" in offer.plain()
    assert sent(both.tom) == []
    await takes(both, both.tom)
    assert "first_response_median_seconds" in sheet_of(sent(both.tom)[0]["report-it-2026-10-24-2026-11-23.xlsx"])
    assert not [message for message in both.tom.sees(both.boss) if message.files or message.offer]
    both.nothing_was_refused()


async def test_a_button_of_the_report_gives_it_too_and_a_second_click_gives_no_second_one(both: House) -> None:
    await with_digests(both)
    await both.passes(17.5 * HOURS)
    await both.lena.presses(on_slack(both)[0], "As Excel file")
    await both.lena.presses(on_slack(both)[0], "As Excel file")
    await both.settle()
    assert [list(files) for files in sent(both.lena)] == [["report-it-2026-11-23-2026-11-24.xlsx"]]
    both.clock.move(2 * 60)
    await both.lena.presses(on_slack(both)[0], "As CSV file")
    await both.settle()
    assert [list(files) for files in sent(both.lena)][1:] == [["report-it-2026-11-23-2026-11-24.csv"]]
    await both.tom.presses(on_teams(both)[0], "More…")
    await both.tom.presses(on_teams(both)[0], "As CSV file")
    await both.tom.presses(on_teams(both)[0], "As CSV file")
    await both.settle()
    assert "on its way" in both.tom.last_notice
    assert len(offers(both.tom)) == 1
    await both.tom.declines_file(offers(both.tom)[0])
    await both.settle()
    assert "All right, no file" in both.tom.sees()[-1].plain()
    assert sent(both.tom) == []
    assert len(on_slack(both)) == len(on_teams(both)) == 1
    both.nothing_was_refused()


async def test_who_may_not_see_a_report_gets_no_file_of_it(both: House) -> None:
    await with_digests(both)
    assert "Only leads and managers" in await command(both, both.ravi, "report it week xlsx", SLACK_TRIAGE)
    assert "Only leads and managers" in await command(both, both.asha, "report it csv", SLACK_HELP)
    assert "Only leads and managers" in await command(both, both.lena, "report hr week csv")
    assert "IT Support" in await command(both, both.lena, "report it week pdf")
    assert "2026-11-01..2026-11-15" in await command(both, both.lena, "report it 2026-13-01..2026-13-09 xlsx")
    await both.passes(17.5 * HOURS)
    await both.ravi.presses(on_slack(both)[0], "As Excel file")
    await both.tara.presses(on_teams(both)[0], "More…")
    await both.tara.presses(on_teams(both)[0], "As CSV file")
    await both.settle()
    assert "Only leads and managers" in both.ravi.sees(BOSS)[-1].plain()
    assert "Only leads and managers" in both.tara.last_notice
    for person in (both.ravi, both.asha, both.tara, both.lena):
        assert sent(person) == []
    assert offers(both.tara) == []


async def test_what_a_person_may_see_is_asked_again_when_the_file_leaves(both: House) -> None:
    await with_digests(both)
    both.slack.faults.next("files.getUploadURLExternal", Fault.server_error())
    await command(both, both.admin, "report it xlsx")
    await both.tom.writes("report it xlsx")
    await both.settle(timedelta(0))
    await both.has_policy("", team='    managers: ["slack:U0LENA001"]\n')
    await both.settle()
    assert offers(both.tom)
    await takes(both, both.tom)
    assert "Only leads and managers" in both.tom.sees()[-1].plain()
    assert sent(both.tom) == []


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "files.upload", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", [Fault.server_error(), Fault.cut_after(), Fault.rate_limited(3)])
async def test_a_slack_that_fails_at_any_step_gets_the_file_once_in_the_end(house: House, step: str, fault: Fault) -> None:
    await with_digests(house)
    house.slack.faults.next(step, fault)
    await command(house, house.lena, "report it week csv")
    assert [list(files) for files in sent(house.lena)] == [["report-it-2026-11-16-2026-11-23.csv"]]


@pytest.mark.parametrize("fault", [Fault.server_error(after=True), Fault.cut_after(), Fault.rate_limited(3)])
async def test_a_store_that_fails_gets_the_file_once_in_the_end(house: House, fault: Fault) -> None:
    await with_digests(house)
    house.teams.faults.next("files.upload", fault)
    await house.tom.writes("report it week csv")
    await house.settle()
    house.teams.faults.next("event:fileConsent/invoke", Fault.duplicated(new_id=True))
    await takes(house, house.tom)
    assert [list(files) for files in sent(house.tom)] == [["report-it-2026-11-16-2026-11-23.csv"]]


async def test_a_worker_that_dies_after_any_step_leaves_one_file(both: House) -> None:
    await with_digests(both)

    async def dies_after_sending() -> None:
        """Everything that is due leaves, and what became of it is never written down."""
        real = both.serving.deliverer._next
        both.serving.deliverer._next = lambda tx, parcel, outcome: None  # type: ignore[method-assign]
        await both.serving.deliverer.round()
        both.serving.deliverer._next = real  # type: ignore[method-assign]
        both.clock.move(timedelta(minutes=2))

    await both.lena.command("/ticket", "report it week csv", BOSS)
    await dies_after_sending()
    await both.settle()
    assert len(sent(both.lena)) == 1
    await both.tom.writes("report it week csv")
    await both.settle()
    await both.tom.accepts_file(offers(both.tom)[0])
    await dies_after_sending()
    assert sent(both.tom) == []
    await both.settle()
    assert len(sent(both.tom)) == 1


async def test_without_the_permission_they_are_told_and_the_file_comes_when_it_is_given(both: House) -> None:
    await with_digests(both)
    both.slack.world.scopes.discard("files:write")
    await command(both, both.lena, "report it week csv")
    await both.settle(timedelta(minutes=20))
    told = [message.plain() for message in both.lena.sees() if "files:write" in message.plain()]
    assert len(told) == 1
    assert "Until then, ask without xlsx or csv" in told[0]
    found = await both.within(lambda tx: [name for name, *_ in tx.operations.findings()])
    assert found == ["slack.files"]
    assert "missing_scope" in both.admin.sees()[-1].plain()
    both.slack.world.scopes.add("files:write")
    await both.settle(timedelta(minutes=20))
    assert len(sent(both.lena)) == 1
    assert await both.within(lambda tx: tx.operations.findings()) == []


@pytest.mark.parametrize(
    "address",
    ["https://files.example.com/upload", "http://contoso.sharepoint.com/x", "https://contoso.sharepoint.com.example.com/x",
     "https://169.254.169.254/latest", "https://user@contoso.sharepoint.com/x", "file:///etc/passwd"],
)  # fmt: skip
async def test_a_file_goes_to_no_foreign_host(house: House, address: str) -> None:
    await with_digests(house)
    house.teams.upload_url = address
    await house.tom.writes("report it week csv")
    await house.settle()
    await takes(house, house.tom)
    assert "I could not send the report as a file" in house.tom.sees()[-1].plain()
    assert sent(house.tom) == []


async def test_what_slack_or_teams_will_not_take_is_said_and_the_next_try_goes_well(both: House) -> None:
    await with_digests(both)
    both.slack.faults.next("files.completeUploadExternal", Fault.refused("file_type_not_allowed"))
    await command(both, both.lena, "report it week csv")
    assert "I could not send the report as a file" in both.lena.sees()[-1].plain()
    both.teams.supports_files = False
    await both.tom.writes("report it week csv")
    await both.settle()
    assert "I could not send the report as a file" in both.tom.sees()[-1].plain()
    both.teams.supports_files = True
    both.clock.move(timedelta(minutes=3))
    await command(both, both.lena, "report it week csv")
    await both.tom.writes("report it week csv")
    await both.settle()
    await takes(both, both.tom)
    assert (len(sent(both.lena)), len(sent(both.tom))) == (1, 1)


async def test_nobody_takes_a_file_that_was_offered_to_somebody_else(both: House) -> None:
    await with_digests(both)
    await ask_on_teams(both, both.tom, "report it week csv")
    await ask_on_teams(both, both.tara, "hello")
    theirs, mine = offers(both.tom)[0].posted, both.tara.sees()[-1].posted
    for context in (theirs.file["content"]["acceptContext"], {"desk": {"ref": "file:999999"}}, {"desk": {"ref": "file:x"}}, {}):
        mine.file = theirs.file | {"content": theirs.file["content"] | {"acceptContext": context}}
        mine.answered = False
        await both.tara.accepts_file(both.tara.sees()[both.tara.sees().index(offers(both.tara)[0])])
        await both.settle()
    assert "not offered any more" in both.tara.sees()[-1].plain()
    assert sent(both.tara) == []
    await takes(both, both.tom)
    offers_again = theirs
    offers_again.answered = False
    await both.tom.accepts_file(offers(both.tom)[0])
    await both.settle()
    assert "taken this file already" in both.tom.sees()[-1].plain()
    assert len(sent(both.tom)) == 1


async def test_every_part_of_a_report_opens_the_tickets_behind_it(both: House) -> None:
    await with_digests(both)
    await solved_one(both)
    await both.asha.says(SLACK_HELP, "The printer is broken, can somebody fix it?")
    await both.settle()
    await both.passes(17.5 * HOURS)
    for label, there, missing in (
        ("List: VPN", "T-1 ·", "T-2 ·"),
        ("List: Ravi", "T-1 ·", "T-2 ·"),
        ("List: No category", "T-2 ·", "T-1 ·"),
    ):
        await both.lena.presses(on_slack(both)[0], label)
        await both.settle()
        await both.tom.presses(on_teams(both)[0], "More…") if label not in on_teams(both)[0].labels else None
        await both.tom.presses(on_teams(both)[0], label)
        assert both.tom.dialog is not None
        for shown in (both.lena.sees(BOSS)[-1].plain(), both.tom.dialog.plain()):
            assert there in shown, label
            assert missing not in shown, label
    await both.asha.presses(on_slack(both)[0], "List: VPN")
    await both.tara.presses(on_teams(both)[0], "More…")
    await both.tara.presses(on_teams(both)[0], "List: VPN")
    await both.settle()
    assert "Only agents of IT Support" in both.asha.sees(BOSS)[-1].plain()
    assert "Only agents of IT Support" in both.tara.last_notice
    both.nothing_was_refused()
