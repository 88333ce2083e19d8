"""A database put back in time: found out, paused, reconciled with the carrier; nothing twice and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, update

from core.desk.model import StaffTask
from core.errors import Refused
from core.events.actions import FIXLINE
from core.jobs.model import Booking
from core.messaging.actions.receipts import record_receipt
from core.messaging.model import Pause
from core.messaging.states import may_climb
from core.messaging.wire import Channel, MessageState, Receipt
from core.outbox.model import OutboxEntry
from tests.builders import number
from tests.servers import Servers
from tests.workers.backups import Backup, live, paused
from tests.workers.road import Emulator, Road
from tests.workers.test_poll import post_late, text_us
from workers.restoring import COPIED
from workers.resuming import resume, resume_unreconciled

TENANTS = [number(n) for n in range(142, 146)]
MANAGER = "pm@oakview.example.com"


@pytest.fixture
def backup(servers: Servers, lived: Road) -> Iterator[Backup]:
    made = Backup(servers, lived)
    made.drop()
    yield made
    made.drop()


def bookings(road: Road) -> int:
    with road.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Booking)) or 0


def test_nothing_sent_after_the_backup_is_sent_twice_and_no_request_is_lost(
    lived: Road, backup: Backup
) -> None:
    waiting = lived.send(*TENANTS)
    backup.make()
    lived.work_off()
    lived.send(TENANTS[0], body="Your technician is here.")
    sid = text_us(lived.emulator)
    post_late(lived.database, sid)
    lived.work_off()
    told = lived.emulator.accepted()
    assert told == (len(TENANTS) + 2, 0), "the former life did not send what it should"

    restored = backup.restored()
    restored.work_off()
    assert lived.emulator.accepted() == told, "something left before it was reconciled"
    found = resume(restored.runtime, actor=FIXLINE)
    restored.work_off()

    assert found.found.settled + found.found.lost == len(TENANTS) + 2
    assert found.found.settled >= len(TENANTS)
    assert all(may_climb(MessageState.SENDING, restored.state(each)) for each in waiting)
    assert bookings(restored) == 1, "the request that came after the backup was lost"
    assert lived.emulator.accepted() == told, "somebody was told twice"


def test_what_had_not_left_leaves_after_the_pause(lived: Road, backup: Backup) -> None:
    lived.send(*TENANTS[:2])
    backup.make()
    restored = backup.restored()
    restored.work_off()
    assert restored.emulator.accepted() == (0, 0)

    resume(restored.runtime, actor=FIXLINE)
    restored.work_off()

    assert restored.emulator.accepted() == (2, 0)
    assert paused(restored) is None


def test_staff_are_told_and_the_task_ends_with_the_pause(lived: Road, backup: Backup) -> None:
    backup.make()
    restored = backup.restored()
    standing = paused(restored)
    assert standing is not None
    assert standing.reason == COPIED
    assert restored.tasks() == ["Fixline is paused: no message leaves"]

    resume(restored.runtime, actor=FIXLINE)

    with restored.database.reading() as session:
        (done,) = session.scalars(select(StaffTask.done_at))
    assert done is not None


def test_after_the_pause_the_copy_is_the_database_that_works(lived: Road, backup: Backup) -> None:
    backup.make()
    restored = backup.restored()
    resume(restored.runtime, actor=FIXLINE)

    live(restored)

    assert paused(restored) is None


def test_what_was_sent_after_the_backup_is_not_sent_again_when_written_anew(
    lived: Road, backup: Backup
) -> None:
    """The cause of a message may stand in the backup, the message itself not yet."""
    backup.make()
    lived.send(TENANTS[0], body="A technician is on the way.")
    lived.work_off()
    restored = backup.restored()
    resume(restored.runtime, actor=FIXLINE)

    anew = restored.send(TENANTS[0], body="A technician is on the way.")
    again = restored.send(TENANTS[0], body="A technician is on the way.")
    restored.work_off()

    assert restored.message(anew[0]).error_detail == "sent before the database was restored"
    assert restored.message(again[0]).error_detail == ""
    assert restored.emulator.accepted() == (2, 1), "only the first is the one that had been sent"


def test_a_mail_that_may_have_left_is_asked_about(lived: Road, backup: Backup) -> None:
    (mail,) = lived.send(MANAGER, channel=Channel.EMAIL)
    backup.make()
    lived.work_off()
    restored = backup.restored()

    found = resume(restored.runtime, actor=FIXLINE)
    assert found.found.doubted == 1
    restored.becomes(mail, MessageState.ACCEPTED)

    assert restored.emulator.accepted("sendgrid") == (1, 0)


def test_a_mail_that_had_not_left_leaves_after_two_looks(lived: Road, backup: Backup) -> None:
    (mail,) = lived.send(MANAGER, channel=Channel.EMAIL)
    backup.make()
    restored = backup.restored()
    resume(restored.runtime, actor=FIXLINE)

    restored.becomes(mail, MessageState.ACCEPTED)

    assert restored.emulator.decided("sendgrid")["look ok"] == 2
    assert restored.emulator.accepted("sendgrid") == (1, 0)


def test_an_event_with_our_id_settles_a_mail_nobody_can_look_up(
    lived: Road, emulator: Emulator
) -> None:
    road = Road(lived.database, emulator, SENDGRID_ACTIVITY="false")
    emulator.mood("sendgrid", script=["drop"])
    (mail,) = road.send(MANAGER, channel=Channel.EMAIL)
    road.becomes(mail, MessageState.UNCERTAIN)
    ref = str(road.message(mail).ref)

    with road.database.transaction() as session:
        event = Receipt("sendgrid", "e1", "batch", ref, MessageState.DELIVERED)
        record_receipt(session, road.runtime.head, event)
        session.execute(update(OutboxEntry).values(run_at=OutboxEntry.created_at))
    road.work_off()

    assert road.state(mail) is MessageState.DELIVERED
    assert "look ok" not in emulator.decided("sendgrid"), "a feed the account lacks was asked"
    assert emulator.accepted("sendgrid") == (1, 0)


def test_a_carrier_that_cannot_be_asked_keeps_the_pause(lived: Road, backup: Backup) -> None:
    lived.send(TENANTS[0])
    backup.make()
    restored = backup.restored()
    restored.emulator.mood("twilio", lookup_script=["500"])

    with pytest.raises(Refused, match="could not be asked"):
        resume(restored.runtime, actor=FIXLINE)

    restored.work_off()
    assert paused(restored) is not None
    assert restored.emulator.accepted() == (0, 0)


def test_forced_on_it_asks_nobody_and_says_so(lived: Road, backup: Backup) -> None:
    lived.send(TENANTS[0])
    backup.make()
    lived.work_off()
    restored = backup.restored()

    resume_unreconciled(restored.runtime, why="the account is closed", actor=FIXLINE)
    restored.work_off()

    assert restored.emulator.accepted() == (2, 1), "this is what reconciling is for"
    with restored.database.reading() as session:
        assert session.scalars(select(Pause.outcome)).one() == (
            "Not reconciled: the account is closed"
        )
