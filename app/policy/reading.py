"""policy.yaml to a Document, or everything that is wrong with it."""

from __future__ import annotations

from itertools import chain, islice

from pydantic import ValidationError

from app.policy.document import Document
from app.policy.explain import MOST, explain
from app.policy.nodes import Source, load
from app.policy.references import contradictions, dangling
from app.policy.refusal import PolicyError, Problem


def read(text: str) -> Document:
    """Raises PolicyError with every problem, its line and its reason. Reads nothing but `text`."""
    source = load(text)
    if not isinstance(source.data, dict):
        raise PolicyError([Problem(1, "", "the file has to begin with version: 1"), *source.problems])
    document = _validated(source)
    for path, reason in islice(chain(dangling(source.data), contradictions(source.data)), MOST):
        source.complain(path, reason)
    if source.problems or document is None:
        raise PolicyError(source.problems)
    return document.settled()


def _validated(source: Source) -> Document | None:
    try:
        return Document.model_validate(source.data)
    except ValidationError as error:
        explain(error, source)
        return None
