"""A job is done piece by piece: what goes wrong with one keeps none of the others from its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

from app.errors import Stale
from app.ports import Reception, Tx

log = structlog.get_logger()

Found = TypeVar("Found")


async def apart(
    reception: Reception, job: str, work: Callable[[Tx], Found], *, of_words: bool = False, **which: object
) -> Found | None:
    """The piece `which` of `job`, in a transaction of its own; None where it failed or somebody was faster.

    It must be due the next time too then: nothing is tried again here. Of a piece that works on what people wrote (`of_words`)
    only the kind of the error is logged: it may quote them.
    """
    try:
        return await reception.within(work)
    except Stale:
        log.info(f"{job}.changed_meanwhile", **which)
    except Exception as error:
        if of_words:
            log.error(f"{job}.failed", error=type(error).__name__, **which)
        else:
            log.exception(f"{job}.failed", **which)
    return None
