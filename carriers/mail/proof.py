"""Whether a mail truly comes from the domain its From address shows, as the provider found.

Alignment is relaxed (RFC 7489 §3.1): the same domain, or one below the other.
"""

from __future__ import annotations

import re

from core.messaging.wire import SenderProof

_FINDING = re.compile(r"@([\w.-]+)\s*:\s*(\w+)")
_FEWEST_DOTS = 1


def prove(*, senders: tuple[str, ...], dkim: str, spf: str, envelope_from: str) -> SenderProof:
    """Judge the one From address.

    senders: every From address of the mail; more than one proves nothing. dkim: as the
    provider writes it, `{@example.com : pass}`. spf: its verdict on the domain of `envelope_from`.
    """
    if len(senders) != 1:
        return SenderProof(aligned_pass=False, detail=f"{len(senders)} From addresses")
    shown = _domain(senders[0])
    for domain, verdict in _FINDING.findall(dkim):
        if verdict.lower() == "pass" and is_aligned(domain, shown):
            return SenderProof(aligned_pass=True, detail=f"DKIM pass for {domain.lower()}")
    if spf.strip().lower() == "pass" and is_aligned(_domain(envelope_from), shown):
        return SenderProof(aligned_pass=True, detail=f"SPF pass for {_domain(envelope_from)}")
    return SenderProof(aligned_pass=False, detail=f"no aligned pass for {shown}")


def is_aligned(proven: str, shown: str) -> bool:
    """Whether the proven domain speaks for the shown one. A top-level domain never does."""
    one, other = proven.lower().strip("."), shown.lower().strip(".")
    if min(one.count("."), other.count(".")) < _FEWEST_DOTS:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _domain(address: str) -> str:
    return address.strip("<> ").rpartition("@")[2].lower()
