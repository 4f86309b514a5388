"""Who may do what, written down once more and independently of the program: the table that the real requests are held against."""

from __future__ import annotations

YES, NO, HIDDEN = "yes", "no", "hidden"
"""Done; refused in words; refused as if the ticket were not there."""

STANDINGS = ("requester", "other", "agent", "other_agent", "lead", "admin", "nobody", "follower")
_LETTER = {"y": YES, "-": NO, "h": HIDDEN}

TABLE = {
    #              req oth agt oag led adm nobody fol
    "open":       "y   h   y   y   y   y   -   y",
    "status":     "y   h   y   y   y   y   -   y",
    "why":        "y   h   y   y   y   y   -   y",
    "claim":      "-   h   y   -   y   -   -   -",
    "assign":     "-   h   y   -   y   y   -   -",
    "priority":   "-   h   y   -   y   y   -   -",
    "move":       "-   h   y   -   y   y   -   -",
    "wait":       "-   h   y   -   y   y   -   -",
    "snooze":     "-   h   y   -   y   y   -   -",
    "wake":       "-   h   y   -   y   y   -   -",
    "resolve":    "-   h   y   -   y   y   -   -",
    "not_request": "-  h   y   -   y   y   -   -",
    "reply":      "-   h   y   y   y   y   -   -",
    "note":       "-   h   y   -   y   y   -   -",
    "solved":     "y   h   -   -   -   -   -   -",
    "still_need": "y   h   -   -   -   -   -   -",
    "withdraw":   "y   h   -   -   -   -   -   -",
    "reopen":     "y   h   y   -   y   y   -   -",
    "follow":     "-   h   y   y   y   y   -   -",
    "history":    "y   h   y   y   y   y   -   y",
    "add_follower": "- h   y   -   y   y   -   -",
    "duplicate":  "-   h   y   -   y   y   -   -",
    "known_issue_later": "- h y -  y   y   -   -",
    "me_too":     "h   h   h   h   h   h   -   h",
}  # fmt: skip

ACTORS = {
    #                of the team    of another team   nobody's: no such number
    "requester":    ("requester",   "requester",      "other"),
    "employee":     ("other",       "other",          "other"),
    "follower":     ("follower",    "follower",       "other"),
    "agent":        ("agent",       "other_agent",    "other"),
    "agent_of_hr":  ("other_agent", "agent",          "other"),
    "lead":         ("lead",        "other_agent",    "other"),
    "admin":        ("admin",       "admin",          "other"),
    "guest":        ("other",       "other",          "other"),
    "external":     ("nobody",      "nobody",         "nobody"),
    "deactivated":  ("nobody",      "nobody",         "nobody"),
}  # fmt: skip
"""How each actor stands to the three tickets."""

TICKETS = ("of_the_team", "of_another_team", "unknown")

CHANGES = {"claim", "wait", "wake", "not_request", "solved", "still_need", "withdraw", "reopen", "known_issue_later", "me_too"}
"""Done by the press itself. Me too is offered in channels alone: pressed anywhere else, the ticket is not there."""

FORMS = {
    "assign": {"assignee": "{ravi}"}, "priority": {"priority": "urgent"}, "move": {"team": "{elsewhere}"},
    "resolve": {"resolution": "done"}, "reply": {"reply": "hello"}, "note": {"note": "hush"}, "snooze": {"until": "answer"},
    "add_follower": {"follower": "{colleague}"}, "duplicate": {"original": "{original}"},
}  # fmt: skip
"""Done by a form: what is filled in."""

ASKED = {"status", "why", "follow", "history"}
"""Typed."""

FINISHED_FIRST = {"solved": "resolved", "still_need": "resolved", "reopen": "closed", "wake": "snoozed"}


def expected(action: str, actor: str, ticket: str) -> str:
    standing = ACTORS[actor][TICKETS.index(ticket)]
    return _LETTER[TABLE[action].split()[STANDINGS.index(standing)]]
