"""Decide about money on a page: where the link in our mail leads. GET shows, only POST decides, once.

The signed link admits one person to one request, for thirty days; who no longer speaks for the job sees nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from flask import Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from sqlalchemy.orm import Session

from core.addresses import spoken_phone
from core.billing.papers.words import long_day
from core.config import Company, Settings
from core.db import Database
from core.directory.model import ContactPoint
from core.errors import FieldRefused, Refused
from core.events.actions import Actor, ActorType
from core.jobs.actions.approvals import AlreadyDecided, approve, decline, hold
from core.jobs.approval_links import ApprovalLink, link_in
from core.jobs.model import ApprovalRequest, ApprovalState, DecidedHow
from core.jobs.queries.approvals import may_decide
from core.jobs.queries.estimates import EstimateView, estimate_of_request
from core.language import Language
from core.money import cents_of, dollars
from portal.keys import read_with_any
from portal.unsubscribe import HEADERS, TEMPLATES, for_link_holders

LONGEST_FORM = 10_000
LONGEST_REASON = 2_000
_OPEN = frozenset({ApprovalState.PENDING, ApprovalState.HELD})


class Trouble(StrEnum):
    """Why nothing was written down and the page is shown again."""

    NONE = ""
    CHOICE = "choice"
    AMOUNT = "amount"
    TOO_LATE = "too_late"


class _NoSuchChoice(ValueError):
    """A decision that the page does not offer."""


@dataclass(frozen=True)
class _Admitted:
    """One who followed a link of ours, and the request it shows."""

    request: ApprovalRequest
    actor: Actor
    language: Language
    estimate: EstimateView | None


class ApprovalPages:
    """One page: what is asked, the decision, and what stands after it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    @for_link_holders
    def show(self, token: str) -> Response:
        """What is asked; looking decides nothing, however often a scanner looks."""
        with self._database.reading() as session:
            admitted = self._admit(session, token)
            return self._page(admitted, 200) if admitted else self._unknown()

    @for_link_holders
    def decide(self, token: str) -> Response:
        """Write their decision down; a second one changes nothing and says what stands."""
        request.max_content_length = LONGEST_FORM
        try:
            with self._database.transaction() as session:
                admitted = self._admit(session, token)
                if admitted is None:
                    return self._unknown()
                _settle(session, admitted, request.form)
                return self._page(admitted, 200)
        except AlreadyDecided:
            return self._refused(token, Trouble.NONE, 409)
        except _NoSuchChoice:
            return self._refused(token, Trouble.CHOICE, 422)
        except (FieldRefused, ValueError):
            return self._refused(token, Trouble.AMOUNT, 422)
        except Refused:
            return self._refused(token, Trouble.TOO_LATE, 409)

    def _refused(self, token: str, trouble: Trouble, status: int) -> Response:
        with self._database.reading() as session:
            admitted = self._admit(session, token)
            return self._page(admitted, status, trouble) if admitted else self._unknown()

    def _admit(self, session: Session, token: str) -> _Admitted | None:
        link = read_with_any(self._settings, link_in, token)
        return _admitted(session, link) if link else None

    def _page(self, admitted: _Admitted, status: int, trouble: Trouble = Trouble.NONE) -> Response:
        body = _template().render(
            **self._company(),
            trouble=trouble.value,
            typed=request.form,
            known=True,
            es=admitted.language is Language.SPANISH,
            language=admitted.language,
            estimate=admitted.estimate,
            money=dollars,
            long_day=long_day,
            **_shown(admitted.request),
        )
        return Response(body, status, HEADERS, mimetype="text/html")

    def _unknown(self) -> Response:
        body = _template().render(**self._company(), known=False, es=False)
        return Response(body, 404, HEADERS, mimetype="text/html")

    def _company(self) -> dict[str, Company | str]:
        company = self._settings.company
        return {"company": company, "phone": spoken_phone(company.phone)}


def _admitted(session: Session, link: ApprovalLink) -> _Admitted | None:
    asked = session.get(ApprovalRequest, link.request_id)
    point = session.get(ContactPoint, link.point_id)
    # A link that was mailed to an address they have no more says nothing of who opens it.
    if asked is None or point is None or point.retired_at is not None:
        return None
    contact = point.contact
    if not may_decide(session, asked.job, [contact.customer_id]):
        return None
    return _Admitted(
        request=asked,
        actor=Actor(ActorType.CONTACT, contact.full_name, contact.id),
        language=contact.language,
        estimate=estimate_of_request(session, asked.id),
    )


def _settle(session: Session, admitted: _Admitted, form: Mapping[str, str]) -> None:
    """Raises _NoSuchChoice for what nobody offered, ValueError for an amount nobody can read."""
    choice = _CHOICES.get(form.get("decision", ""))
    if choice is None:
        raise _NoSuchChoice
    choice(session, admitted, form)


def _approve(session: Session, admitted: _Admitted, form: Mapping[str, str]) -> None:
    written = form.get("amount", "").strip()
    cents = cents_of(written) if written else admitted.request.amount_cents
    approve(
        session,
        admitted.request.id,
        amount_cents=cents,
        how=DecidedHow.PAGE,
        words=_reason(form),
        actor=admitted.actor,
    )


def _decline(session: Session, admitted: _Admitted, form: Mapping[str, str]) -> None:
    words, actor = _reason(form), admitted.actor
    decline(session, admitted.request.id, how=DecidedHow.PAGE, words=words, actor=actor)


def _hold(session: Session, admitted: _Admitted, form: Mapping[str, str]) -> None:
    words, actor = _reason(form), admitted.actor
    hold(session, admitted.request.id, how=DecidedHow.PAGE, words=words, actor=actor)


def _reason(form: Mapping[str, str]) -> str:
    return form.get("reason", "").strip()[:LONGEST_REASON]


_Choice = Callable[[Session, _Admitted, Mapping[str, str]], None]
_CHOICES: Mapping[str, _Choice] = {"approve": _approve, "decline": _decline, "hold": _hold}


def _shown(asked: ApprovalRequest) -> dict[str, str | int | bool]:
    job = asked.job
    place = job.property.street
    return {
        "number": job.number,
        "place": f"{place} #{job.unit.name}" if job.unit else place,
        "summary": job.summary,
        "reason": asked.reason,
        "amount": dollars(asked.amount_cents),
        "open": asked.state in _OPEN,
        "state": asked.state.value,
        "who": asked.decided_by,
        "approved": dollars(asked.approved_cents) if asked.approved_cents else "",
    }


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("approval.html")
