"""policy.yaml to a Document, or everything that is wrong with it."""

from __future__ import annotations

from itertools import chain, islice

from pydantic import ValidationError

from app.policy.document import Document
from app.policy.explain import MOST, explain
from app.policy.importing import Beside, imported
from app.policy.nodes import Source, load
from app.policy.references import contradictions, dangling
from app.policy.refusal import PolicyError, Problem


def read(text: str, files: Beside | None = None) -> Document:
    """Raises PolicyError with every problem, its line and its reason.

    Reads nothing but `text` and the `files` it names; without `files` those names stay in the document.
    """
    source = load(text)
    if not isinstance(source.data, dict):
        raise PolicyError([Problem(1, "", "the file has to begin with version: 1"), *source.problems])
    document = _validated(source)
    for path, reason in islice(chain(dangling(source.data), contradictions(source.data)), MOST):
        source.complain(path, reason)
    if files is not None and document is not None:
        document = _with_files(document, files, source)
    if source.problems or document is None:
        raise PolicyError(source.problems)
    return document.settled()


def _with_files(document: Document, files: Beside, source: Source) -> Document:
    whole, problems = imported(document, files)
    for path, reason in problems:
        source.complain(path, reason)
    return whole


def _validated(source: Source) -> Document | None:
    try:
        return Document.model_validate(source.data)
    except ValidationError as error:
        explain(error, source)
        return None
