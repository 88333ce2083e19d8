"""A real PostgreSQL over a unix socket, for practice and tests; it never listens on a network."""

from __future__ import annotations

import shutil
import signal
import subprocess
from enum import Enum
from pathlib import Path

import psycopg
from psycopg import sql

from sandbox.embedded.places import (
    Account,
    ServiceFailed,
    hand_over,
    postgres_programs,
    reachable_home,
    server_account,
    sockets_of,
)
from sandbox.embedded.server import LOG_TAIL_CHARACTERS, OwnedServer, Recipe, clean_environment

DATABASE = "fixline"
SUPERUSER = "postgres"
# Part of the socket's name; nothing listens on it.
PORT = "5432"
CONNECT_SECONDS = 2
MAX_CONNECTIONS = 300

SETTINGS = {
    "max_connections": str(MAX_CONNECTIONS),
    "shared_buffers": "128MB",
    # A title for every statement helps nobody here, and is not free.
    "update_process_title": "off",
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "jit": "off",
    # As for any disk without a moving arm. With the default, plans made while a table is small keep reading all of it.
    "random_page_cost": "1.1",
}


class Durability(Enum):
    """What may happen to the data when the machine loses power; a killed server loses neither."""

    KEPT = "kept"
    DISPOSABLE = "disposable"


DURABILITY_SETTINGS: dict[Durability, dict[str, str]] = {
    Durability.KEPT: {},
    Durability.DISPOSABLE: {
        "fsync": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
    },
}


class EmbeddedPostgres:
    """The PostgreSQL of one folder; from its first start on it has a database `fixline`."""

    def __init__(self, folder: Path, durability: Durability = Durability.KEPT) -> None:
        account = server_account()
        self.folder = reachable_home(folder, account) / "postgres"
        self._home = folder
        self.sockets = sockets_of(folder) / "postgres"
        self._cluster = Cluster(self.folder, account, postgres_programs(account))
        self.server = OwnedServer(self._recipe(folder, durability), folder / "postgres.lock")

    @property
    def url(self) -> str:
        """Where the database `fixline` is found, in SQLAlchemy's words."""
        return f"postgresql+psycopg://{SUPERUSER}@/{DATABASE}?host={self.sockets}&port={PORT}"

    def start(self) -> None:
        """Make the data folder if there is none, start or join the server, make the database."""
        self.server.start()
        with self._connect("postgres") as connection:
            connection.autocommit = True
            named = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(named, [DATABASE]).fetchone() is None:
                statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE))
                connection.execute(statement)

    def stop(self) -> None:
        """End the server if this process owns it; the data stay."""
        self.server.stop()

    def _recipe(self, folder: Path, durability: Durability) -> Recipe:
        options = SETTINGS | DURABILITY_SETTINGS[durability]
        options["unix_socket_directories"] = str(self.sockets)
        flags = [flag for name, value in options.items() for flag in ("-c", f"{name}={value}")]
        program = str(self._cluster.programs / "postgres")
        return Recipe(
            name="PostgreSQL",
            command=(program, "-D", str(self.folder), *flags),
            account=self._cluster.account,
            mark=f"-D {self.folder}",
            log=folder / "postgres.log",
            pid_file=self.folder / "postmaster.pid",
            ending=signal.SIGINT,
            prepare=self._prepare,
            is_ready=self._is_ready,
        )

    def _prepare(self) -> None:
        hand_over(sockets_of(self._home) / "postgres", self._cluster.account)
        self._cluster.ensure()

    def _is_ready(self) -> bool:
        try:
            with self._connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            port=PORT,
            user=SUPERUSER,
            dbname=database,
            connect_timeout=CONNECT_SECONDS,
        )


class Cluster:
    """PostgreSQL's files on disk."""

    def __init__(self, folder: Path, account: Account | None, programs: Path) -> None:
        self.folder = folder
        self.account = account
        self.programs = programs

    def ensure(self) -> None:
        """Make the files, unless they are there. Refuses those of another major version."""
        version = self.folder / "PG_VERSION"
        if not version.exists():
            self._make()
        elif version.read_text().strip() != self._major_version():
            raise ServiceFailed(
                f"{self.folder} was written by PostgreSQL {version.read_text().strip()}, "
                f"this is {self._major_version()}: move the folder away to start afresh."
            )

    def _make(self) -> None:
        """Made beside and then renamed, so that a killed start leaves no half of it in place."""
        draft = self.folder.with_name(f"{self.folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        hand_over(draft, self.account)
        self._run("initdb", "-D", str(draft), "-U", SUPERUSER, "--auth=trust", *LOCALE, "--no-sync")
        draft.rename(self.folder)

    def _major_version(self) -> str:
        return self._run("postgres", "--version").split()[-1].partition(".")[0]

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd="/",
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
        )
        if done.returncode != 0:
            said = (done.stderr or done.stdout)[-LOG_TAIL_CHARACTERS:]
            raise ServiceFailed(f"PostgreSQL's {program} failed: {said}")
        return done.stdout


# The built-in provider knows upper and lower case of every script, sorts by code point, and
# needs no locale of the system's: the same answers everywhere.
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
