"""What the doctor finds about the address under which the platforms reach this desk."""

from __future__ import annotations

import aiohttp

from app.doctor import Finding, Level

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
ID = "address.public"


async def checks(public_url: str, session: aiohttp.ClientSession | None = None) -> list[Finding]:
    """Whether a Sahayak answers there, with a certificate that holds. Nothing where no address is set."""
    if not public_url:
        return []
    if session is not None:
        return [await _asked(session, public_url)]
    async with aiohttp.ClientSession() as own:
        return [await _asked(own, public_url)]


async def _asked(session: aiohttp.ClientSession, url: str) -> Finding:
    try:
        async with session.get(f"{url}/version", timeout=TIMEOUT, allow_redirects=False) as answer:
            told = await answer.content.read(1000)
            status = answer.status
    except aiohttp.ClientSSLError as error:
        remedy = "Give the proxy a certificate that browsers trust, for this very name, with its whole chain."
        return Finding(ID, Level.ERROR, f"The certificate of {url} does not hold ({type(error).__name__}).", remedy)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        remedy = "Check the name, the proxy or tunnel, and that ./sahayak serve (or web) runs behind it."
        return Finding(ID, Level.ERROR, f"{url} does not answer ({type(error).__name__}).", remedy)
    if status == 200 and b'"sahayak"' in told:
        return Finding(ID, Level.OK, f"This desk answers at {url}.")
    remedy = "Let the proxy pass this address to HOST and PORT of the desk, without a login or a redirect before it."
    return Finding(ID, Level.ERROR, f"Something else than this desk answers at {url} (HTTP {status}).", remedy)
