"""What has to be in the database before anything is served."""

from __future__ import annotations

import structlog

from app.errors import ConfigurationError
from app.main import now
from app.policy import changes, reading
from app.policy.document import BUILT_IN
from app.policy.importing import beside
from app.policy.members import person_named
from app.ports import Clock
from app.posts.introductions import introduce
from app.settings import Settings
from storage.unit_of_work import Store

log = structlog.get_logger()


def prepare(settings: Settings, store: Store, clock: Clock = now) -> None:
    """Before anything is served: an organisation with a policy, the policy file and the admins of the settings."""
    text = _policy_text(settings)
    document = reading.read(text, beside(settings.sahayak_policy.parent)) if text and settings.sahayak_policy else None
    with store.open() as tx:
        org = tx.organisations.first()
        if document is not None:
            for line in changes.apply(tx, org.id, document, text, clock()):
                log.info("policy", change=line)
        elif tx.policies.current(org.id) is None and not tx.teams.all(org.id):
            changes.apply(tx, org.id, BUILT_IN, "", clock())
        changes.admins(tx, org.id, settings.sahayak_admins, clock())
        helpers = [person for team in tx.teams.all(org.id) for person, _ in tx.teams.members(org.id, team.id)]
        refs = [digest.to.person for digest in changes.current(tx, org.id).digests if digest.to.person]
        readers = filter(None, (person_named(tx, org.id, ref) for ref in refs))
        introduce(tx, [*helpers, *readers, *tx.people.admins(org.id)], clock())


def _policy_text(settings: Settings) -> str:
    if settings.sahayak_policy is None:
        return ""
    try:
        return settings.sahayak_policy.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"SAHAYAK_POLICY names {settings.sahayak_policy}, which cannot be read: {error}.") from None
