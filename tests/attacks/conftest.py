"""Attacks are made on the same company that the stories are told of."""

from tests.stories.conftest import both, house

__all__ = ["both", "house"]
