"""A local Microsoft Teams tenant that speaks the Bot Framework protocol strictly: for the demo and for stories alone.

It knows nothing of the program but the address of its messages endpoint.
"""

from integrations.sandbox.teams.answers import Found
from integrations.sandbox.teams.dialog import Dialog
from integrations.sandbox.teams.message import Message
from integrations.sandbox.teams.people import Person
from integrations.sandbox.teams.places import Place, Team
from integrations.sandbox.teams.records import Exchange, NotThere, Refusal
from integrations.sandbox.teams.tenant import TeamsTenant

__all__ = ["Dialog", "Exchange", "Found", "Message", "NotThere", "Person", "Place", "Refusal", "Team", "TeamsTenant"]
