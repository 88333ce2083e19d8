"""Brings files from a carrier's own hosts, and from nowhere else.

Refuses other hosts, private networks (but for the configured interface itself), large files and
kinds that are not kept. The address is resolved once and used as resolved; credentials stay home.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError
from urllib3.util import make_headers

from carriers.base import FetchedMedia, MediaRefused, MediaUnavailable
from carriers.kinds import MOST_BYTES, kind_of, refusal_of

MOST_SECONDS = 10.0
MOST_HOPS = 4
CONNECT_SECONDS = 3.0
PIECE_BYTES = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200


@dataclass(frozen=True)
class MediaSource:
    """Where files may come from.

    home: the configured interface, which alone gets the credentials and may be on a private net.
    usual_home: the vendor's own; files it names are asked for at `home`. domains: hosts, with all
    hosts below them, that may keep files.
    """

    home: str
    usual_home: str
    domains: tuple[str, ...]
    user: str
    password: str = field(repr=False)


def fetch(source: MediaSource, url: str) -> FetchedMedia:
    """The file behind `url`, following few redirects. Raises MediaRefused or MediaUnavailable."""
    deadline = time.monotonic() + MOST_SECONDS
    headers: Mapping[str, str] = make_headers(basic_auth=f"{source.user}:{source.password}")
    target = _at_home(source, url)
    for _ in range(MOST_HOPS):
        answer = _ask(source, target, headers if _is_home(source, target) else {}, deadline)
        if answer.status not in _REDIRECTS:
            return _kept(answer, deadline)
        answer.close()
        target = _parsed(answer.headers.get("Location", ""), base=target.geturl())
        headers = {}
    raise MediaRefused("The file hides behind too many redirects.")


def _parsed(url: str, base: str = "") -> SplitResult:
    try:
        parts = urlsplit(urljoin(base, url))
        has_port = parts.port is None or parts.port > 0
    except ValueError as error:
        raise MediaRefused("The file's address is malformed.") from error
    if parts.scheme not in _PORTS or not parts.hostname or not has_port or "@" in parts.netloc:
        raise MediaRefused("The file's address is malformed.")
    return parts


def _at_home(source: MediaSource, url: str) -> SplitResult:
    target, home, usual = _parsed(url), _parsed(source.home), _parsed(source.usual_home)
    if _place(target) == _place(usual):
        return target._replace(scheme=home.scheme, netloc=home.netloc)
    return target


def _place(parts: SplitResult) -> tuple[str, str, int]:
    host = (parts.hostname or "").rstrip(".")
    return parts.scheme, host, parts.port or _PORTS[parts.scheme]


def _is_home(source: MediaSource, target: SplitResult) -> bool:
    return _place(target) == _place(_parsed(source.home))


def _ask(
    source: MediaSource, target: SplitResult, headers: Mapping[str, str], deadline: float
) -> BaseHTTPResponse:
    address = _address(source, target)
    scheme, host, port = _place(target)
    patience = Timeout(connect=CONNECT_SECONDS, read=_left(deadline))
    pool = (
        HTTPSConnectionPool(
            address, port, timeout=patience, server_hostname=host, assert_hostname=host
        )
        if scheme == "https"
        else HTTPConnectionPool(address, port, timeout=patience)
    )
    path = f"{target.path or '/'}?{target.query}" if target.query else target.path or "/"
    # `identity`: what arrives is what is counted, so that nothing unpacks itself into a bomb.
    asked = {"Host": target.netloc, "Accept-Encoding": "identity", **headers}
    try:
        return pool.request(
            "GET", path, headers=asked, redirect=False, retries=False, preload_content=False
        )
    except (HTTPError, UnicodeError) as error:
        raise MediaUnavailable(type(error).__name__) from error


def _address(source: MediaSource, target: SplitResult) -> str:
    """The one IP address to talk to, permitted for this target."""
    scheme, host, port = _place(target)
    is_home = _is_home(source, target)
    is_listed = any(host == one or host.endswith(f".{one}") for one in source.domains)
    if not is_home and not (is_listed and scheme == "https"):
        raise MediaRefused("The file is kept at a place we do not fetch from.")
    for found in _resolved(host, port):
        if is_home or _is_public(found):
            return f"[{found}]" if ":" in found else found
    raise MediaRefused("The file is kept on a private network.")


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise MediaUnavailable("The file's host has no address.") from error
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        embedded = ip.ipv4_mapped or ip.sixtofour
        ip = embedded or ip
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _kept(answer: BaseHTTPResponse, deadline: float) -> FetchedMedia:
    if answer.status != _OK:
        answer.close()
        raise MediaUnavailable(f"HTTP {answer.status}")
    content = _read(answer, deadline)
    refusal = refusal_of(content)
    if refusal is not None:
        raise MediaRefused(refusal)
    return FetchedMedia(content, kind_of(content) or "")


def _read(answer: BaseHTTPResponse, deadline: float) -> bytes:
    content = bytearray()
    try:
        # `read1` gives what has come; a whole piece could drip in for hours.
        while piece := answer.read1(PIECE_BYTES, decode_content=False):
            content += piece
            if len(content) > MOST_BYTES:
                return bytes(content)
            _left(deadline)
    except (HTTPError, OSError) as error:
        raise MediaUnavailable(type(error).__name__) from error
    finally:
        answer.close()
    return bytes(content)


def _left(deadline: float) -> float:
    """Seconds until the deadline. Raises MediaUnavailable when it has passed."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise MediaUnavailable("The file took too long.")
    return left
