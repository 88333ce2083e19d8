"""What a handler works with: settings, database, carriers. Made once a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial

from carriers import carriers_for
from carriers.base import Carrier
from core.config import Mode, Settings, load_settings
from core.db import Database
from core.messaging.actions.claiming import SendingRules
from core.messaging.letterhead import Letterhead, letterhead_of
from core.messaging.quiet import QuietHours
from core.messaging.wire import Channel
from core.operations.counting import SendCounts
from gateways import gateway_for
from gateways.port import PaymentGateway
from workers.moot_bills import moot_bills
from workers.pacing import pacer_for
from workers.speaking import Speakers

# A carrier takes a tenth of a second or more to answer: a sender mostly waits.
SENDING_THREADS = 32
# Kept free for whoever is in danger, while the others may wait for a carrier that does not answer.
URGENT_THREADS = 4


def no_gateway() -> None:
    """Of a process that takes no cards."""


@dataclass(frozen=True)
class Runtime:
    """Everything a handler may touch.

    senders, urgent_senders: the threads on which messages are posted. sends: counted by outcome. speakers: closed,
    unless the process has better to do than to wait for carriers.
    """

    settings: Settings
    database: Database
    carriers: Mapping[Channel, Carrier]
    head: Letterhead
    rules: SendingRules
    senders: ThreadPoolExecutor
    urgent_senders: ThreadPoolExecutor
    sends: SendCounts = field(default_factory=SendCounts)
    speakers: Speakers = field(default_factory=Speakers)
    open_gateway: Callable[[], PaymentGateway | None] = no_gateway

    def carrier_named(self, name: str) -> Carrier:
        """The carrier that goes by this name in rows."""
        return next(carrier for carrier in self.carriers.values() if carrier.name == name)


def make_runtime(settings: Settings, *, threads: int = SENDING_THREADS) -> Runtime:
    """Build a runtime from settings; nothing is connected until first use."""
    guests = frozenset(settings.fixline_guests)
    return Runtime(
        settings=settings,
        database=Database(settings.database_url),
        carriers=carriers_for(settings),
        head=letterhead_of(settings),
        rules=SendingRules(
            lease_seconds=settings.fixline_lease_seconds,
            quiet=QuietHours(settings.fixline_quiet_from_hour, settings.fixline_quiet_until_hour),
            zone=settings.company_timezone,
            guests=guests if settings.fixline_mode is Mode.GUEST_LIST else None,
            pace=pacer_for(settings),
            moot=moot_bills,
        ),
        senders=ThreadPoolExecutor(threads, thread_name_prefix="sender"),
        urgent_senders=ThreadPoolExecutor(URGENT_THREADS, thread_name_prefix="urgent-sender"),
        open_gateway=cache(partial(gateway_for, settings)),
    )


@cache
def process_runtime() -> Runtime:
    """This process's runtime, from the environment, built when first needed."""
    return make_runtime(load_settings())
