"""The database: one engine a process, and the only place where a transaction is committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from sqlalchemy import BigInteger, DateTime, Enum, Identity, MetaData, create_engine, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

if TYPE_CHECKING:
    from alembic.config import Config

POOL_SIZE = 20
POOL_OVERFLOW = 20
POOL_WAIT_SECONDS = 10
CONNECT_SECONDS = 5
ENUM_LENGTH = 40

# What stands in a JSON column: plain values by name, never a vendor's object.
JsonObject: TypeAlias = dict[str, object]


def _words_of(closed: type[StrEnum]) -> list[str]:
    return [choice.value for choice in closed]


class Base(DeclarativeBase):
    """Every stored row derives from this; times are aware UTC, JSON is JSONB, enums are their words."""

    type_annotation_map: ClassVar[Mapping[type, Enum]] = {
        StrEnum: Enum(StrEnum, native_enum=False, length=ENUM_LENGTH, values_callable=_words_of)
    }
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Row(Base):
    """A stored thing with a number of its own and the moment it was first written."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )


class Database:
    """A PostgreSQL database. Doors open transactions with it; actions get the session."""

    def __init__(self, url: str) -> None:
        """url: `postgresql://…` or `postgresql+psycopg://…`; nothing is connected until first use."""
        self.url = driver_url(url)
        self.engine: Engine = create_engine(
            self.url,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=POOL_WAIT_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed when the block ends, and undone when it raises."""
        with self._sessions() as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose work is always undone: for pages and explanations that change nothing."""
        with self._sessions() as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session that reads everything as it stood at its first statement, and can write nothing: for long files."""
        with self._sessions() as session:
            session.connection(
                execution_options={
                    "isolation_level": "REPEATABLE READ",
                    "postgresql_readonly": True,
                }
            )
            yield session

    @contextmanager
    def one_statement(self) -> Iterator[Connection]:
        """A connection on which each statement is its own transaction, in a single round trip."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def driver_url(url: str) -> str:
    """The same address with the driver Fixline uses; refuses any database but PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL must be a PostgreSQL address, not {parsed.drivername}.")
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def upgrade(url: str) -> None:
    """Bring the database's schema to the newest form; safe to repeat and to run on several hosts."""
    # Alembic is heavy, and only this needs it.
    from alembic import command

    command.upgrade(alembic_config(url), "head")


def alembic_config(url: str) -> Config:
    """Alembic's settings for this database, with the migrations beside this package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.set_main_option("sqlalchemy.url", driver_url(url).replace("%", "%%"))
    return config


def json_column() -> Mapped[JsonObject]:
    """A JSONB column that is never null."""
    return mapped_column(JSONB, default=dict, server_default="{}")
