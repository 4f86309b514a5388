"""Files that a test puts into the page, and takes out of it again."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import FilePayload, Locator

from tests.browser.browsing import Visitor


def file(name: str, content: bytes) -> FilePayload:
    """A file as somebody chooses it."""
    return {"name": name, "mimeType": "", "buffer": content}


async def kept(visitor: Visitor, control: Locator) -> tuple[str, bytes]:
    """Name and bytes of what the browser keeps when this is pressed."""
    async with visitor.page.expect_download() as coming:
        await control.click()
    download = await coming.value
    path: Path = await download.path()
    return download.suggested_filename, await asyncio.to_thread(path.read_bytes)
