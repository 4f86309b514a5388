"""Misbehaviour on request: what a platform does on a bad day, one fault at a time, for both local workspaces.

A target is an API method ("chat.postMessage"), a path ("/v3/conversations"), an event ("event:message") or "*"; a target that
ends in "*" stands for everything that begins with it. What was asked for first happens first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import web


class Kind(StrEnum):
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    REFUSED = "refused"
    HELD = "held"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    SERVER_ERROR_AFTER = "server_error_after"
    DUPLICATED = "duplicated"
    REORDERED = "reordered"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong. Make it with the constructors below."""

    kind: Kind
    seconds: float = 0
    status: int = 0
    code: str = ""
    new_id: bool = False
    gate: asyncio.Event | None = None

    @classmethod
    def rate_limited(cls, seconds: float) -> Fault:
        """429 with `Retry-After: seconds`; nothing is done."""
        return cls(Kind.RATE_LIMITED, seconds=seconds, status=429)

    @classmethod
    def server_error(cls, status: int = 503, after: bool = False) -> Fault:
        """A 5xx; with `after` the request took effect all the same."""
        return cls(Kind.SERVER_ERROR_AFTER if after else Kind.SERVER_ERROR, status=status)

    @classmethod
    def refused(cls, code: str, status: int = 0) -> Fault:
        """The platform's own error `code`, in its own shape; `status` 0 is the platform's usual one for it."""
        return cls(Kind.REFUSED, code=code, status=status)

    @classmethod
    def held(cls, gate: asyncio.Event) -> Fault:
        """The answer waits until the gate is set; then everything goes its usual way."""
        return cls(Kind.HELD, gate=gate)

    @classmethod
    def cut_before(cls) -> Fault:
        """The connection breaks before anything was done."""
        return cls(Kind.CUT_BEFORE)

    @classmethod
    def cut_after(cls) -> Fault:
        """It is done, but the connection breaks before the answer."""
        return cls(Kind.CUT_AFTER)

    @classmethod
    def duplicated(cls, new_id: bool = False) -> Fault:
        """For events: sent twice, with the same id or (as both platforms do at times) with a new one."""
        return cls(Kind.DUPLICATED, new_id=new_id)

    @classmethod
    def reordered(cls) -> Fault:
        """For events: sent after the one that follows."""
        return cls(Kind.REORDERED)

    @classmethod
    def dropped(cls) -> Fault:
        """For events: never sent."""
        return cls(Kind.DROPPED)


@dataclass
class _Order:
    target: str
    fault: Fault
    left: int

    def meets(self, target: str) -> bool:
        return self.target == target or (self.target.endswith("*") and target.startswith(self.target[:-1]))


@dataclass
class Faults:
    """What is still to go wrong, and what did (`happened`)."""

    happened: list[tuple[str, Fault]] = field(default_factory=list)
    _orders: list[_Order] = field(default_factory=list)

    def next(self, target: str, fault: Fault, times: int = 1) -> None:
        """The next `times` calls (or events) of `target` meet this fault."""
        if times < 1:
            raise ValueError("times must be at least 1")
        self._orders.append(_Order(target, fault, times))

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._orders.clear()

    @property
    def left(self) -> int:
        """How many faults have not happened yet."""
        return sum(order.left for order in self._orders)

    def take(self, target: str) -> Fault | None:
        """The fault that this call or event meets, used up by asking."""
        order = next((order for order in self._orders if order.meets(target)), None)
        if order is None:
            return None
        order.left -= 1
        if not order.left:
            self._orders.remove(order)
        self.happened.append((target, order.fault))
        return order.fault


Handler = Callable[[], Awaitable[web.StreamResponse]]
Refuse = Callable[[Fault], web.StreamResponse]


async def answered(fault: Fault | None, request: web.Request, handle: Handler, refuse: Refuse) -> web.StreamResponse:
    """Answer an API call under `fault`: `handle` does it, `refuse` draws a 429, a 5xx or an error code as the platform would."""
    if fault is None:
        return await handle()
    if fault.kind is Kind.HELD and fault.gate is not None:
        await fault.gate.wait()
        return await handle()
    if fault.kind is Kind.CUT_BEFORE:
        return _cut(request)
    if fault.kind in (Kind.CUT_AFTER, Kind.SERVER_ERROR_AFTER):
        await handle()
        return _cut(request) if fault.kind is Kind.CUT_AFTER else refuse(fault)
    return refuse(fault)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
