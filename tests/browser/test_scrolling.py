"""A list of messages stands at its end until somebody scrolls up, also where a picture comes late."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.browser.browsing import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

A_PICTURE_COMES = """async (up) => {
  const { followEnd } = await import(new URL("scrolling.js", document.baseURI).href);
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const log = document.createElement("div");
  log.style.cssText = "height: 200px; overflow: auto";
  const long = document.createElement("div");
  long.style.height = "900px";
  log.append(long);
  document.body.append(log);
  followEnd(log);
  const picture = document.createElement("img");
  picture.style.display = "block";
  picture.src = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='50' height='400'/>";
  log.append(picture);
  await frame();
  if (up) {
    log.scrollTop = 300;
    await frame();
    picture.src = picture.src.replace("400", "700");
  }
  await picture.decode();
  await frame();
  const left = log.scrollHeight - log.scrollTop - log.clientHeight;
  log.remove();
  return [left, log.scrollTop];
}"""


async def test_a_picture_that_comes_late_leaves_the_last_message_in_sight(visitor: Visitor) -> None:
    left, _ = await visitor.page.evaluate(A_PICTURE_COMES, False)
    assert left < 2


async def test_whoever_has_scrolled_up_stays_there(visitor: Visitor) -> None:
    left, _ = await visitor.page.evaluate(A_PICTURE_COMES, True)
    assert left > 500


async def test_a_pane_says_that_it_is_loading(visitor: Visitor) -> None:
    go = asyncio.Event()

    async def hold(route: Route) -> None:
        await go.wait()
        await route.continue_()

    await visitor.on_teams("Tara")
    await visitor.page.route(re.compile("/api/sight"), hold)
    await visitor.on_teams("Tom")
    await expect(visitor.teams).to_contain_text("Loading…")
    go.set()
    await expect(visitor.teams).not_to_contain_text("Loading…")
    await visitor.page.unroute_all()
