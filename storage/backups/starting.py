"""What a restored desk must know before it begins: it is another one than the desk of the backup, which may have gone on.

See docs/decisions/016-backup-is-rows.md.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.posts.model import DeliveryKind, DeliveryState
from storage.cache import new_generation
from storage.engine import is_sqlite
from storage.tables import deliveries, organisations, posts

SAID_BEFORE = "restored: it waited when the backup was made, and has most probably been sent since"


def begin_anew(connection: sa.Connection, *, moved: bool) -> int:
    """Nothing that was kept from before is true, no lock is held, and ids go on; how many messages are not sent."""
    connection.execute(sa.update(organisations).values(generation=new_generation(is_sqlite(connection))))
    silenced = 0 if moved else _silence(connection)
    _let_go(connection)
    if not is_sqlite(connection):
        _number_on(connection)
    return silenced


def _silence(connection: sa.Connection) -> int:
    """What would be a new message stays unsaid; a card that was never seen is drawn when its ticket next changes."""
    d, p = deliveries, posts
    stands = sa.exists().where(p.c.org_id == d.c.org_id, p.c.id == d.c.post_id, p.c.message != "")
    new = sa.or_(d.c.kind == DeliveryKind.SAY, sa.and_(d.c.kind == DeliveryKind.CARD, ~stands))
    owed = d.c.state.in_([DeliveryState.WAITING, DeliveryState.SENDING])
    key = sa.case((d.c.kind == DeliveryKind.CARD, d.c.unique_key), else_=None)
    unsaid = {"state": DeliveryState.DEAD, "due_at": None, "lease_until": None, "uncertain": True, "unique_key": key}
    return connection.execute(sa.update(d).where(owed, new).values(error=SAID_BEFORE, **unsaid)).rowcount


def _let_go(connection: sa.Connection) -> None:
    """Whoever was sending is gone; what they were sending may have arrived."""
    d = deliveries
    waits = {"state": DeliveryState.WAITING, "due_at": d.c.not_before, "lease_until": None, "uncertain": True}
    connection.execute(sa.update(d).where(d.c.state == DeliveryState.SENDING).values(waits))


def _number_on(connection: sa.Connection) -> None:
    """Every sequence goes on behind the highest id of its table."""
    for sequence in sa.inspect(connection).get_sequence_names():
        table = sa.table(sequence.removesuffix("_id"), sa.column("id"))
        highest = connection.execute(sa.select(sa.func.max(table.c.id))).scalar()
        connection.execute(sa.select(sa.func.setval(sequence, highest or 1, highest is not None)))
