"""A small run with every kind of trouble: nothing is lost, nothing comes twice."""

from __future__ import annotations

import click

from tests.chaos.plan import Fault
from tests.chaos.run import Options, run

SEED = 20
MESSAGES = 400


def test_under_every_kind_of_trouble_nothing_is_lost_and_nothing_comes_twice() -> None:
    options = Options(seed=SEED, messages=MESSAGES, faults=len(Fault), minutes=6)

    report = run(options, click.echo)

    assert (report.lost, report.tally.twice, report.tally.strange) == (0, 0, 0)
    assert set(report.faults) == {fault.value for fault in Fault}
    assert report.tally.arrived == options.size.messages - options.size.texts
