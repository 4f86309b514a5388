"""What a person does with the controls of the app: presses, fills, submits, calls commands and shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.sandbox.slack import forms, pressing, responses, submitting, suggesting, wire
from integrations.sandbox.slack.controls import VALUE_OF
from integrations.sandbox.slack.delivery import Answer
from integrations.sandbox.slack.model import Account, Json, NotThere, Place, Refused, View
from integrations.sandbox.slack.seen import Message, Screen
from integrations.sandbox.slack.triggers import ResponseUrl

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace


class Hands:
    def __init__(self, ws: SlackWorkspace, user: str) -> None:
        self._ws, self.id = ws, user
        self.trouble: list[str] = []

    @property
    def account(self) -> Account:
        return self._ws.world.accounts[self.id]

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def mention(self) -> str:
        """How a message mentions them."""
        return f"<@{self.id}>"

    @property
    def modal(self) -> Screen | None:
        """The modal on their screen."""
        view = self._ws.views.top(self.id)
        return None if view is None else Screen(self._ws.world, view)

    async def presses(
        self, target: Message | Screen, label: str, near: str = "", confirm: bool = True, in_thread: bool = False
    ) -> None:
        """Press the button, or choose the option, that shows `label`; `confirm` answers Slack's question where there is one.

        `near` picks among several: the block that also shows these words. `in_thread`: the message that heads a thread is pressed
        in the open thread. Raises NotThere when they cannot see it.
        """
        self._must_reach(target)
        block, element, carried = pressing.find(self._ws.world, target.blocks, label, near)
        if "confirm" in element and not confirm:
            return
        await self._press(target, block, element, carried, in_thread)

    async def presses_control(
        self, target: Message | Screen, block_id: str, action_id: str, value: Any = None, in_thread: bool = False
    ) -> None:
        """Press the button, or choose in the menu, that has these ids; `value` is the option's value, the person, the day.

        Raises NotThere when it is not there (any more) or does not offer that.
        """
        self._must_reach(target)
        block, element = pressing.control(target.blocks, block_id, action_id)
        carried = pressing.chosen(self._ws.world, element, value)
        if isinstance(target, Screen) and element["type"] in VALUE_OF:
            target.view.state[block_id][action_id] = {"type": element["type"], **carried}
        await self._press(target, block, element, carried, in_thread)

    async def types(self, block_id: str, action_id: str, value: Any) -> None:
        """Enter a value into a field of the modal; the app hears of it where the field says so (`dispatch_action`)."""
        view = self._top()
        block, element = forms.enter(self._ws.world, view, block_id, action_id, value)
        await self._dispatch(view, block, element)

    def enters(self, values: dict[str, dict[str, Any]]) -> None:
        """What stands in the fields of the modal now, by block id and action id; nobody is told."""
        view = self._top()
        for block_id, entered in values.items():
            for action_id, value in entered.items():
                forms.enter(self._ws.world, view, block_id, action_id, value)

    async def submits_values(self, values: dict[str, dict[str, Any]]) -> dict[str, str]:
        """Fill by ids and press submit. Problems by block id, {} when the form was taken."""
        self.enters(values)
        view = self._top()
        await self._send_form(view)
        return view.problems

    async def command(self, command: str, text: str = "", channel: Place | str | None = None) -> Message | None:
        """Type a slash command; the answer as they see it (in channel None: in the chat with the bot).

        It stands in Slack's request, or was posted for them alone meanwhile.
        """
        self.must_be_of_team(f"use {command}")
        if command not in self._ws.world.commands:
            raise NotThere(f"{command} is not a command; there is: {', '.join(sorted(self._ws.world.commands))}")
        place = self._ws.world.im(self.id) if channel is None else self.must_be_in(channel)
        token = self._ws.triggers.response_url(self.id, place.id)
        before = len(place.messages)
        answer = await self._ws.delivery.command(self._command_fields(command, text, place, token))
        answered = self._answered(command, answer, ResponseUrl(self.id, place.id, self._ws.world.clock()))
        whispered = [posted for posted in place.messages[before:] if posted.to == self.id]
        return answered or (Message(self._ws.world, whispered[-1], self.account) if whispered else None)

    async def shortcut(self, callback_id: str) -> None:
        """Choose a global shortcut."""
        self.must_be_of_team("use a shortcut")
        if callback_id not in self._ws.world.shortcuts:
            raise NotThere(f"there is no shortcut {callback_id!r}; there is: {', '.join(sorted(self._ws.world.shortcuts))}")
        deed = self._deed("shortcut") | {"callback_id": callback_id, "action_ts": self._ws.world.new_ts()}
        self._note(await self._ws.delivery.interactive(deed))

    async def message_shortcut(self, callback_id: str, message: Message) -> None:
        """Choose a shortcut in the menu of a message."""
        self.must_see(message)
        self.must_be_of_team("use a shortcut")
        if callback_id not in self._ws.world.message_shortcuts or message.ephemeral:
            there = ", ".join(sorted(self._ws.world.message_shortcuts))
            raise NotThere(f"there is no message shortcut {callback_id!r} here; there is: {there}")
        token = self._ws.triggers.response_url(self.id, message.channel)
        deed = self._deed("message_action") | self._place_of(message.channel) | {
            "callback_id": callback_id, "action_ts": self._ws.world.new_ts(), "message_ts": message.ts,
            "message": wire.message(self._ws.world, message.posted), "response_url": self._ws.response_address(token),
        }  # fmt: skip
        self._note(await self._ws.delivery.interactive(deed))

    async def fills(self, values: dict[str, Any] | None = None, **more: Any) -> None:
        """Enter values by label: texts, the label of an option (or several), a person, a day."""
        view = self._top()
        for label, value in {**(values or {}), **more}.items():
            asked = forms.field(self._ws.world, view, label)
            if asked and asked[1]["type"] == suggesting.KIND and value:
                await self._look_up(view, *asked, str(value))
            block, element = forms.fill(self._ws.world, view, label, value)
            await self._dispatch(view, block, element)

    async def looks_up(self, label: str, text: str) -> list[str]:
        """Type into a menu that asks the app; what it offers, each with what stands below it."""
        view = self._top()
        asked = forms.field(self._ws.world, view, label)
        if asked is None:
            raise NotThere(f"there is no field {label!r}")
        found = await self._look_up(view, *asked, text)
        return [" · ".join(one[name]["text"] for name in ("text", "description") if name in one) for one in found]

    async def looks_up_at(self, block_id: str, action_id: str, text: str) -> list[Json]:
        """The same by ids; the options as they came."""
        view = self._top()
        return await self._look_up(view, *forms.field_at(view, block_id, action_id), text)

    async def _look_up(self, view: View, block: Json, element: Json, text: str) -> list[Json]:
        if element["type"] != suggesting.KIND:
            raise NotThere(f"a {element['type']} asks nobody")
        deed = self._deed("block_suggestion", trigger=False) | self._on_view(view)
        return await suggesting.look_up(self._ws, deed, view, block, element, text)

    async def submits(self, values: dict[str, Any] | None = None, **more: Any) -> dict[str, str]:
        """Fill and press submit. Problems by label, {} when the form was taken; key '' is Slack's own word that it failed."""
        await self.fills(values, **more)
        view = self._top()
        await self._send_form(view)
        return forms.by_label(self._ws.world, view, view.problems)

    async def closes(self) -> None:
        """Press the close button of the modal: back to the one below it, if any."""
        view = self._top()
        self._ws.views.close(view)
        if view.payload.get("notify_on_close"):
            deed = self._deed("view_closed", trigger=False) | {"view": self._ws.views.wire(view), "is_cleared": False}
            self._note(await self._ws.delivery.interactive(deed))

    async def _press(self, target: Message | Screen, block: Json, element: Json, carried: Json, in_thread: bool) -> None:
        action = pressing.action(self._ws.world, block, element, carried)
        about = self._on_message(target, in_thread) if isinstance(target, Message) else self._on_view(target.view)
        self._note(await self._ws.delivery.interactive(self._deed("block_actions") | about | {"actions": [action]}))

    async def _dispatch(self, view: View, block: Json, element: Json) -> None:
        """Tell the app of what was entered, where the field says that it wants to hear of it."""
        if not block.get("dispatch_action"):
            return
        held = {k: v for k, v in view.state[block["block_id"]][element["action_id"]].items() if k != "type"}
        action = pressing.action(self._ws.world, block, element, held)
        deed = self._deed("block_actions") | self._on_view(view) | {"actions": [action]}
        self._note(await self._ws.delivery.interactive(deed))

    async def _send_form(self, view: View) -> None:
        if not view.payload.get("submit") or view.payload.get("submit_disabled"):
            raise NotThere(f"{Screen(self._ws.world, view).title!r} has no submit button that can be pressed")
        view.problems = forms.client_problems(view)
        if not view.problems:
            deed = self._deed("view_submission") | {"view": self._ws.views.wire(view), "response_urls": []}
            submitting.taken(self._ws, view, await self._ws.delivery.interactive(deed))

    def _must_reach(self, target: Message | Screen) -> None:
        if isinstance(target, Message):
            self.must_see(target)
            self.must_be_in(target.channel)
        else:
            self._must_show(target)

    def must_see(self, message: Message) -> None:
        """Raises NotThere unless the message is before their eyes."""
        posted, place = message.posted, self._ws.world.places[message.channel]
        if posted.deleted or posted.to not in ("", self.id) or not self._ws.world.may_read(self.account, place):
            raise NotThere(f"{self.name} cannot see that message")
        self._must_be_active()

    def must_be_in(self, channel: Place | str) -> Place:
        place = self._ws.world.place(channel)
        self._must_be_active()
        if self.id not in place.members:
            raise NotThere(f"{self.name} is not in {place.name or place.id}")
        return place

    def must_be_of_team(self, what: str) -> None:
        self._must_be_active()
        if self.account.team_id != self._ws.world.team_id:
            raise NotThere(f"{self.name} belongs to another workspace and cannot {what} here")

    def _must_be_active(self) -> None:
        if self.account.deleted:
            raise NotThere(f"the account of {self.name} is deactivated")

    def _must_show(self, screen: Screen) -> None:
        self._must_be_active()
        if screen.view not in (self._ws.views.top(self.id), self._ws.views.homes.get(self.id)):
            raise NotThere(f"{screen.title or 'that view'!r} is not on the screen of {self.name}")

    def _top(self) -> View:
        self._must_be_active()
        view = self._ws.views.top(self.id)
        if view is None:
            raise NotThere(f"no modal is open for {self.name}")
        return view

    def _deed(self, kind: str, trigger: bool = True) -> Json:
        world = self._ws.world
        body: Json = {
            "type": kind, "user": wire.person(self.account), "api_app_id": world.app_id, "token": "deprecated",
            "team": {"id": world.team_id, "domain": world.domain}, "enterprise": None, "is_enterprise_install": False,
        }  # fmt: skip
        return body | ({"trigger_id": self._ws.triggers.issue(self.id)} if trigger else {})

    def _place_of(self, channel: str) -> Json:
        place = self._ws.world.places[channel]
        return {"channel": {"id": place.id, "name": "directmessage" if place.im_of else place.name}}

    def _on_message(self, message: Message, in_thread: bool) -> Json:
        """`container.thread_ts` is sent for a press inside of a thread (github.com/slack-go/slack/pull/888)."""
        posted = message.posted
        thread = posted.thread_ts or (posted.ts if in_thread else "")
        token = self._ws.triggers.response_url(self.id, posted.channel, posted.ts, thread)
        container = {"type": "message", "message_ts": posted.ts, "channel_id": posted.channel, "is_ephemeral": bool(posted.to)}
        body: Json = self._place_of(posted.channel) | {
            "container": container | ({"thread_ts": thread} if thread else {}),
            "state": {"values": {}}, "response_url": self._ws.response_address(token),
        }  # fmt: skip
        return body if posted.to else body | {"message": wire.message(self._ws.world, posted) | {"blocks": message.blocks}}

    def _on_view(self, view: View) -> Json:
        return {"container": {"type": "view", "view_id": view.id}, "view": self._ws.views.wire(view)}

    def _command_fields(self, command: str, text: str, place: Place, token: str) -> Json:
        world, who = self._ws.world, wire.person(self.account)
        return {
            "token": "deprecated", "team_id": world.team_id, "team_domain": world.domain, "channel_id": place.id,
            "channel_name": "directmessage" if place.im_of else place.name, "user_id": self.id, "user_name": who["username"],
            "command": command, "text": text, "api_app_id": world.app_id, "is_enterprise_install": "false",
            "response_url": self._ws.response_address(token), "trigger_id": self._ws.triggers.issue(self.id),
        }  # fmt: skip

    def _answered(self, command: str, answer: Answer, url: ResponseUrl) -> Message | None:
        if not answer.ok:
            reason = "operation_timeout" if answer.failure == "http_timeout" else "dispatch_failed"
            return self._slackbot(f'{command} failed with the error "{reason}"', url)
        body = answer.json() if answer.content_type == "application/json" else {"text": answer.text}
        if not isinstance(body, dict) or not (body.get("text") or body.get("blocks")):
            return None
        try:
            return Message(self._ws.world, responses.answer(self._ws, body, url), self.account)
        except Refused as no:
            self._ws.refuse(f"answer to {command}", no)
            return self._slackbot(f'{command} failed with the error "{no.code}"', url)

    def _slackbot(self, words: str, url: ResponseUrl) -> Message:
        self.trouble.append(words)
        world = self._ws.world
        return Message(world, world.post(world.places[url.channel], "USLACKBOT", words, to=self.id), self.account)

    def _note(self, answer: Answer) -> None:
        """Slack shows a small warning where a click got no good answer."""
        if not answer.ok:
            self.trouble.append(f"the app did not answer ({answer.failure or answer.status})")
