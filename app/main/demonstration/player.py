"""Plays scenes: everything through the platforms' own clients, and everything waited for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache

from app import words
from app.main.demonstration.clock import DemoClock
from app.main.demonstration.company import Company, Person
from app.main.demonstration.desk_process import DeskProcess
from app.main.demonstration.scenes import Step
from app.main.demonstration.telling import Message, Telling
from integrations.sandbox.slack.person import Person as SlackPerson
from integrations.sandbox.teams.people import Person as TeamsPerson
from integrations.sandbox.teams.places import Place as TeamsPlace

_KEY = re.compile(r"T-\d+")


class DidNotHappen(Exception):
    """What somebody should have seen or been able to do, in words."""


class Player:
    """Remembers what the tickets of its scenes are called. `telling` is told what happens; None plays in silence."""

    def __init__(self, company: Company, desk: DeskProcess, clock: DemoClock, telling: Telling | None = None) -> None:
        self._company, self._desk, self._clock, self._telling = company, desk, clock, telling
        self._begun: dict[str, Message] = {}
        self._keys: dict[str, str] = {}

    async def play(self, at: datetime, step: Step) -> None:
        """Do one step at its moment. Raises DidNotHappen."""
        if at > self._clock():
            await self._desk.live_until(at)
        if not step.who:
            self._tell(lambda telling: telling.did("It is", at.strftime("%A %H:%M %Z")))
            return
        person = self._company.people.get(step.who)
        if person is None:
            raise DidNotHappen(f"there is nobody called {step.who}; there is {', '.join(self._company.people)}")
        try:
            await self._do(person, step)
        except LookupError as error:
            raise DidNotHappen(str(error)) from error
        except AssertionError as error:
            raise DidNotHappen(str(error)) from error

    async def arrives(self) -> None:
        """What was done has reached everybody."""
        await self._company.slack.settled()
        await self._desk.settle()
        await self._company.slack.settled()

    async def _do(self, person: Person, step: Step) -> None:
        if step.says:
            await self._says(person, step)
        elif step.commands:
            await self._commands(person, step)
        elif step.presses:
            await self._presses(person, step)
        elif step.reacts:
            await person.reacts(self._started(step), step.reacts)  # type: ignore[arg-type]
            await self.arrives()
        else:
            self._looks(person, step)

    async def _says(self, person: Person, step: Step) -> None:
        self._tell(lambda telling: telling.did(step.who, f"writes {_where(step)}:", step.says))
        thread = self._started(step) if step.thread else None
        if isinstance(person, SlackPerson):
            said: Message = await (person.says(self._slack(step), step.says, thread) if step.place else person.dms(step.says))  # type: ignore[arg-type]
        elif step.place:
            said = await person.posts(self._teams(step), step.says, thread)  # type: ignore[arg-type]
        else:
            said = await person.writes(step.says)
        await self.arrives()
        if step.called:
            self._begun[step.called], self._keys[step.called] = said, self._key_of(person, said)

    async def _commands(self, person: Person, step: Step) -> None:
        """`/ticket …` on Slack, the same words without the slash on Teams; a ticket's name in braces stands for its key."""
        words = re.sub(r"\{(\w+)\}", lambda found: self._key(found[1]), step.commands)
        self._tell(lambda telling: telling.did(step.who, f"asks {_where(step)}:", words))
        if isinstance(person, SlackPerson):
            await person.command("/ticket", words.removeprefix("/ticket").strip(), self._slack(step) if step.place else None)
        else:
            await person.writes(words)
        await self.arrives()

    async def _presses(self, person: Person, step: Step) -> None:
        self._tell(lambda telling: telling.did(step.who, f"presses [{step.presses}]."))
        card, label = self._card(person, step)
        await person.presses(card, label)  # type: ignore[arg-type]
        await self._confirms(person, card)
        if step.filled:
            problems = await person.submits(self._filled(person, step))
            if problems:
                raise DidNotHappen(f"{step.presses} of {step.who} was not taken: {'; '.join(problems.values())}")
        if isinstance(person, TeamsPerson) and person.dialog is not None and not person.dialog.fields:
            person.closes_dialog()  # it only says what was done
        await self.arrives()

    async def _confirms(self, person: Person, card: Message) -> None:
        """On Teams a question unfolds in the card; Slack's client asks by itself."""
        if isinstance(person, TeamsPerson) and (yes := [label for label in card.labels if label.casefold() in spoken("Yes")]):
            await person.presses(card, yes[-1])  # type: ignore[arg-type]

    def _filled(self, person: Person, step: Step) -> dict[str, str]:
        """By label, or in the order of the form's fields, whatever language they are in."""
        form = person.modal if isinstance(person, SlackPerson) else person.dialog
        if form is None:
            raise DidNotHappen(f"a form for {step.who} after [{step.presses}]")
        return step.filled if isinstance(step.filled, dict) else dict(zip(form.fields, step.filled, strict=False))

    def _looks(self, person: Person, step: Step) -> None:
        seen = [message for place, messages in self._before(person, step.place) for message in messages]
        words = re.sub(r"\{(\w+)\}", lambda found: self._key(found[1]), step.sees or step.sees_not)
        found = [message for message in seen if words in message.plain()] if words else seen
        if bool(found) == bool(step.sees_not):
            last = seen[-1].plain() if seen else "nothing"
            expected = f"{step.who} {'does not see' if step.sees_not else 'sees'} {words!r} {_where(step)}"
            raise DidNotHappen(f"{expected}; there is: {last}")
        if found:
            platform = "Slack" if isinstance(person, SlackPerson) else "Teams"
            self._tell(lambda telling: telling.sees(step.who, platform, step.place or "the chat with Sahayak", found[-1]))

    def _card(self, person: Person, step: Step) -> tuple[Message, str]:
        """The newest message with this button, of this ticket where one is named, and how the button is called there."""
        key = re.compile(rf"{self._key(step.ticket)}\b" if step.ticket else "")
        labels = spoken(step.presses)
        for card in (message for _, messages in self._before(person, step.place) for message in reversed(messages)):
            there = [label for label in card.labels if label.casefold() in labels]
            if there and key.search(card.plain()):
                return card, there[0]
        raise DidNotHappen(f"a card with [{step.presses}] {f'of {step.ticket} ' if step.ticket else ''}before {step.who}")

    def _before(self, person: Person, place: str) -> Iterator[tuple[str, Sequence[Message]]]:
        """What this person can look at: the place, or every place they are in."""
        if isinstance(person, SlackPerson):
            rooms = [place] if place else [name for name in self._company.channels if name.startswith("#")]
            for name in rooms:
                channel = self._company.slack.world.place(str(self._company.channels[name]))
                if person.id in channel.members:
                    yield name, person.sees(channel)
        else:
            for name, room in self._company.channels.items():
                if isinstance(room, TeamsPlace) and person in room.members and place in ("", name):
                    yield name, person.sees(room)
        if not place:
            yield "", person.sees()

    def _key_of(self, person: Person, said: Message) -> str:
        """The number that what they said got, as they were told."""
        answers: list[Message] = [*person.sees(), *person.replies(said)]  # type: ignore[arg-type]
        keys = [found[0] for message in answers if message.by_bot and (found := _KEY.search(message.plain()))]
        if not keys:
            raise DidNotHappen(f"a ticket of what {person.name} said")
        return max(keys, key=lambda key: int(key[2:]))

    def _key(self, name: str) -> str:
        if name not in self._keys:
            raise DidNotHappen(f"a ticket called {name!r}; there is {', '.join(self._keys) or 'none'}")
        return self._keys[name]

    def _started(self, step: Step) -> Message:
        self._key(step.ticket)
        return self._begun[step.ticket]

    def _slack(self, step: Step) -> str:
        channel = self._company.channels.get(step.place)
        if not isinstance(channel, str):
            raise DidNotHappen(f"a channel {step.place} on Slack")
        return channel

    def _teams(self, step: Step) -> TeamsPlace:
        channel = self._company.channels.get(step.place)
        if not isinstance(channel, TeamsPlace):
            raise DidNotHappen(f"a channel {step.place} on Teams")
        return channel

    def _tell(self, say: object) -> None:
        if self._telling is not None and callable(say):
            say(self._telling)


@cache
def spoken(label: str) -> frozenset[str]:
    """How a label may read, in lower case: scenes name it in English, the person before it may read another language."""
    keys = [key for key, forms in words.catalogue(words.DEFAULT).texts.items() if forms[0].casefold() == label.casefold()]
    found = {words.catalogue(locale).texts[key][0].casefold() for locale in words.LOCALES for key in keys}
    return frozenset(found | {label.casefold()})


def _where(step: Step) -> str:
    return f"in {step.place}" if step.place else "to Sahayak"
