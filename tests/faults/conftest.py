"""How much load the faults get: little by default, much with SAHAYAK_FAULTS=full."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Load:
    events: int
    kills: int
    at_once: int = 8


@pytest.fixture
def load() -> Load:
    return Load(300, 10) if os.environ.get("SAHAYAK_FAULTS") == "full" else Load(80, 3)


@pytest.fixture
def dice() -> random.Random:
    """The same throws in every run."""
    return random.Random(20261123)
