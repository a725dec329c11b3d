"""Send one message to an address that a client named, without becoming a way into the network around the service.

The name is looked up once, every address it has is judged, and the connection goes to the judged address: a name that
answers differently the second time gains nothing. Redirects are not followed and no proxy of the environment is used.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

from geometry.finding import Text
from service.version import installed_version

TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
# Ways to write an IPv4 address inside an IPv6 one that a gateway may translate back.
TRANSLATED: Final = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))

NO_NAME = Text("找不到主机“{host}”:请检查地址。", "The host “{host}” was not found: check the address.")
PRIVATE = Text(
    "“{host}”指向内网或本机地址,默认不发送;确需发送请设置 YIJIAN_WEBHOOK_PRIVATE_ADDRESSES=true。",
    "“{host}” leads to a private or local address, where nothing is sent unless "
    "YIJIAN_WEBHOOK_PRIVATE_ADDRESSES=true is set.",
)
NO_ANSWER = Text("对方没有应答:{why}。", "No answer: {why}.")
REDIRECTED = Text(
    "对方要求转到别处(HTTP {status});请登记最终地址。",
    "The address redirects (HTTP {status}); register the final one.",
)
REFUSED = Text("对方应答 HTTP {status}。", "The address answered HTTP {status}.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and why it does not count as delivered (None when it does)."""

    status: int | None
    error: Text | None


def post(url: str, body: bytes, headers: Mapping[str, str], *, private_allowed: bool) -> Answer:
    """Send ``body`` and return what came back; a status from 200 to 299 counts as delivered. Nothing is raised."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        address = judged_address(host, private_allowed=private_allowed)
    except PrivateAddressError:
        return Answer(None, PRIVATE.format(host=host))
    except OSError:
        return Answer(None, NO_NAME.format(host=host))
    target = httpx.URL(url).copy_with(host=address)
    sent = {
        "Content-Type": "application/json",
        "User-Agent": f"Yijian/{installed_version()}",
        **headers,
        "Host": parts.netloc,
    }
    try:
        with (
            httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client,
            client.stream("POST", target, content=body, headers=sent, extensions={"sni_hostname": host}) as response,
        ):
            status = response.status_code  # what the body says is not read
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return Answer(None, NO_ANSWER.format(why=type(error).__name__))
    if 200 <= status < 300:
        return Answer(status, None)
    return Answer(status, (REDIRECTED if 300 <= status < 400 else REFUSED).format(status=status))


class PrivateAddressError(Exception):
    """The host leads where nothing is sent."""


def judged_address(host: str, *, private_allowed: bool) -> str:
    """Return an address of ``host`` to connect to.

    Raises ``PrivateAddressError`` if any of its addresses is not public, ``OSError`` where the name has none.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    if not private_allowed and not all(is_public(address) for address in addresses):
        raise PrivateAddressError(host)
    return addresses[0]


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet, also when it is an IPv4 one in disguise."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast
