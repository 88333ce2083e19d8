"""The store is bounded and forgetful only at its old end; the journal brings it back."""

from dataclasses import replace
from pathlib import Path

from sandbox.carrier.app import create_emulator, emulator_of
from sandbox.carrier.emulator import Emulator
from sandbox.carrier.journal import LINES_LIMIT, Entry, Journal
from sandbox.carrier.records import Direction, Sms, SmsState
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.shelf import Shelf
from sandbox.carrier.store import Store
from tests.sandbox.carrier.conftest import (
    ACCOUNT,
    KEYS,
    MAIL_KEY,
    TOKEN,
    World,
    free_port,
    serving,
)
from tests.waiting import until

TENANT = "+15125550101"
NOWHERE = "http://127.0.0.1:9"


def _settings(journal: Path) -> EmulatorSettings:
    return EmulatorSettings(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        sendgrid_api_key=MAIL_KEY,
        event_private_key_pem=KEYS.private_pem,
        sms_webhook_url=NOWHERE,
        inbound_parse_url=NOWHERE,
        event_webhook_url=NOWHERE,
        public_url=NOWHERE,
        journal=journal,
        receipt_delay_ms=60_000,
    )


def _sms(sid: str, state: SmsState = SmsState.QUEUED) -> Sms:
    return Sms(
        sid=sid,
        direction=Direction.OUTBOUND,
        recipient=TENANT,
        body="Hola ¿qué tal? 🚿",
        segments=1,
        state=state,
        created=1_700_000_000.25,
        updated=1_700_000_000.25,
    )


def _restarted(emulator: Emulator) -> Emulator:
    emulator.stop()
    return Emulator(emulator.settings)


def test_a_restarted_emulator_remembers_what_it_accepted(tmp_path: Path) -> None:
    emulator = emulator_of(create_emulator(_settings(tmp_path / "carrier" / "journal.jsonl")))
    emulator.store.put_sms(_sms("SM1"))
    emulator.store.put_sms(_sms("SM2"))
    emulator.store.move_sms("SM1", SmsState.DELIVERED, at=1_700_000_001.0)
    emulator.store.block(TENANT)

    again = _restarted(_restarted(emulator))

    assert [sms.sid for sms in again.store.newest_sms()] == ["SM2", "SM1"]
    assert again.store.sms("SM1") == emulator.store.sms("SM1")
    assert again.store.is_blocked(TENANT)


def test_a_restarted_emulator_goes_on_with_what_was_on_its_way(tmp_path: Path) -> None:
    emulator = Emulator(_settings(tmp_path / "journal.jsonl"))
    emulator.store.put_sms(_sms("SM1"))
    emulator.store.put_sms(_sms("SM2", SmsState.DELIVERED))
    again = _restarted(emulator)

    again.start()

    assert again.pending() == 1
    again.stop()


def test_a_served_emulator_remembers_across_its_processes(world: World, tmp_path: Path) -> None:
    settings = replace(
        world.settings, journal=tmp_path / "j.jsonl", public_url=f"http://127.0.0.1:{free_port()}"
    )
    second = replace(world, settings=settings)
    with serving(settings):
        sid = second.client().messages.create(to=TENANT, from_="+15125550100", body="kept").sid

    with serving(settings):
        assert second.client().messages(sid).fetch().body == "kept"


def test_a_journal_grown_too_long_is_rewritten_from_what_is_still_remembered(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    journal.start(lambda: [Entry(blocked=TENANT)])
    for _ in range(LINES_LIMIT + 1):
        journal.note(Entry(blocked="+1"))

    until(lambda: list(Journal(path).entries()) == [Entry(blocked=TENANT)])
    journal.stop()


def test_a_reset_empties_the_journal_too(tmp_path: Path) -> None:
    emulator = Emulator(_settings(tmp_path / "journal.jsonl"))
    emulator.store.put_sms(_sms("SM1"))
    emulator.reset()

    assert _restarted(emulator).store.newest_sms() == []


def test_a_torn_last_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    journal.note(Entry(sms=_sms("SM1")))
    journal.flush()
    with path.open("ab") as file:
        file.write(b'{"sms": {"sid": "SM2", "bo')

    assert list(Journal(path).entries()) == [Entry(sms=_sms("SM1"))]


def test_a_store_without_a_journal_writes_nothing(tmp_path: Path) -> None:
    emulator = Emulator(replace(_settings(tmp_path / "unused"), journal=None))
    emulator.store.put_sms(_sms("SM1"))
    emulator.stop()

    assert list(tmp_path.iterdir()) == []


def test_a_state_moves_only_forward() -> None:
    noted: list[Entry] = []
    store = Store(noted.append)
    store.put_sms(_sms("SM1"))

    store.move_sms("SM1", SmsState.DELIVERED, at=2.0)
    store.move_sms("SM1", SmsState.SENT, at=3.0)
    store.move_sms("SM1", SmsState.UNDELIVERED, at=4.0, error_code=30003)

    sms = store.sms("SM1")
    assert sms is not None
    assert (sms.state, sms.updated, sms.error_code) == (SmsState.DELIVERED, 2.0, None)
    assert len(noted) == 2


def test_a_full_shelf_lets_the_oldest_go_with_its_marks() -> None:
    shelf: Shelf[str] = Shelf(2)
    gone = [shelf.put(key, key.upper(), ("x",)) for key in ("a", "b", "a", "c")]

    assert gone == [None, None, None, "a"]
    assert shelf.get("a") is None
    assert list(shelf.newest("x")) == ["C", "B"]
    assert list(shelf.newest()) == ["C", "B"]
    assert len(shelf) == 2
