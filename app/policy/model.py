"""Every part of the policy file by name; each lives in the file of its meaning."""

from app.policy.calendars import DAYS, ROUND_THE_CLOCK, CalendarPolicy, Override, Window
from app.policy.days_off import Holidays
from app.policy.digests import DigestPolicy
from app.policy.document import BUILT_IN, Defaults, Document, PeoplePolicy
from app.policy.promises import AutoClose, FirstResponseBy, Hear, Ladder, Level, Reminders, SlaPolicy, Target
from app.policy.routes import CategoryPolicy, ChannelPolicy, Condition, PriorityRule
from app.policy.teams import Assign, Places, TeamPolicy, ThreadDefault

__all__ = [
    "BUILT_IN",
    "DAYS",
    "ROUND_THE_CLOCK",
    "Assign",
    "AutoClose",
    "CalendarPolicy",
    "CategoryPolicy",
    "ChannelPolicy",
    "Condition",
    "Defaults",
    "DigestPolicy",
    "Document",
    "FirstResponseBy",
    "Hear",
    "Holidays",
    "Ladder",
    "Level",
    "Override",
    "PeoplePolicy",
    "Places",
    "PriorityRule",
    "Reminders",
    "SlaPolicy",
    "Target",
    "TeamPolicy",
    "ThreadDefault",
    "Window",
]
