"""The desk itself: no Slack, no Teams, no SQL, no scheduler. The words are those of `docs/glossary.md`."""
