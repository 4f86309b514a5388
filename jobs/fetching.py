"""Fetches what people attached, from the platform it lies on; what it brings is kept in one transaction, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import structlog

from app.attachments.model import Attachment, Reason
from app.attachments.pictures import HEAD
from app.attachments.settling import kept, not_kept, objection, settle
from app.people.model import Platform, Workspace
from app.policy.changes import current
from app.policy.files import FilesPolicy
from app.ports import ChannelError, Clock, Files, Forbidden, Gone, Reception, Rejected, Tx, Unreadable
from app.posts.model import Delivery
from jobs.setbacks import MOST_FAILURES, Setback

TRIED_FOR = timedelta(days=1)
"""So long a platform that does not answer is asked again for a file; then it is lost, and everybody reads so."""

IN_MEMORY = 1024 * 1024
"""Bytes; what is longer waits on the disk until all of it is here."""

log = structlog.get_logger()


class Fetcher:
    """A worker that dies meanwhile leaves nothing behind: the next one begins anew, and whoever is second changes nothing."""

    def __init__(self, reception: Reception, files: Mapping[Platform, Files], clock: Clock) -> None:
        self._reception, self._files, self._clock = reception, files, clock

    async def fetch(self, delivery: Delivery, workspace: Workspace) -> Setback | None:
        """None when the file is settled, whatever became of it. Raises ChannelErrors for what has to be tried again."""
        attachment, policy = await self._reception.within(lambda tx: _waiting(tx, delivery))
        if attachment is None:
            return None
        reason = objection(attachment, policy)
        if reason is Reason.NONE and self._given_up(delivery):
            reason = Reason.NOT_READABLE
        if reason is not Reason.NONE:
            await self._settle(not_kept(attachment, reason), None)
            return None
        with SpooledTemporaryFile(max_size=IN_MEMORY) as bytes_:
            found = await self._bring(workspace, attachment, policy, cast("IO[bytes]", bytes_))
            await self._settle(found, cast("IO[bytes]", bytes_) if found.is_kept else None)
        return None

    async def _bring(self, workspace: Workspace, attachment: Attachment, policy: FilesPolicy, bytes_: IO[bytes]) -> Attachment:
        """As it is to be settled; its bytes are in `bytes_` where it is kept."""
        try:
            await self._files[attachment.origin.platform].fetch(
                workspace, attachment.origin, attachment.media_type, bytes_, policy.largest_bytes
            )
        except ChannelError as error:
            if (lost := _lost(error)) is None:
                raise
            log.info("file.not_fetched", file=attachment.id, why=lost, code=error.code)
            return not_kept(attachment, lost)
        size, head, sha256 = _seen(bytes_)
        reason = objection(attachment, policy, head) if size else Reason.NOT_READABLE
        return kept(attachment, head, size, sha256) if reason is Reason.NONE else not_kept(attachment, reason)

    async def _settle(self, settled: Attachment, bytes_: IO[bytes] | None) -> None:
        at = self._clock()
        await self._reception.within(lambda tx: settle(tx, settled, bytes_, at))

    def _given_up(self, delivery: Delivery) -> bool:
        broken = delivery.error == "failed" and delivery.attempts >= MOST_FAILURES
        return broken or self._clock() - delivery.created_at > TRIED_FOR


def _waiting(tx: Tx, delivery: Delivery) -> tuple[Attachment | None, FilesPolicy]:
    """The file, unless it was settled or forgotten meanwhile."""
    found = tx.attachments.get(delivery.org_id, str(delivery.payload["attachment"]))
    waits = found is not None and found.reason is Reason.NONE and not found.is_kept
    return (found if waits else None), current(tx, delivery.org_id).files


def _lost(error: ChannelError) -> Reason | None:
    """Why it cannot be had; None for what may be otherwise the next time."""
    match error:
        case Unreadable():
            return error.reason
        case Gone():
            return Reason.GONE
        case Rejected() | Forbidden():
            return Reason.NOT_READABLE
        case _:
            return None


def _seen(bytes_: IO[bytes]) -> tuple[int, bytes, str]:
    """How many there are, the first of them, and their checksum."""
    bytes_.seek(0)
    digest, size, head = hashlib.sha256(), 0, b""
    while piece := bytes_.read(64 * 1024):
        head = head or piece[:HEAD]
        size += len(piece)
        digest.update(piece)
    return size, head, digest.hexdigest()
