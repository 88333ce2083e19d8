"""Tokens of machines that bring bookings: made, counted, revoked; and each answer kept under its key.

A token is kept only as its hash: whoever reads the database cannot use it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import JsonObject
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, record
from core.jobs.model import ApiAnswer, ApiToken, ApiUse

BEGINNING = "fx_"
SHOWN_LETTERS = 9
TOKEN_BYTES = 32
LONGEST_NAME = 80
MOST_TOKENS = 50
_MINUTE = timedelta(minutes=1)


class KeyUsedOtherwise(Refused):
    """The idempotency key belongs to another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another body; send a new key.")


def make_token(session: Session, name: str, *, actor: Actor) -> tuple[ApiToken, str]:
    """A new token and its one showing. Refuses an empty name, and one more than MOST_TOKENS that stand."""
    if not name.strip():
        raise FieldRefused("name", "Say whose machine it is for.")
    standing = session.scalar(
        select(func.count()).select_from(ApiToken).where(ApiToken.revoked_at.is_(None))
    )
    if (standing or 0) >= MOST_TOKENS:
        raise FieldRefused("name", f"{MOST_TOKENS} tokens stand already; revoke one first.")
    shown = BEGINNING + secrets.token_urlsafe(TOKEN_BYTES)
    token = ApiToken(
        name=name.strip()[:LONGEST_NAME],
        token_hash=_hash(shown),
        beginning=shown[:SHOWN_LETTERS],
        made_by=actor.name,
    )
    session.add(token)
    session.flush()
    _note(session, token, "api_token.made", actor)
    return token, shown


def revoke_token(session: Session, token_id: int, *, actor: Actor) -> None:
    """From now on it opens nothing. Revoking again changes nothing; NotFound if there is none."""
    token = session.get(ApiToken, token_id, with_for_update=True)
    if token is None:
        raise NotFound("API token", token_id)
    if token.revoked_at is not None:
        return
    token.revoked_at = func.clock_timestamp()
    session.flush()
    _note(session, token, "api_token.revoked", actor)


def token_shown(session: Session, shown: str) -> ApiToken | None:
    """The token that was shown as this, unless it was revoked."""
    return session.scalar(
        select(ApiToken).where(ApiToken.token_hash == _hash(shown), ApiToken.revoked_at.is_(None))
    )


def count_use(session: Session, token: ApiToken, *, most: int) -> int:
    """Count one request of a token. Returns 0, or, past `most` a minute, in how many seconds it may ask again."""
    moment = database_now(session)
    minute = moment.replace(second=0, microsecond=0)
    fresh = insert(ApiUse).values(token_id=token.id, minute=minute, requests=1)
    requests: int | None = session.scalar(
        fresh.on_conflict_do_update(
            index_elements=[ApiUse.token_id],
            set_={
                "requests": case((ApiUse.minute == minute, ApiUse.requests + 1), else_=1),
                "minute": minute,
            },
        ).returning(ApiUse.requests)
    )
    session.execute(
        update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=func.clock_timestamp())
    )
    if (requests or 0) <= most:
        return 0
    return max(int((minute + _MINUTE - moment).total_seconds()), 0) + 1


def answered_before(
    session: Session, token: ApiToken, key: str, body_hash: str
) -> JsonObject | None:
    """What this key was answered, None where it is new. Of two at the same moment the second waits here.

    Raises KeyUsedOtherwise where the key came with another body.
    """
    held = func.hashtextextended(f"api:{token.id}:{key}", 0)
    session.execute(select(func.pg_advisory_xact_lock(held)))
    kept = session.scalar(
        select(ApiAnswer).where(ApiAnswer.token_id == token.id, ApiAnswer.key == key)
    )
    if kept is None:
        return None
    if kept.body_hash != body_hash:
        raise KeyUsedOtherwise
    return kept.answer


def keep_answer(
    session: Session,
    token: ApiToken,
    key: str,
    body_hash: str,
    *,
    booking_id: int,
    answer: JsonObject,
) -> None:
    """Keep what the first request with this key was answered."""
    session.add(
        ApiAnswer(
            token_id=token.id, key=key, body_hash=body_hash, booking_id=booking_id, answer=answer
        )
    )
    session.flush()


def _hash(shown: str) -> str:
    """Long and random, so that a quick hash guards it as well as a slow one would."""
    return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()


def _note(session: Session, token: ApiToken, kind: str, actor: Actor) -> None:
    record(session, kind, subject=("api_token", token.id), actor=actor, after={"name": token.name})
