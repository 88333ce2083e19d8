"""Token buckets in Redis: how many texts a second leave from a number of ours, and how many reach one person.

One script call for all messages of a claim. The buckets fill by Redis's clock, so that all hosts share one pace. After
a wipe they are empty: nothing bursts out because a limit was forgotten. While Redis cannot be asked messages leave
without a limit; the carrier's own, and its 429, still hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from time import monotonic

import structlog
from redis import Redis, RedisError

from core.config import Settings
from core.messaging.sending import ROUTINE, Leaving
from core.messaging.wire import Channel, Priority

ASKED_SECONDS = 1.0
# Having found Redis away, nobody asks again for so long: a claim must not wait for it each time.
AWAY_SECONDS = 5.0
# Turns are given out no further ahead; whoever would wait longer looks again then.
LONGEST_WAIT_SECONDS = 60.0
# Routine messages put off come back in such steps, so that they are promised together.
STEP_SECONDS = 0.5
RECIPIENT_BURST = 3.0
LEAST_SENDER_BURST = 2.0
# All keys in one slot of a Redis Cluster.
PREFIX = "fixline:{pace}:"
LONGEST_KEY = 64

log = structlog.get_logger("pacing")


@dataclass(frozen=True)
class Limits:
    """Texts a second from one sender and to one recipient; 0 is no limit. Other channels have none."""

    per_sender: float
    per_recipient: float

    @property
    def sender_burst(self) -> float:
        """A second's worth, and room for an answer beside the bulk even at the slowest pace."""
        return max(LEAST_SENDER_BURST, self.per_sender)


# A bucket that is not there was full before it expired, or has been filling since the wipe.
# Urgency: 0 takes its token even into debt, 1 needs one, 2 leaves one for 1. Each has turns of its own, so that no
# answer queues behind news.
_SCRIPT = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local since = tonumber(redis.call('GET', KEYS[1]) or false)
if not since then
  since = now
  redis.call('SET', KEYS[1], string.format('%.6f', now))
end
local longest = tonumber(ARGV[1])
local buckets = {}

local function bucket(index, rate, burst)
  if index == 0 or rate == 0 then return nil end
  if not buckets[index] then
    local held = redis.call('HMGET', KEYS[index], 'tokens', 'at', 'turn1', 'turn2')
    local tokens, at = tonumber(held[1] or 0), tonumber(held[2] or since)
    tokens = math.min(burst, tokens + math.max(0, now - at) * rate)
    local turns = {tonumber(held[3] or 0), tonumber(held[4] or 0)}
    buckets[index] = {tokens = tokens, turns = turns, rate = rate, burst = burst}
  end
  return buckets[index]
end

local function wait(b, needed, urgency)
  if not b or b.tokens >= needed then return 0 end
  local turn = math.max(now + (needed - b.tokens) / b.rate, b.turns[urgency] + 1 / b.rate)
  if turn > now + longest then return longest end
  b.turns[urgency] = turn
  return turn - now
end

local function take(b)
  if b then b.tokens = math.max(-b.burst, b.tokens - 1) end
end

local waits = {}
for place = 6, #ARGV, 3 do
  local urgency = tonumber(ARGV[place + 2])
  local sender = bucket(tonumber(ARGV[place]), tonumber(ARGV[2]), tonumber(ARGV[3]))
  local recipient = bucket(tonumber(ARGV[place + 1]), tonumber(ARGV[4]), tonumber(ARGV[5]))
  local longer = 0
  if urgency > 0 then longer = math.max(wait(sender, urgency, urgency), wait(recipient, 1, urgency)) end
  if longer == 0 then
    take(sender)
    take(recipient)
  end
  waits[#waits + 1] = math.ceil(longer * 1000)
end

for index, b in pairs(buckets) do
  redis.call('HSET', KEYS[index], 'tokens', string.format('%.6f', b.tokens),
             'at', string.format('%.6f', now), 'turn1', string.format('%.6f', b.turns[1]),
             'turn2', string.format('%.6f', b.turns[2]))
  redis.call('EXPIRE', KEYS[index], math.ceil(2 * b.burst / b.rate + longest))
end
return waits
"""


class Pacer:
    """Says which messages about to leave have to wait for their turn. Safe to share between threads."""

    def __init__(self, redis_url: str, limits: Limits, *, secret: str) -> None:
        """secret: keeps people's numbers out of Redis's keys. Nothing is connected until the first message."""
        self._redis = Redis.from_url(
            redis_url, socket_connect_timeout=ASKED_SECONDS, socket_timeout=ASKED_SECONDS
        )
        self._script = self._redis.register_script(_SCRIPT)
        self._limits = limits
        self._key = secret.encode()[:LONGEST_KEY]
        self._away_until = 0.0

    def __call__(self, going: Sequence[Leaving]) -> Mapping[int, float]:
        """The messages that have to wait, and how many seconds; those given first come first."""
        texts = [each for each in going if each.channel is Channel.SMS]
        if not texts or monotonic() < self._away_until:
            return {}
        try:
            waits = self._ask(texts)
        except RedisError as error:
            self._away_until = monotonic() + AWAY_SECONDS
            log.warning("away", error=type(error).__name__)
            return {}
        asked = zip(texts, waits, strict=True)
        return {each.message_id: _stepped(each, wait) for each, wait in asked if wait > 0}

    def _ask(self, texts: Sequence[Leaving]) -> list[float]:
        places: dict[str, int] = {f"{PREFIX}since": 1}
        rows: list[float] = []
        for each in texts:
            sender = places.setdefault(f"{PREFIX}from:{self._hidden(each.sender)}", len(places) + 1)
            person = places.setdefault(
                f"{PREFIX}to:{self._hidden(each.recipient)}", len(places) + 1
            )
            rows += [sender, person, _urgency(each)]
        limits = self._limits
        chosen = [limits.per_sender, limits.sender_burst, limits.per_recipient, RECIPIENT_BURST]
        told = self._script(keys=list(places), args=[LONGEST_WAIT_SECONDS, *chosen, *rows])
        return [wait / 1000 for wait in told]

    def _hidden(self, address: str) -> str:
        return blake2b(address.encode(), digest_size=12, key=self._key).hexdigest()


def _urgency(message: Leaving) -> int:
    """Whoever is in danger waits for nobody; routine news leaves room for an answer."""
    if message.priority is Priority.EMERGENCY:
        return 0
    return 2 if message.priority in ROUTINE else 1


def _stepped(message: Leaving, wait: float) -> float:
    if message.priority in ROUTINE:
        return ceil(wait / STEP_SECONDS) * STEP_SECONDS
    return wait


def pacer_for(settings: Settings) -> Pacer | None:
    """The pace the settings ask for, or None when there is no limit, which then costs nothing."""
    limits = Limits(settings.sms_per_second, settings.recipient_per_second)
    if not limits.per_sender and not limits.per_recipient:
        return None
    return Pacer(settings.redis_url, limits, secret=settings.secret_key)
