"""The desk's reply in what Slack's own answer can carry. What it cannot carry, the desk has planned as deliveries already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import structlog
from slack_bolt.response import BoltResponse

from app.cards import Card, said
from app.forms import Form
from app.people.model import Platform, Workspace
from app.ports import ChannelError, Rejected
from app.posts.model import Destination, Kind
from app.replies import Answer, FixForm, Notice, OpenForm, Reply, Results, Say, ShowCard, Suggestions
from app.words import say
from integrations.slack.api import SlackApi
from integrations.slack.blocks import MESSAGE_BLOCKS, render
from integrations.slack.channel import SlackChannel
from integrations.slack.charts import has_charts, without_charts
from integrations.slack.cut import cut, shown
from integrations.slack.files import is_slacks
from integrations.slack.inbound import Body, in_modal, is_ephemeral, part, place_of, text
from integrations.slack.modals import choices, showing
from integrations.slack.modals import render as render_form

OPEN_SECONDS = 2.0
"""A trigger lives three seconds from the click on (docs.slack.dev/reference/methods/views.open)."""

PROBLEM = 1000

Beside = Callable[[Coroutine[Any, Any, None]], None]
"""Starts something that the answer does not wait for."""

_log = structlog.get_logger()


def done() -> BoltResponse:
    return BoltResponse(status=200, body="")


class Replies:
    def __init__(self, api: SlackApi, channel: SlackChannel, beside: Beside) -> None:
        self._api = api
        self._channel = channel
        self._beside = beside

    async def to_command(self, reply: Reply, body: Body, workspace: Workspace, locale: str) -> BoltResponse:
        """A private answer in the body, or a form."""
        match reply:
            case OpenForm(form):
                opened = await self._open(form, body)
                return done() if opened else privately({"text": say("problem.form_expired", locale)})
            case Notice(sentence):
                return privately(render(said(sentence), workspace.external_id))
            case ShowCard(card) | Answer(card) | Say(card):
                return await self._card(card, body, workspace)
            case Results(cards, empty):
                return privately(_together(cards, empty, workspace))
            case FixForm(problems, _, sentence):
                return privately(render(said("\n".join(filter(shown, (sentence, *problems.values()))))))
            case _:
                return done()

    async def _card(self, card: Card, body: Body, workspace: Workspace) -> BoltResponse:
        """A card with charts is posted, because a body that Slack cannot take is lost; where it cannot be, it goes without."""
        drawn = render(card, workspace.external_id)
        if not has_charts(drawn):
            return privately(drawn)
        to = Destination(
            Platform.SLACK, workspace.external_id, Kind.PRIVATE, channel=text(body, "channel_id"), user=text(body, "user_id")
        )
        try:
            posted = await asyncio.wait_for(self._channel.whisper(workspace, to, card), OPEN_SECONDS)
        except (ChannelError, TimeoutError) as error:
            _log.info("slack.answered_without_charts", error=type(error).__name__)
            posted = None
        return done() if posted else privately(without_charts(drawn))

    async def to_click(self, reply: Reply, body: Body, workspace: Workspace, locale: str) -> BoltResponse:
        """A form, or what takes the place of something that only they see; a card that others see is updated by its delivery."""
        if in_modal(body):
            await self._show_next(reply, body, workspace, locale)
        elif isinstance(reply, OpenForm) and not await self._open(reply.form, body):
            self.tell(say("problem.form_expired", locale), body, workspace)
        elif isinstance(reply, ShowCard) and is_ephemeral(body):
            await self._replace(reply.card, body, workspace)
        return done()

    def to_submission(self, reply: Reply, body: Body, workspace: Workspace) -> BoltResponse:
        """The modal closes, shows its problems, or becomes the next form or a question."""
        match reply:
            case OpenForm(form):
                return BoltResponse(status=200, body={"response_action": "update", "view": render_form(form)})
            case Answer(card):
                return BoltResponse(status=200, body={"response_action": "update", "view": showing(card, workspace.external_id)})
            case FixForm():
                return _fix(reply, _fields(body))
            case _:
                return done()

    def tell(self, sentence: str, body: Body, workspace: Workspace) -> None:
        """A sentence for the person who acted, beside the answer: where they are, else in the 1:1 chat."""
        self._show(said(sentence), body, workspace)

    def _show(self, card: Card, body: Body, workspace: Workspace) -> None:
        where, user = place_of(body), text(part(body, "user"), "id")
        to = Destination(
            Platform.SLACK, workspace.external_id, Kind.PRIVATE, channel=where.channel, thread=where.thread, user=user
        )
        self._beside(self._tell(card, workspace, to))

    async def _tell(self, card: Card, workspace: Workspace, to: Destination) -> None:
        try:
            await self._channel.post(workspace, to, card, marker="", maybe_there=False)
        except ChannelError as error:
            _log.warning("slack.not_told", user=to.user, code=error.code)

    async def _replace(self, card: Card, body: Body, workspace: Workspace) -> None:
        """In the place of what only they see, which nothing but Slack's address for this press reaches; else beside it.

        In a thread the thread has to be named again.
        """
        address, thread = text(body, "response_url"), place_of(body).thread
        drawn = without_charts(render(card, workspace.external_id)) | ({"thread_ts": thread} if thread else {})
        try:
            if not is_slacks(address, self._api.url):
                raise Rejected("no_response_url")
            await self._api.respond(address, OPEN_SECONDS, response_type="ephemeral", replace_original=True, **drawn)
        except ChannelError as error:
            _log.info("slack.not_replaced", code=error.code)
            self._show(card, body, workspace)

    async def _show_next(self, reply: Reply, body: Body, workspace: Workspace, locale: str) -> None:
        """What was pressed in a modal is answered in it; where it is closed already, in the 1:1 chat."""
        match reply:
            case OpenForm(form):
                card, view = said(form.title, form.locale), render_form(form)
            case ShowCard(card) | Answer(card) | Say(card):
                view = showing(card, workspace.external_id)
            case Notice(sentence):
                card = said(sentence, locale)
                view = showing(card)
            case _:
                return
        try:
            await self._api.call("views.update", OPEN_SECONDS, view_id=text(part(body, "view"), "id"), view=view)
        except ChannelError as error:
            _log.info("slack.modal_not_updated", code=error.code)
            self._show(card, body, workspace)

    async def _open(self, form: Form, body: Body) -> bool:
        try:
            await self._api.call("views.open", OPEN_SECONDS, trigger_id=text(body, "trigger_id"), view=render_form(form))
        except ChannelError as error:
            _log.warning("slack.form_not_opened", verb=form.verb, code=error.code)
            return False
        return True


def suggestions(reply: Reply) -> BoltResponse:
    """What a menu offers now; nothing for whatever is no such answer (docs.slack.dev/reference/interaction-payloads)."""
    found = reply.options if isinstance(reply, Suggestions) else ()
    return BoltResponse(status=200, body={"options": choices(found)})


def privately(drawn: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body={"response_type": "ephemeral", **drawn})


def problem_at_first_field(sentence: str, body: Body) -> BoltResponse:
    """Keeps the modal and all that was typed; closes it only where it has no field to stand at."""
    return _fix(FixForm({}, None, sentence), _fields(body))


def _fix(reply: FixForm, fields: list[str]) -> BoltResponse:
    """Slack shows problems at input blocks only: what belongs to none of them stands at the first."""
    errors = {name: sentence for name, sentence in reply.problems.items() if name in fields and shown(sentence)}
    homeless = [sentence for name, sentence in reply.problems.items() if name not in fields and shown(sentence)]
    if shown(reply.text) and not errors:
        homeless.insert(0, reply.text)
    if homeless and fields:
        errors[fields[0]] = "\n".join(filter(None, (errors.get(fields[0], ""), *homeless)))
    if errors:
        short = {name: cut(sentence, PROBLEM) for name, sentence in errors.items()}
        return BoltResponse(status=200, body={"response_action": "errors", "errors": short})
    if reply.form:
        return BoltResponse(status=200, body={"response_action": "update", "view": render_form(reply.form)})
    return done()


def _fields(body: Body) -> list[str]:
    """The ids of the input blocks of the submitted view, in order."""
    view = part(body, "view")
    blocks = view.get("blocks")
    inputs = [text(b, "block_id") for b in blocks if text(b, "type") == "input"] if isinstance(blocks, list) else []
    return [name for name in inputs if name] or list(part(part(view, "state"), "values"))


def _together(cards: tuple[Card, ...], empty: str, workspace: Workspace) -> dict[str, Any]:
    """All that was found in one message."""
    if not cards:
        return render(said(empty))
    drawn = [render(card, workspace.external_id) for card in cards]
    blocks = [block for d in map(without_charts, drawn) for block in (*d["blocks"], {"type": "divider"})][:-1]
    return {"text": cut("\n".join(d["text"] for d in drawn), 3000), "blocks": blocks[:MESSAGE_BLOCKS]}
