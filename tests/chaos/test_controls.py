"""The harness finds what it is there to find: with a safeguard taken away, the same kind of run is not clean.

And with every safeguard in place, the very trouble that shows the lack of it shows nothing.
"""

from __future__ import annotations

from dataclasses import replace

import click
import pytest

from tests.chaos.ground import BRISK
from tests.chaos.installation import PRODUCT
from tests.chaos.plan import Fault, Planned
from tests.chaos.run import BEFORE, Options, Report, run
from tests.chaos.sabotage import Safeguard, entrance_without

MESSAGES = 240
MINUTES = 3.0
# Without a safeguard much may never be settled: no reason to wait for it.
MINUTES_WITHOUT = 1.0
# Nobody writes in: neither web nor talk is needed. One relay fewer, for each process takes its time to start.
CREW = {"relay": 1, "send": 2, "chores": 1}
# Shorter still than in a whole run, in the same proportions.
HASTY = {
    **BRISK,
    "FIXLINE_LEASE_SECONDS": "4",
    "FIXLINE_CARRIER_SECONDS": "1.8",
    "FIXLINE_NO_TO_NO_SECONDS": "1",
    "FIXLINE_RESEND_AGE_SECONDS": "6",
}
# The plan's time begins when so many have arrived; what is to be there by then is planned for BEFORE.
AFTER = 20
# So slow that whatever happens to a sender happens in mid-send: about a second an answer.
SLOW = Planned(BEFORE, Fault.SLOW, seconds=12.0, share=0.7)
# Asleep until well after another hand has looked its messages up and sent them again.
ASLEEP_SECONDS = 28.0

KILLED_IN_MID_SEND = (
    SLOW,
    Planned(0.2, Fault.KILL_SEND, number=0),
    Planned(7.0, Fault.KILL_SEND, number=0),
)
ACCEPTED_WITHOUT_A_WORD = (
    Planned(BEFORE, Fault.CUT_AFTER, seconds=8.0, share=0.3),
    Planned(BEFORE, Fault.FAILS_AFTER, seconds=8.0, share=0.3),
)
REFUSED_WITHOUT_A_WORD = (
    Planned(BEFORE, Fault.CUT_BEFORE, seconds=8.0, share=0.3),
    Planned(BEFORE, Fault.FAILS_BEFORE, seconds=8.0, share=0.3),
)
# One only: the other is to find out, and to send again.
ASLEEP_IN_MID_SEND = (SLOW, Planned(0.3, Fault.STOP_SEND, number=1, seconds=ASLEEP_SECONDS))
TROUBLES = {
    Safeguard.CLAIM: KILLED_IN_MID_SEND,
    Safeguard.RECONCILE_RESENDS: ACCEPTED_WITHOUT_A_WORD,
    Safeguard.RECONCILE_FORGETS: REFUSED_WITHOUT_A_WORD,
    Safeguard.DEADLINE: ASLEEP_IN_MID_SEND,
}


def under(trouble: tuple[Planned, ...], entrance: tuple[str, ...] = PRODUCT) -> Report:
    minutes = MINUTES if entrance == PRODUCT else MINUTES_WITHOUT
    plain = Options(seed=1, messages=MESSAGES, faults=0, minutes=minutes)
    chosen = replace(plain, plan=trouble, entrance=entrance, crew=CREW, settings=HASTY, after=AFTER)
    report = run(chosen, click.echo)
    assert sum(report.faults.values()) == len(trouble)
    return report


def test_with_every_safeguard_all_these_troubles_together_pass_clean() -> None:
    together = dict.fromkeys(each for trouble in TROUBLES.values() for each in trouble)

    report = under(tuple(together))

    assert (report.lost, report.tally.twice, report.tally.strange) == (0, 0, 0)
    assert report.tally.arrived == MESSAGES


@pytest.mark.parametrize(
    "safeguard", [Safeguard.CLAIM, Safeguard.RECONCILE_RESENDS, Safeguard.DEADLINE]
)
def test_without_this_safeguard_messages_come_twice(safeguard: Safeguard) -> None:
    report = under(TROUBLES[safeguard], entrance_without(safeguard))

    assert report.tally.twice > 0


def test_where_doubt_is_taken_for_sent_messages_are_lost() -> None:
    safeguard = Safeguard.RECONCILE_FORGETS
    report = under(TROUBLES[safeguard], entrance_without(safeguard))

    assert report.tally.lost > 0
