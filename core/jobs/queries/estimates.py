"""Estimates as pages show them: lines with their sums, and what became of the question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.errors import NotFound
from core.jobs.estimate_sums import EstimateSums, sums_of
from core.jobs.model import ApprovalState, Estimate, EstimateLine, EstimateState, Job, LineKind
from core.jobs.quantities import spelled_thousandths

MOST_SHOWN = 50


@dataclass(frozen=True)
class LineView:
    """One line with what it comes to. quantity: as people write it."""

    kind: LineKind
    description: str
    quantity: str
    unit_price_cents: int
    taxable: bool
    net_cents: int
    tax_cents: int


@dataclass(frozen=True)
class EstimateView:
    """An estimate and where it stands. limit_cents: the job's limit now; asked: the question's state, if sent."""

    id: int
    number: int
    job_number: int
    job_summary: str
    place: str
    customer: str
    state: EstimateState
    version: int
    title: str
    words: str
    valid_until: date | None
    tax: str
    lines: tuple[LineView, ...]
    sums: EstimateSums
    limit_cents: int | None
    written_by: str
    written_at: datetime
    sent_at: datetime | None
    decided_at: datetime | None
    decided_by: str
    decided_words: str
    approved_cents: int | None
    asked: ApprovalState | None


def estimates_of(session: Session, job_id: int) -> tuple[EstimateView, ...]:
    """The job's last MOST_SHOWN estimates, newest first."""
    rows = session.scalars(
        _whole().where(Estimate.job_id == job_id).order_by(Estimate.id.desc()).limit(MOST_SHOWN)
    )
    return tuple(_view(each) for each in rows)


def estimate_numbered(session: Session, number: int) -> EstimateView:
    """The estimate people call by this number; NotFound if there is none."""
    found = session.scalar(_whole().where(Estimate.number == number))
    if found is None:
        raise NotFound("estimate", number)
    return _view(found)


def estimate_of_request(session: Session, request_id: int) -> EstimateView | None:
    """The estimate that was sent with this question, as long as it stands unchanged."""
    found = session.scalar(_whole().where(Estimate.request_id == request_id))
    return _view(found) if found else None


def estimates_waiting(session: Session, *, limit: int, offset: int = 0) -> tuple[EstimateView, ...]:
    """Estimates sent and not decided, the one that waits longest first (inventory 57: follow-up)."""
    ids = session.scalars(
        select(Estimate.id)
        .where(Estimate.state == EstimateState.SENT)
        .order_by(Estimate.sent_at, Estimate.id)
        .limit(limit)
        .offset(offset)
    ).all()
    rows = session.scalars(
        _whole().where(Estimate.id.in_(ids)).order_by(Estimate.sent_at, Estimate.id)
    )
    return tuple(_view(each) for each in rows)


def _whole() -> Select[Estimate]:
    return select(Estimate).options(
        selectinload(Estimate.lines),
        joinedload(Estimate.request),
        joinedload(Estimate.job).joinedload(Job.property),
        joinedload(Estimate.job).joinedload(Job.unit),
        joinedload(Estimate.job).joinedload(Job.customer),
    )


def _view(row: Estimate) -> EstimateView:
    job, request = row.job, row.request
    sums = sums_of(row.lines, tax_millipercent=row.tax_millipercent)
    street = job.property.address
    return EstimateView(
        id=row.id,
        number=row.number,
        job_number=job.number,
        job_summary=job.summary,
        place=f"{street} #{job.unit.name}" if job.unit else street,
        customer=job.customer.display_name,
        state=row.state,
        version=row.version,
        title=row.title,
        words=row.words,
        valid_until=row.valid_until,
        tax=spelled_thousandths(row.tax_millipercent),
        lines=tuple(_lines(row.lines, sums)),
        sums=sums,
        limit_cents=job.not_to_exceed_cents,
        written_by=row.written_by,
        written_at=row.created_at,
        sent_at=row.sent_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decided_words=request.decided_words if request else "",
        approved_cents=request.approved_cents if request else None,
        asked=request.state if request else None,
    )


def _lines(rows: Iterable[EstimateLine], sums: EstimateSums) -> Iterable[LineView]:
    for row, total in zip(rows, sums.lines, strict=True):
        yield LineView(
            kind=row.kind,
            description=row.description,
            quantity=spelled_thousandths(row.quantity_thousandths),
            unit_price_cents=row.unit_price_cents,
            taxable=row.taxable,
            net_cents=total.net_cents,
            tax_cents=total.tax_cents,
        )
