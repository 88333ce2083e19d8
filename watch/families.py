"""The numbers by name: what each means stands in its help text, and in docs/operations.md what to do about it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

from core.messaging.circuit import Standing
from core.operations.counting import WAIT_BOUNDS, Waits
from core.operations.model import Role
from core.operations.queries.overview import Overview
from core.operations.queries.standing import bell_depths


def families(seen: Overview) -> Iterator[Metric]:
    """Every metric there is."""
    yield from _outbox(seen)
    yield from _messages(seen)
    yield from _carriers(seen)
    yield from _processes(seen)
    yield _posts(seen)


def _outbox(seen: Overview) -> Iterator[Metric]:
    oldest = GaugeMetricFamily(
        "fixline_outbox_oldest_due_age_seconds",
        "How long the oldest due entry of a lane has waited to be done; 0 when none is due.",
        labels=["lane"],
    )
    entries = GaugeMetricFamily(
        "fixline_outbox_work",
        "Pieces of work of a lane, each message one: due, in_hand (rung for or being worked on), later.",
        labels=["lane", "state"],
    )
    dead = GaugeMetricFamily(
        "fixline_outbox_dead_entries",
        "Entries given up after too many failures, waiting for a person.",
        labels=["lane"],
    )
    for each in seen.lanes:
        lane = each.lane.value
        oldest.add_metric([lane], each.oldest_seconds)
        entries.add_metric([lane, "due"], each.due)
        entries.add_metric([lane, "in_hand"], each.in_hand)
        entries.add_metric([lane, "later"], each.later)
        dead.add_metric([lane], each.dead)
    yield from (oldest, entries, dead, _queue(seen))


def _queue(seen: Overview) -> Metric:
    depth = GaugeMetricFamily(
        "fixline_queue_jobs",
        "Jobs waiting in Redis by lane, as the relay heard of last saw them; absent when none can tell.",
        labels=["lane"],
    )
    for lane, jobs in (bell_depths(seen.processes) or {}).items():
        depth.add_metric([lane.value], jobs)
    return depth


def _messages(seen: Overview) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "fixline_uncertain_messages",
        "Messages of unknown fate that are being looked up at the carrier.",
        value=seen.uncertain.messages,
    )
    yield GaugeMetricFamily(
        "fixline_uncertain_oldest_age_seconds",
        "How long the oldest of them has been uncertain; 0 when there is none.",
        value=seen.uncertain.oldest_seconds,
    )
    sends = CounterMetricFamily(
        "fixline_sends",
        "Attempts to send by carrier and outcome: accepted, later, failed, misconfigured, unknown, unposted.",
        labels=["carrier", "outcome"],
    )
    for (carrier, outcome), count in sorted(seen.sends.items()):
        sends.add_metric([carrier, outcome.value], count)
    yield sends


def _carriers(seen: Overview) -> Iterator[Metric]:
    states = GaugeMetricFamily(
        "fixline_circuit_state",
        "1 for the state a carrier's circuit is in, 0 for the others: closed, open, half_open.",
        labels=["carrier", "state"],
    )
    for each in seen.carriers:
        for state in Standing:
            states.add_metric([each.carrier, state.value], float(each.standing is state))
    yield states
    yield GaugeMetricFamily(
        "fixline_paused",
        "1 while nothing leaves until somebody runs `fixline resume`.",
        value=float(seen.is_paused),
    )


def _processes(seen: Overview) -> Iterator[Metric]:
    alive = GaugeMetricFamily(
        "fixline_processes",
        "Background processes heard of lately, by role: relay, talk, send, chores.",
        labels=["role"],
    )
    age = GaugeMetricFamily(
        "fixline_heartbeat_age_seconds",
        "Since when no process of a role has been heard of; absent when none ever was.",
        labels=["role"],
    )
    busy = GaugeMetricFamily(
        "fixline_longest_busy_seconds",
        "The longest a living process of a role has been at the work in hand.",
        labels=["role"],
    )
    for role in Role:
        mine = [each for each in seen.processes if each.role is role]
        living = [each for each in mine if each.is_alive]
        alive.add_metric([role.value], len(living))
        if mine:
            age.add_metric([role.value], min(each.silent_seconds for each in mine))
        busy.add_metric([role.value], max((each.busy_seconds or 0.0 for each in living), default=0))
    yield from (alive, age, busy)


def _posts(seen: Overview) -> Metric:
    waits = HistogramMetricFamily(
        "fixline_webhook_seconds",
        "From a post's first byte read to its answer, by slot of the letterbox and what became of it.",
        labels=["slot", "verdict"],
    )
    for (source, verdict), taken in sorted(seen.posts.items()):
        waits.add_metric([source.value, verdict], _cumulated(taken), taken.seconds)
    return waits


def _cumulated(taken: Waits) -> list[tuple[str, float]]:
    ends = [*(str(bound) for bound in WAIT_BOUNDS), "+Inf"]
    return list(zip(ends, map(float, accumulate(taken.buckets)), strict=True))
