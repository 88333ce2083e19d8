"""A host of an installation: its own folder, environment and processes; only PostgreSQL and Redis are shared."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from bench.texts import PATH, fields_of
from core.outbox import Lane
from sandbox.carrier.signatures import TWILIO_SIGNATURE_HEADER, twilio_signature
from sandbox.processes import HOST, Processes, web_command

PORTS = range(21800, 21900)
PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Host:
    """One running host. environment: what its processes were started with."""

    port: int
    environment: Mapping[str, str]
    processes: Processes

    def text(self, stranger: int) -> str:
        """Post a signed text of somebody unknown, as the carrier does; their number once the host has said 200.

        Raises requests.ConnectionError when the host is gone.
        """
        fields = fields_of(
            stranger,
            account_sid=self.environment["TWILIO_ACCOUNT_SID"],
            recipient=self.environment["TWILIO_FROM_NUMBER"],
        )
        signature = twilio_signature(
            auth_token=self.environment["TWILIO_AUTH_TOKEN"],
            url=f"{self.environment['PUBLIC_URL']}{PATH}",
            fields=fields,
        )
        answer = requests.post(
            f"http://{HOST}:{self.port}{PATH}",
            data=fields,
            headers={TWILIO_SIGNATURE_HEADER: signature},
            timeout=PATIENCE_SECONDS,
        )
        assert answer.status_code == 200, answer.text
        return fields["From"]

    def kill(self) -> None:
        """As when the power fails: every process at once, without a word."""
        for process in self.processes.running.values():
            os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes.running.values():
            process.wait()


@contextmanager
def host(folder: Path, port: int, environment: Mapping[str, str]) -> Iterator[Host]:
    """Web, relay and a worker for each lane, on a port and in a folder of their own."""
    own = {**environment, "PORT": str(port), "FIXLINE_FOLDER": str(folder), "TMPDIR": str(folder)}
    fixline = [sys.executable, "-m", "app"]
    lines = {
        # One process is enough here: it starts in half the time.
        "web": [part if "--workers" not in part else "--workers=1" for part in web_command(port)],
        "relay": [*fixline, "relay"],
        **{lane.value: [*fixline, "worker", lane.value] for lane in Lane},
    }
    folder.mkdir()
    with Processes(lines, own, folder / "logs") as processes:
        yield Host(port, own, processes)


def free_ports(count: int) -> list[int]:
    """Ports of ours on which nobody listens."""
    free = [port for port in PORTS if _is_free(port)]
    assert len(free) >= count, f"not {count} free ports in {PORTS}"
    return free[:count]


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return False
    return True
