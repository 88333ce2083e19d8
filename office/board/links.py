"""Where the cards of a board lead: made once a board and filled in for each card, for there may be a thousand."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from core.desk.permissions import Permission
from core.jobs.queries.board_cards import Card
from office.access import i_may

# Stands in an address where a card's number will; no row has it.
PLACE = 987654321


@dataclass(frozen=True)
class Links:
    """Addresses with PLACE in them. may_plan: whether whoever looks may move visits; others are led to the job."""

    may_plan: bool
    visit: str
    job: str
    page: str
    move: str
    plan: str

    def form(self, card: Card) -> str:
        """Where a click on the card leads."""
        if not self.may_plan:
            return _at(self.page, card.job_number)
        return _at(self.visit, card.visit_id) if card.visit_id else _at(self.job, card.job_number)

    def drop(self, card: Card) -> str:
        """Where the card is sent to when it is moved."""
        return _at(self.move, card.visit_id) if card.visit_id else _at(self.plan, card.job_number)


def links(back: str) -> Links:
    """The addresses of this board; back: the board's own."""
    return Links(
        may_plan=i_may(Permission.JOBS_SCHEDULE),
        visit=url_for("office.board_visit", visit_id=PLACE, back=back),
        job=url_for("office.board_job", number=PLACE, back=back),
        page=url_for("office.job", number=PLACE),
        move=url_for("office.move_visit", visit_id=PLACE),
        plan=url_for("office.plan_from_board", number=PLACE),
    )


def _at(address: str, number: int) -> str:
    return address.replace(str(PLACE), str(number), 1)
