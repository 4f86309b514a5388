"""Lists that somebody listens to: what went over the wire and what was refused is heard of the moment it is noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Watched(list[T]):
    """A list that tells its `listeners` what was appended, in the order in which they were added."""

    def __init__(self) -> None:
        super().__init__()
        self.listeners: list[Callable[[T], None]] = []

    def append(self, item: T) -> None:
        super().append(item)
        for listener in self.listeners:
            listener(item)
