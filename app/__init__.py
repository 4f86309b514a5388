"""The desk itself: no Slack, no Teams, no SQL, no scheduler. The words are those of `docs/glossary.md`."""

__version__ = "0.1.0"
"""The same as in pyproject.toml; a test says so."""
