"""The count at the carrier: what is missing, what came again, and what nobody was waiting for."""

from __future__ import annotations

from tests.chaos.counting import Arrival, Expected, Inbound, Tally, tally

TENANT, WRITER = "+13122000001", "+17732000001"
WANTED = Expected(alerts=frozenset({(TENANT, 1042), ("t@example.com", 1042)}), texts={WRITER: 1})
ALERT = Arrival(TENANT, "a", "Oak Street Services: job 1042 is set for Monday.")
MAIL = Arrival("t@example.com", "b", "[#1042] Visit Monday: Elevator\nHello")
ANSWER = Arrival(WRITER, "c", "We have your request.")
FILED = {WRITER: Inbound(stored=1, filed=1)}


def counted(*arrivals: Arrival, inbound: dict[str, Inbound] | None = None) -> Tally:
    return tally(WANTED, arrivals, FILED if inbound is None else inbound)


def test_a_run_where_everything_came_once_is_clean() -> None:
    found = counted(ALERT, MAIL, ANSWER)

    assert (found.lost, found.twice, found.strange, found.arrived) == (0, 0, 0, 3)


def test_what_did_not_come_is_lost() -> None:
    found = counted(ALERT)

    assert (found.lost, found.twice) == (2, 0)
    assert any("t@example.com" in example for example in found.examples)


def test_a_message_accepted_twice_is_counted_though_it_bears_one_id() -> None:
    assert counted(ALERT, ALERT, MAIL, ANSWER).twice == 1


def test_a_message_written_twice_is_counted_though_each_bears_an_id_of_its_own() -> None:
    again = Arrival(TENANT, "z", ALERT.words)

    assert counted(ALERT, again, MAIL, ANSWER).twice == 1


def test_an_answer_that_comes_twice_does_not_stand_for_another_that_is_missing() -> None:
    wanted = Expected(alerts=frozenset(), texts={WRITER: 2})

    found = tally(wanted, [ANSWER, ANSWER], {WRITER: Inbound(stored=2, filed=2)})

    assert (found.lost, found.twice) == (1, 1)


def test_a_text_that_is_not_stored_is_lost_once() -> None:
    assert counted(ALERT, MAIL, inbound={}).lost == 1


def test_a_text_that_is_filed_twice_is_counted() -> None:
    filed_twice = {WRITER: Inbound(stored=1, filed=2)}

    assert counted(ALERT, MAIL, ANSWER, inbound=filed_twice).twice == 1


def test_what_nobody_waited_for_is_strange() -> None:
    assert counted(ALERT, MAIL, ANSWER, Arrival("+15550000", "x", "job 9 is set")).strange == 1
