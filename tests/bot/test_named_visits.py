"""Of several visits the one that is spoken of is meant, and of words about no visit none is."""

from __future__ import annotations

import pytest

from bot.context import Visit, VisitStage
from bot.reading.technician import read_as, read_technician
from bot.reading.visits import Command
from tests.bot.people import visit

HERE = visit(3310, VisitStage.ON_SITE)
NEXT = visit(3312, VisitStage.DISPATCHED)
LATER = visit(3393, VisitStage.DISPATCHED)


@pytest.mark.parametrize(
    ("command", "text", "visits", "number"),
    [
        (Command.ENROUTE, "going to 93 first, 3312 after that", (NEXT, LATER), 3393),
        (Command.ENROUTE, "3312 first, then 3393", (NEXT, LATER), 3312),
        (Command.ENROUTE, "omw to 3312", (NEXT, LATER), 3312),
        (Command.COMPLETE, "stick a fork in this one. 3312 after lunch", (HERE, NEXT), 3310),
        (Command.COMPLETE, "éste quedó, sigo con 3312", (HERE, NEXT), 3310),
        (Command.COMPLETE, "this one (3312) is done too", (HERE, NEXT), 3312),
        (Command.PARTS, "need a valve for this job. 3312 has to wait", (HERE, NEXT), 3310),
        (Command.ENROUTE, "this one is a mess, omw to 3312", (HERE, NEXT), 3312),
    ],
)
def test_the_visit_that_is_spoken_of_is_meant(
    command: Command, text: str, visits: tuple[Visit, ...], number: int
) -> None:
    assert read_as(command, "", text, visits).job_number == number


def test_with_nobody_on_site_this_one_does_not_hide_a_number() -> None:
    read = read_as(Command.COMPLETE, "", "this one done: 3312", (NEXT, LATER))
    assert read.job_number == 3312


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (Command.SCHEDULE, "whats on for fri"),
        (Command.SCHEDULE, "what do i have tomorrow"),
        (Command.HELP, "app keeps logging me out"),
        (Command.HELP, "forgot my password again"),
    ],
)
def test_words_of_no_job_name_none_though_there_is_only_one(command: Command, text: str) -> None:
    assert read_as(command, "", text, (NEXT,)).job_number is None


@pytest.mark.parametrize("text", ["my w2 has the wrong address on it", "paycheck was short again"])
def test_pay_and_papers_are_no_command(text: str) -> None:
    assert read_technician(text, (HERE,)).command is Command.OTHER
