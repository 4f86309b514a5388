"""The deliveries of one ticket's events: which posts are added, drawn anew or told, and where people are reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import events
from app.cards import Card
from app.people.model import Identity, Organisation, Person, Platform, Team, Workspace
from app.people.places import is_of_agents
from app.people.preferences import next_allowed
from app.ports import Tx
from app.posts.as_of_now import Holds, pack_with
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery, Post, PostKind
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.turn import locale_of


def card_delivery(post: Post, not_before: datetime | None = None) -> NewDelivery:
    """Ask a post to show its ticket as it is."""
    return NewDelivery(
        DeliveryKind.CARD, post.destination, ticket=post.ticket, post_id=post.id, viewer_id=post.viewer_id, locale=post.locale,
        payload={"mark": True} if post.kind is PostKind.MARK else {},
        not_before=not_before,
    )  # fmt: skip


def home_delivery(place: Destination, person: Person, locale: str) -> NewDelivery:
    """Ask somebody's App Home to show how things stand."""
    unique = f"home:{person.id}:{place.workspace}"
    return NewDelivery(
        DeliveryKind.HOME, place, viewer_id=person.id, locale=locale, payload={"first": False}, unique=unique
    )  # fmt: skip


def is_reached(identity: Identity) -> bool:
    """Whether a message gets there: Slack opens a chat with anybody, Teams only where the app has been installed."""
    return identity.platform is not Platform.TEAMS or bool(identity.conversation)


def quiet_until(tx: Tx, org: Organisation, person: Person, at: datetime) -> datetime | None:
    """When their quiet hours end, None where it is not quiet."""
    allowed = next_allowed(tx.choices.of(org.id, person.id).quiet, person.timezone or org.timezone, at)
    return allowed if allowed > at else None


A_BREATH = timedelta(seconds=5)
"""So long what one person is told of others waits for what else there is to say."""

UNSEEN = (events.TicketFollowed, events.TicketUnfollowed)
"""What no card of a ticket shows."""


@dataclass
class Plan:
    """The deliveries of one ticket's events; what it needs is read when it is needed."""

    tx: Tx
    ticket: Ticket
    happened: Sequence[events.Event]

    def __post_init__(self) -> None:
        self.at = self.happened[-1].at
        self.org: Organisation = self.tx.organisations.get(self.ticket.org_id)
        self._workspaces: Sequence[Workspace] | None = None
        self.fresh: set[int] = set()

    @property
    def workspaces(self) -> Sequence[Workspace]:
        """Those that serve first. Where the app was removed, what has to be said waits until it is installed again."""
        if self._workspaces is None:
            self._workspaces = sorted(self.tx.workspaces.of(self.org.id), key=lambda workspace: not workspace.active)
        return self._workspaces

    def person(self, person_id: int) -> Person:
        return self.tx.people.get(self.org.id, person_id)

    def add_post(self, kind: PostKind, where: Destination, locale: str, viewer: int | None) -> Post:
        post = self.tx.posts.add(self.org.id, self.ticket.number, kind, where, locale, viewer)
        self.fresh.add(post.id)
        self._card(post)
        return post

    def add_line(self, comment: Comment, where: Destination, locale: str, viewer: int | None, under: Post | None = None) -> None:
        """What was said stands there too; `under` is the card in whose thread it belongs."""
        head = under.id if under else None
        self._card(self.tx.posts.add(self.org.id, self.ticket.number, PostKind.LINE, where, locale, viewer, comment.id, head))

    def add_lines(self, comment: Comment, places: Iterable[tuple[Destination, str, int | None]]) -> None:
        """The same for many (place, language, viewer): all posts first, then their deliveries, so that each kind is written at
        once.
        """
        add, org, ticket = self.tx.posts.add, self.org.id, self.ticket.number
        posts = [add(org, ticket, PostKind.LINE, where, locale, viewer, comment.id) for where, locale, viewer in places]
        for post in posts:
            self._card(post)

    def refresh(self) -> None:
        """Every copy that stands somewhere is asked to tell the truth; App Homes that were ever opened too."""
        if all(isinstance(event, UNSEEN) for event in self.happened):
            self._homes({event.follower for event in self.happened if isinstance(event, UNSEEN)})
            return
        if not any(isinstance(event, events.TicketOpened) for event in self.happened):
            for post in self.tx.posts.of_ticket(self.org.id, self.ticket.number):
                if post.id not in self.fresh and post.kind is not PostKind.MARK:
                    self._card(post)
        self._homes({self.ticket.requester_id, self.ticket.assignee_id or 0})

    def _homes(self, people: Iterable[int]) -> None:
        for person_id in people:
            if person_id and self.tx.inbox.seen(self.org.id, f"home:{person_id}"):
                self._home(self.person(person_id))

    def tell(
        self, where: Destination, card: Card, *, thread_of: Post | None = None, subject: str = "", quoted: Comment | None = None
    ) -> None:
        """`subject`: it asks something (see `app.posts.questions`). `quoted`: the card repeats that comment."""
        asks = {"subject": subject} if subject else {}
        said = pack_with(card, Holds((self.ticket,), quoted))
        self.tx.deliveries.plan(
            self.org.id,
            NewDelivery(
                DeliveryKind.SAY,
                where,
                ticket=self.ticket.number,
                post_id=None,
                locale=card.locale,
                payload={"card": said, **({"thread_of": thread_of.id} if thread_of else {}), **asks},
            ),
            self.at,
        )

    def _card(self, post: Post) -> None:
        self.tx.deliveries.plan(self.org.id, card_delivery(post, self.held(post)), self.at)

    def held(self, post: Post) -> datetime | None:
        """A new message in somebody's 1:1 chat keeps their quiet hours, unless they have just done something here themselves.
        What followers hear never overtakes the news of before, which waits a breath for others.
        """
        if post.viewer_id is None or post.message or any(event.by == post.viewer_id for event in self.happened):
            return None
        breath = self.at + A_BREATH if self._is_of_others(post) else None
        return quiet_until(self.tx, self.org, self.person(post.viewer_id), self.at) or breath

    def _is_of_others(self, post: Post) -> bool:
        return post.kind in (PostKind.LINE, PostKind.FILE) and post.viewer_id != self.ticket.requester_id

    def _home(self, person: Person) -> None:
        for identity in person.identities:
            if identity.platform is Platform.SLACK and identity.workspace:
                place = Destination(Platform.SLACK, identity.workspace, Kind.HOME, user=identity.user)
                self.tx.deliveries.plan(self.org.id, home_delivery(place, person, locale_of(person, self.org)), self.at)

    def triage_places(self, team: Team) -> list[Destination]:
        """The team's triage channel on each platform that the policy names for it."""
        return self.places(team.triage)

    def places(self, channels: Mapping[Platform, str]) -> list[Destination]:
        return [
            Destination(platform, self.workspace_on(platform), Kind.CHANNEL, channel=channel)
            for platform, channel in channels.items()
        ]

    def workspace_on(self, platform: Platform) -> str:
        """'' while the platform has not yet told who we are: what is planned then waits for it (`jobs.parcels.workspace_of`)."""
        return next((workspace.external_id for workspace in self.workspaces if workspace.platform is platform), "")

    def requester_place(self, requester: Person) -> tuple[Destination | None, int | None]:
        """The thread where it was asked, else their own 1:1 chat: where it was said may be the chat of whoever asked for them, a
        channel of the agents or of others (`app.tickets.belonging`), or on a platform where they are not.

        The second is set when only they see it.
        """
        source = self.ticket.source
        theirs = is_of_agents(self.tx, self.org.id, source.platform, source.channel)
        here = bool(source.message) and not source.direct and source.answered and not theirs
        if here and requester.identity_on(source.platform):
            thread = source.thread or source.message
            return Destination(source.platform, source.workspace, Kind.CHANNEL, channel=source.channel, thread=thread), None
        return self.direct_place(requester, source.platform), requester.id

    def direct_place(self, person: Person, prefer: Platform) -> Destination | None:
        """The 1:1 chat with a person: where they are reached, and on the platform that is preferred where that is both."""
        identities = sorted(person.identities, key=lambda one: (not is_reached(one), one.platform is not prefer))
        for identity in identities[:1]:
            workspace = identity.workspace or self.workspace_on(identity.platform)
            return Destination(identity.platform, workspace, Kind.DIRECT, channel=identity.conversation, user=identity.user)
        return None

    def reader_locale(self, viewer: int | None) -> str:
        """A reader's own language in their 1:1 chat, the organisation's in a channel."""
        return locale_of(self.person(viewer) if viewer else None, self.org)
