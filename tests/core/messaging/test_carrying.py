"""Files that go with a mail: refused where they cannot travel, read whole or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.blobs import keep_blob, pieces_of
from core.errors import Refused
from core.messaging.actions.carrying import (
    MOST_BYTES,
    MOST_FILES,
    FileUnreadable,
    KeptFile,
    carried_files,
    check_files,
    kept_file,
)
from core.messaging.actions.queueing import queue_messages
from core.messaging.model import Message
from core.messaging.queries.inbox_thread import bubbles
from core.messaging.wire import Channel
from tests.builders import HEAD, a_draft

MAIL = "bob@home.example"


def a_file(session: Session, name: str, content: bytes = b"%PDF-1.7 paper") -> KeptFile:
    return kept_file(keep_blob(session, pieces_of(content), content_type="application/pdf"), name)


def of_size(size: int) -> KeptFile:
    return KeptFile(1, "a.pdf", "application/pdf", size)


def queued(session: Session, *files: KeptFile) -> Message:
    draft = replace(a_draft(session, MAIL, channel=Channel.EMAIL), files=files)
    (message_id,) = queue_messages(session, HEAD, [draft])
    return session.get_one(Message, message_id)


def test_files_come_back_whole_and_in_order(session: Session) -> None:
    large = bytes(range(256)) * 4096
    mail = queued(session, a_file(session, "b.pdf", large), a_file(session, "a.pdf"))
    got = carried_files(session, mail.id, mail.files)
    assert [(each.name, each.content) for each in got] == [
        ("b.pdf", large),
        ("a.pdf", b"%PDF-1.7 paper"),
    ]
    assert {each.content_type for each in got} == {"application/pdf"}


def test_the_office_sees_in_the_thread_what_went_along(session: Session) -> None:
    mail = queued(session, a_file(session, "a.pdf"))
    (shown,) = bubbles(session, mail.conversation_id)
    assert [each.name for each in shown.media] == ["a.pdf"]


def test_a_text_carries_no_file_and_nothing_is_queued(session: Session) -> None:
    draft = replace(a_draft(session), files=(a_file(session, "a.pdf"),))
    with pytest.raises(Refused, match="Only a mail carries files"):
        queue_messages(session, HEAD, [draft])
    assert session.scalars(select(Message)).all() == []


def test_what_is_too_large_for_a_mail_is_refused_with_its_size() -> None:
    check_files(Channel.EMAIL, [of_size(MOST_BYTES // 2)] * 2)
    with pytest.raises(Refused, match=r"20\.5 MB together; a mail carries at most 20\.0 MB"):
        check_files(Channel.EMAIL, [of_size(MOST_BYTES), of_size(512 * 1024)])
    with pytest.raises(Refused, match="at most 10 files, not 11"):
        check_files(Channel.EMAIL, [of_size(1)] * (MOST_FILES + 1))


def test_fewer_files_than_the_mail_names_are_not_enough(session: Session) -> None:
    mail = queued(session, a_file(session, "a.pdf"))
    with pytest.raises(FileUnreadable, match="must carry 2 files, and 1 are there"):
        carried_files(session, mail.id, 2)
