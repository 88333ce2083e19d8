"""What the person a job was done for says of it afterwards. One row a job, written when we ask."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.jobs.model.work import Job
from core.jobs.verdict import Verdict


class Feedback(Row):
    """Asked once a job. verdict, rating (1 to 5): as answered; words: the person's own, oldest first."""

    __tablename__ = "feedback"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), unique=True)
    verdict: Mapped[Verdict | None] = mapped_column()
    rating: Mapped[int | None] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(Text, server_default="")

    job: Mapped[Job] = relationship()

    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="rating_of_five"),)
