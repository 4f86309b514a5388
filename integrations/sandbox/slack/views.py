"""Modals (a stack of at most three for each person) and home tabs. https://docs.slack.dev/surfaces/modals"""

from __future__ import annotations

from typing import Any

from integrations.sandbox.slack.block_rules import view_problems
from integrations.sandbox.slack.controls import first_state
from integrations.sandbox.slack.model import Json, Refused, View
from integrations.sandbox.slack.world import World

DEEPEST = 3


class Views:
    def __init__(self, world: World) -> None:
        self._world = world
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def open(self, user: str, payload: Any) -> View:
        view = self._made(user, self._checked(payload, "modal"))
        self.stacks[user] = [view]
        return view

    def push(self, user: str, payload: Any) -> View:
        stack = self.stacks.get(user) or []
        if not stack:
            raise Refused("not_found")
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        view = self._made(user, self._checked(payload, "modal"))
        view.root, view.previous = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def publish(self, user: str, payload: Any, old_hash: str = "") -> View:
        before = self.homes.get(user)
        if old_hash and before is not None and before.hash != old_hash:
            raise Refused("hash_conflict")
        view = self._made(user, self._checked(payload, "home"))
        if before is not None:
            view.id = view.root = before.id
        self.homes[user] = view
        return view

    def update(self, which: str, external_id: str, payload: Any, old_hash: str = "") -> View:
        view = self._find(which, external_id)
        if old_hash and view.hash != old_hash:
            raise Refused("hash_conflict")
        return self.replace(view, payload)

    def replace(self, view: View, payload: Any) -> View:
        """Another drawing of the same view; what was typed into a control that stays is kept."""
        kept = self._checked(payload, "modal", view)
        view.payload, view.hash, view.problems = kept, self._world.new_id("h"), {}
        view.state = first_state(view.blocks, view.state)
        return view

    def close(self, view: View) -> None:
        """This view goes away; the one below it shows again."""
        self.stacks[view.user].remove(view)

    def close_all(self, user: str) -> None:
        self.stacks.pop(user, None)

    def wire(self, view: View) -> Json:
        """The view as API answers and payloads carry it."""
        world = self._world
        empty = {"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False, "notify_on_close": False}
        return {
            **empty, "title": None, "submit": None, "close": None, **view.payload, "id": view.id, "team_id": world.team_id,
            "state": {"values": view.state}, "hash": view.hash, "root_view_id": view.root, "previous_view_id": view.previous,
            "app_id": world.app_id, "app_installed_team_id": world.team_id, "bot_id": world.bot_id,
        }  # fmt: skip

    def _find(self, which: str, external_id: str) -> View:
        for view in (v for stack in self.stacks.values() for v in stack):
            if view.id == which or (external_id and view.payload.get("external_id") == external_id):
                return view
        raise Refused("not_found")

    def _made(self, user: str, payload: Json) -> View:
        view_id = self._world.new_id("V")
        view = View(view_id, user, payload, self._world.new_id("h"), view_id)
        view.state = first_state(view.blocks, {})
        return view

    def _checked(self, payload: Any, kind: str, own: View | None = None) -> Json:
        problems = view_problems(payload)
        if problems:
            raise Refused("invalid_arguments", problems)
        if payload["type"] != kind:
            raise Refused("invalid_arguments", [f"view type must be {kind} [json-pointer:/view/type]"])
        taken = payload.get("external_id")
        others = (v for stack in self.stacks.values() for v in stack if v is not own)
        if taken and any(v.payload.get("external_id") == taken for v in others):
            raise Refused("duplicate_external_id")
        return {**payload, "blocks": self._world.with_ids(payload["blocks"])}
