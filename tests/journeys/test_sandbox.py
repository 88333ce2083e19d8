"""The practice ground in a real browser: type as the tenant, watch messages arrive, misbehave, by
keyboard, on a phone, without script.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from core.db import Database
from sandbox.carrier.signatures import TWILIO_SIGNATURE_HEADER, twilio_signature
from sandbox.cast import COMPANY_PHONE
from sandbox.practice import serve_practice_ground
from sandbox.processes import free_ports
from tests.practice import practice_settings
from tests.sandbox.carrier.receiver import Receiver
from tests.sandbox.phones.ground import (
    ACCOUNT,
    MAIL_KEY,
    OFFICE,
    TOKEN,
    address_of,
    emulator_settings,
    letter,
)
from tests.sandbox.phones.test_phones import PIXEL
from tests.sandbox.phones.work import company_at_work
from tests.waiting import until

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SOON_MS = 8000
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
NASTY = "<img src=x onerror=\"document.title='stolen'\"><script>document.title='stolen'</script>"


@dataclass(frozen=True)
class World:
    """A served practice ground, and where its webhooks go."""

    url: str
    receiver: Receiver

    def text(self, key: str, body: str) -> None:
        """Fixline texts a person by the carrier's own interface."""
        response = requests.post(
            f"{self.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
            data={"To": address_of(key), "From": COMPANY_PHONE, "Body": body},
            auth=(ACCOUNT, TOKEN),
            timeout=10,
        )
        assert response.status_code == 201

    def mail(self, key: str, subject: str, html: str) -> None:
        """Fixline mails a person likewise."""
        response = requests.post(
            f"{self.url}/v3/mail/send",
            json=letter(address_of(key), subject=subject, text="Booked for Tuesday", html=html),
            headers={"Authorization": f"Bearer {MAIL_KEY}"},
            timeout=10,
        )
        assert response.status_code == 202


@pytest.fixture(scope="module")
def served(worker_database: Database) -> Iterator[World]:
    """The practice ground as `make run` serves it, in a process of its own."""
    port, webhook_port = free_ports(2)
    receiver = Receiver(webhook_port)
    url = f"http://127.0.0.1:{port}"
    settings = practice_settings(DATABASE_URL=worker_database.url)
    emulator = emulator_settings(webhooks=receiver.url, public_url=url)
    process = multiprocessing.get_context("spawn").Process(
        target=serve_practice_ground,
        args=(settings, emulator),
        kwargs={"office_url": OFFICE, "port": port},
    )
    process.start()
    try:
        until(lambda: is_up(url))
        yield World(url, receiver)
    finally:
        process.terminate()
        process.join(10)
        receiver.close()


@pytest.fixture
def world(served: World, database: Database) -> World:
    """Nothing sent, nothing misbehaving, no job."""
    assert database.url
    assert requests.post(f"{served.url}/sandbox/reset", timeout=10).ok
    served.receiver.clear()
    return served


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    context = browser.new_context(base_url=world.url, viewport=DESK)
    context.set_default_timeout(SOON_MS)
    opened = context.new_page()
    opened.goto("/")
    yield opened
    context.close()


def test_what_is_typed_as_tara_is_seen_and_reaches_fixline_signed(world: World, page: Page) -> None:
    box = page.get_by_label("Text as Tara Lindqvist")
    box.fill("Water is coming in")
    box.press("Enter")
    tara = page.get_by_role("log", name="Texts of Tara Lindqvist")
    expect(tara.get_by_text("Water is coming in")).to_be_visible()
    expect(tara.get_by_text("Fixline has it")).to_be_visible()
    expect(box).to_have_value("")
    (posted,) = world.receiver.wait_for("/sms", 1)
    assert (posted.form["From"], posted.form["Body"]) == (address_of("tara"), "Water is coming in")
    url = f"{world.receiver.url}/sms"
    signature = twilio_signature(auth_token=TOKEN, url=url, fields=posted.form)
    assert posted.headers[TWILIO_SIGNATURE_HEADER] == signature


def test_one_click_sends_a_persons_first_words(world: World, page: Page) -> None:
    page.get_by_role("button", name="OMW 20").click()
    expect(page.locator("#device-maria .bubble")).to_have_text("OMW 20")
    assert world.receiver.wait_for("/sms", 1)[0].form["Body"] == "OMW 20"


def test_a_text_from_fixline_arrives_by_itself_and_its_state_moves_on(
    world: World, page: Page
) -> None:
    page.evaluate("window.notReloaded = true")
    world.text("tara", "Maria is on the way. " * 10)
    tara = page.get_by_role("log", name="Texts of Tara Lindqvist")
    expect(tara.get_by_text("Maria is on the way.")).to_be_visible()
    expect(tara.get_by_text("delivered")).to_be_visible()
    expect(tara.get_by_text("2 segments")).to_be_visible()
    assert page.evaluate("window.notReloaded") is True


def test_news_on_a_phone_out_of_sight_is_counted_beside_its_name(world: World, page: Page) -> None:
    world.text("stranger", "Thanks Sam")
    people = page.get_by_role("navigation", name="People")
    expect(people.get_by_role("link", name="Unknown number 1 new")).to_be_visible()
    people.get_by_role("link", name="Unknown number").click()
    expect(people.get_by_text("1 new")).to_be_hidden()


def test_a_picture_goes_along(world: World, page: Page, tmp_path: Path) -> None:
    picture = tmp_path / "leak.png"
    picture.write_bytes(PIXEL)
    page.get_by_label("Picture from Tara Lindqvist").set_input_files(picture)
    expect(page.get_by_text("With leak.png")).to_be_visible()
    page.locator("#device-tara").get_by_role("button", name="Send").click()
    expect(page.get_by_alt_text("Picture sent with the text")).to_be_visible()
    assert world.receiver.wait_for("/sms", 1)[0].form["MediaContentType0"] == "image/png"


def test_dana_reads_a_mail_and_answers_it(world: World, page: Page) -> None:
    world.mail("dana", "[Job 1042] Booked", "<p>Booked for <b>Tuesday</b></p>")
    page.get_by_text("[Job 1042] Booked").click()
    designed = page.frame_locator("iframe[title='Mail: [Job 1042] Booked']")
    expect(designed.get_by_text("Tuesday")).to_be_visible()
    reply = page.get_by_label("Reply the mail is quoted below your words")
    reply.fill("Please call Sam first.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("Re: [Job 1042] Booked")).to_be_visible()
    (posted,) = world.receiver.wait_for("/inbound", 1)
    assert b"In-Reply-To: <first@reply.oakstreet.example>" in posted.body
    assert b"> Booked for Tuesday" in posted.body


def test_words_and_designs_of_strangers_run_nothing(world: World, page: Page) -> None:
    world.text("tara", NASTY)
    world.mail("dana", NASTY, f"<p>Designed</p>{NASTY}")
    expect(page.locator("#device-tara .bubble")).to_have_text(NASTY)
    page.locator("#device-dana .letter > summary").click()
    designed = page.frame_locator("#device-dana iframe")
    expect(designed.get_by_text("Designed")).to_be_visible()
    page.reload()
    expect(page.locator("#device-tara .bubble")).to_have_text(NASTY)
    expect(page).to_have_title("Practice ground · Practice Services")


def test_a_switch_is_turned_by_keyboard_and_reset(world: World, page: Page) -> None:
    landline = page.get_by_role("switch", name="Ben Kowalski")
    landline.press("Space")
    expect(landline).to_have_attribute("aria-checked", "true")
    world.text("ben", "Job 1042")
    ben = page.get_by_role("log", name="Texts of Ben Kowalski")
    expect(ben.get_by_text("never arrived: landline (30006)")).to_be_visible()
    page.get_by_role("button", name="Reset to well-behaved").click()
    expect(landline).to_have_attribute("aria-checked", "false")


def test_the_progress_of_jobs_follows_the_database(page: Page, database: Database) -> None:
    jobs = page.get_by_role("region", name="How the jobs stand")
    expect(jobs.get_by_text("Nothing under way yet")).to_be_visible()
    with database.transaction() as session:
        number = company_at_work(session).number
    expect(jobs.get_by_text("told 0 · not told 4")).to_be_visible()
    link = jobs.get_by_role("link", name=f"Job #{number}")
    expect(link).to_have_attribute("href", f"{OFFICE}/jobs/{number}")


def test_a_forgotten_world_is_seen_at_once(world: World, page: Page) -> None:
    world.text("tara", "soon forgotten")
    expect(page.get_by_text("soon forgotten")).to_be_visible()
    requests.post(f"{world.url}/sandbox/reset", timeout=10)
    expect(page.get_by_text("soon forgotten")).to_be_hidden()


def test_everything_works_without_script(browser: Browser, world: World) -> None:
    context = browser.new_context(base_url=world.url, java_script_enabled=False)
    context.set_default_timeout(SOON_MS)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Text as Tara Lindqvist").fill("no script here")
    page.locator("#device-tara").get_by_role("button", name="Send").click()
    expect(page.locator("#device-tara .bubble")).to_have_text("no script here")
    page.get_by_role("switch", name="Lose receipts").click()
    expect(page.get_by_role("switch", name="Lose receipts")).to_have_attribute(
        "aria-checked", "true"
    )
    page.get_by_role("link", name="look again").click()
    expect(page).to_have_url(f"{world.url}/")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_there_are_no_barriers_and_nothing_scrolls_sideways(
    page: Page, world: World, database: Database, size: ViewportSize, scheme: str
) -> None:
    with database.transaction() as session:
        company_at_work(session)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    world.mail("dana", "[Job 1042] Booked", "<p>Booked</p>")
    world.text("tara", "hello " * 60)
    page.locator("#device-stranger").get_by_role("button", name="STOP").click()
    expect(page.get_by_text("texted STOP").locator("visible=true")).to_be_visible()
    page.get_by_text("[Job 1042] Booked").click()
    page.get_by_text("New mail to").click()
    expect(page.get_by_text("told 0 · not told 4")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(SIDEWAYS) is False


def is_up(url: str) -> bool:
    """Whether the practice ground answers."""
    try:
        return requests.get(f"{url}/sandbox/health", timeout=1).ok
    except requests.ConnectionError:
        return False
