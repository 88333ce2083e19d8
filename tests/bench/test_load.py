"""The load: texts that Twilio's own validator accepts, every answer awaited whole, any bad one the end of the run."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import sleep

import pytest
from twilio.request_validator import RequestValidator

from bench.load import BadAnswer, length_declared, post_all
from bench.texts import PATH, fields_of, wire_bytes
from sandbox.processes import HOST

TOKEN = "token"
PUBLIC_URL = "https://fixline.example"
GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthank"
FORBIDDEN = b"HTTP/1.1 403 FORBIDDEN\r\nContent-Length: 0\r\n\r\n"


def texts(count: int) -> list[bytes]:
    return [
        wire_bytes(
            fields_of(number, account_sid="AC1", recipient="+13125550100"),
            auth_token=TOKEN,
            public_url=PUBLIC_URL,
        )
        for number in range(count)
    ]


@contextmanager
def server(answer: bytes) -> Iterator[int]:
    """Takes one connection and gives every post the same answer, in two pieces; without one it hangs up."""
    with socket.create_server((HOST, 0)) as listening:
        thread = Thread(target=_serve, args=(listening, answer), daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
        thread.join(5)


def _serve(listening: socket.socket, answer: bytes) -> None:
    connection, _ = listening.accept()
    with connection:
        while connection.recv(65536) and answer:
            connection.sendall(answer[:20])
            sleep(0.01)
            connection.sendall(answer[20:])


def test_every_text_is_its_own_and_twilios_validator_accepts_it() -> None:
    fields = fields_of(7, account_sid="AC1", recipient="+13125550100")
    head = wire_bytes(fields, auth_token=TOKEN, public_url=PUBLIC_URL).decode()
    signature = head.partition("X-Twilio-Signature: ")[2].partition("\r\n")[0]

    assert RequestValidator(TOKEN).validate(PUBLIC_URL + PATH, fields, signature)
    assert len(set(texts(50))) == 50


def test_every_post_is_answered_and_counted_once() -> None:
    with server(GOOD) as port:
        done = post_all(port, texts(5), connections=1)

    assert done.done == 5
    assert done.p99_ms is not None
    assert done.p99_ms >= 10


def test_any_other_answer_than_200_ends_the_run() -> None:
    with server(FORBIDDEN) as port, pytest.raises(BadAnswer, match="403"):
        post_all(port, texts(1), connections=1)


def test_a_closed_connection_ends_the_run() -> None:
    with server(b"") as port, pytest.raises(BadAnswer):
        post_all(port, texts(1), connections=1)


def test_an_answer_must_say_how_long_it_is() -> None:
    assert length_declared(b"HTTP/1.1 200 OK\r\ncontent-length: 12") == 12
    with pytest.raises(BadAnswer):
        length_declared(b"HTTP/1.1 200 OK")
