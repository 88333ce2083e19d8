"""A day in the office as a new user plays it: a real browser, the product as `fixline run` starts it, and people who
text and write through carriers that sign what they post.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
import requests
from playwright.sync_api import Browser, FilePayload, expect

from core.db import Database
from sandbox import cast
from tests.journeys.day import Day, a_day, a_working_day
from tests.office.company import PICTURE
from tests.waiting import until

pytestmark = pytest.mark.browser

TARA, MARIA, BEN = "Tara Lindqvist", "Maria Santos", "Ben Kowalski"


@pytest.fixture
def day(tmp_path: Path, database: Database, redis_url: str, browser: Browser) -> Iterator[Day]:
    with a_day(tmp_path, database, redis_url, browser) as begun:
        yield begun


def test_a_day_in_the_office(day: Day) -> None:
    for step in STEPS:
        try:
            step(day)
        except Exception as error:
            heard = "\n".join(day.said[-12:])
            raise AssertionError(f"{step.__name__} at {day.page.url}:\n{heard}") from error


def she_signs_in(day: Day) -> None:
    day.give_password()
    expect(day.page).to_have_url(re.compile(r"/inbox$"))
    day.page.wait_for_load_state()


def a_call_is_booked_by_keyboard_alone(day: Day) -> None:
    page, keys = day.page, day.page.keyboard
    keys.press("b")
    day.ready_at("#q")
    keys.type("tara")
    keys.press("Enter")
    expect(page.locator(".pick").first).to_be_focused()
    keys.press("Enter")
    day.ready_at("#words")
    keys.type("Kitchen sink leaks under the counter")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("after lunch")
    for _ in range(3):
        keys.press("Tab")
    keys.type("Plumbing")
    keys.press("Tab")
    keys.type("Service")
    keys.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/jobs/\d+$"))
    day.sink = page.url.rsplit("/", 1)[1]
    expect(page.locator("#facts")).to_contain_text("after lunch")
    day.people.hears("tara", f"booked job {day.sink}")


def a_managers_mail_becomes_a_job(day: Day) -> None:
    page = day.page
    page.goto(day.ground)
    page.get_by_text("New mail to Oak Street Services").click()
    form = page.locator('form[action="/mailboxes/dana/mails"]:has(input[name=subject]:visible)')
    form.first.locator("[name=subject]").fill("88 Pine, unit 6")
    words = "Please send someone to 88 Pine Ave, unit 6. The toilet runs all day."
    form.first.locator("[name=body]").fill(words)
    form.first.get_by_role("button", name="Send mail").click()
    day.people.hears("dana", "88 Pine Ave #6")
    day.open("/bookings")
    page.get_by_role("link", name="toilet runs").click()
    expect(page.locator("#business_unit_id option:checked")).to_have_text("Plumbing")
    page.locator("#job_type_id").select_option(label="Service Call")
    page.get_by_role("button", name="Make it a job").dblclick()
    expect(page).to_have_url(re.compile(r"/jobs/\d+$"))
    day.toilet = page.url.rsplit("/", 1)[1]
    day.people.hears("dana", "Booked:")


def a_third_party_brings_a_booking_once_with_its_photo(day: Day) -> None:
    page = day.page
    day.open("/settings/integrations")
    page.get_by_label("Whose machine it is for").fill("Lakeside’s tenant portal")
    page.keyboard.press("Enter")
    token = page.locator(".token-shown code").inner_text()
    photo = base64.b64encode(PICTURE).decode()
    body = {
        "words": "The closet door will not close",
        "requester": {"name": "Rosa Delgado", "phone": "+13125550188"},
        "place": {"street": "88 Pine Ave", "unit": "2"},
        "photos": [{"name": "door.png", "content_type": "image/png", "content": photo}],
    }
    heads = {"Authorization": f"Bearer {token}", "Idempotency-Key": "lakeside-1"}
    address = f"{day.url}/api/v1/bookings"
    brought = [requests.post(address, json=body, headers=heads, timeout=15) for _ in range(2)]
    assert [each.status_code for each in brought] == [201, 201], brought[0].text
    assert brought[0].json()["id"] == brought[1].json()["id"]
    day.open("/bookings")
    page.get_by_role("link", name="The closet door will not close").click()
    expect(page.locator("main .photos img")).to_have_count(1)
    expect(page.locator("#business_unit_id option:checked")).to_have_text("Locks and Doors")


def a_card_is_dragged_to_ben_who_passes(day: Day) -> None:
    page = day.page
    day.on = a_working_day()
    day.open(f"/dispatch?day={day.on}")
    card = page.locator("[data-lane] .visit-card").filter(has_text=f"#{day.sink}")
    card.drag_to(page.locator(f'tr[data-name="{BEN}"] td[data-starts="13:00"]'))
    expect(page.locator(f'tr[data-name="{BEN}"] .visit-card')).to_contain_text("asked, no answer")
    day.people.hears("tara", f"job {day.sink} is set for")
    day.people.hears("ben", f"JOB {day.sink}")
    day.people.text("ben", "P truck is in the shop")
    day.people.hears("ben", f"Passed on #{day.sink}")
    day.open(f"/dispatch?day={day.on}")
    expect(card).to_contain_text(f"{BEN} passed")
    day.open("/tasks")
    expect(page.locator("main")).to_contain_text(f"Find a technician for job {day.sink}")


def it_is_given_to_maria_by_keys_who_takes_it(day: Day) -> None:
    page = day.page
    day.open(f"/dispatch?day={day.on}")
    page.locator("[data-lane] .visit-card").filter(has_text=f"#{day.sink}").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#board-say")).to_contain_text(MARIA)
    page.keyboard.press("Enter")
    day.people.hears("maria", f"JOB {day.sink}")
    day.people.text("maria", "A")
    day.people.hears("maria", f"#{day.sink} is yours")
    day.open(f"/dispatch?day={day.on}")
    expect(page.locator(f'tr[data-name="{MARIA}"] .visit-card')).to_contain_text("accepted")
    day.open("/tasks")
    expect(page.locator("main")).to_contain_text(f"Offered to {MARIA}.")


def she_sets_out_works_and_is_done(day: Day) -> None:
    page = day.page
    day.people.text("maria", "omw 25")
    day.people.hears("tara", f"{MARIA} is on the way for job {day.sink}")
    day.people.text("maria", "here")
    day.people.hears("maria", "on site")
    page.goto(day.ground)
    form = page.locator('form[action="/phones/maria/texts"]:has(input[name=picture])')
    trap = FilePayload(name="trap.png", mimeType="image/png", buffer=PICTURE)
    form.locator("[name=picture]").set_input_files(trap)
    form.locator("[name=body]").fill("note new trap fitted")
    form.get_by_role("button", name="Send").click()
    day.open(f"/jobs/{day.sink}")
    until(lambda: page.reload() is not None and page.locator("#photos img").count() == 1)
    day.people.text("maria", "DONE 1")
    day.people.hears("tara", f"job {day.sink} is done")


def each_was_told_just_as_they_subscribed(day: Day) -> None:
    told = day.told(day.sink, "Completed")
    assert told[f"{TARA} Text (312) 555-0111"] == "Yes"
    spared = sorted(who.split(" ")[0] for who, yes in told.items() if yes == "No")
    assert spared == ["Dana", "Harold"], told
    day.people.heard_nothing_else("luis", day.sink)


def an_estimate_is_approved_by_answering_the_mail(day: Day) -> None:
    page = day.page
    day.open(f"/jobs/{day.toilet}")
    page.get_by_role("link", name="Edit the not-to-exceed amount").click()
    page.get_by_label("Not to exceed").fill("500")
    page.keyboard.press("Enter")
    expect(page.locator("#facts")).to_contain_text("$500.00")
    day.open(f"/jobs/{day.toilet}/estimates/new")
    page.get_by_label("What it is for").fill("New fill valve")
    page.get_by_label("Description").first.fill("Fill valve, fitted")
    page.get_by_label("Price of one").first.fill("abc")
    day.press("Save draft")
    expect(page.get_by_role("alert")).to_contain_text("'abc' is not an amount")
    page.get_by_label("Price of one").first.fill("$185")
    day.press("Save draft")
    day.press("Send for approval")
    asked = day.people.hears("dana", "Approval needed: $185.00")
    day.people.mail("dana", f"Re: {asked.subject}", "Approved. Dana", answering=asked)
    day.people.hears("dana", "Approved: up to $185.00")
    page.reload()
    expect(page.locator(".head .pill").first).to_have_text("Approved")


def a_building_hears_that_its_water_is_off(day: Day) -> None:
    page = day.page
    day.open("/notices/new?q=oak")
    page.get_by_label("12 Oak St").check()
    page.get_by_label("What the office calls it").fill("Water off")
    page.get_by_label("Text in English").fill(
        "{CompanyName}: the water at {PropertyAddress} is off till noon."
    )
    page.get_by_label("Subject of the e-mail in English").fill("Water off")
    page.get_by_label("E-mail in English", exact=True).fill("The water is off till noon.")
    day.press("See who gets it")
    page.get_by_role("button", name=re.compile(r"Send \d+ messages")).dblclick()
    day.people.hears("tara", "is off till noon")
    day.people.hears("luis", "is off till noon")
    day.people.heard_nothing_else("tara", "is off till noon")


def who_waits_is_asked_when_a_time_falls_free(day: Day) -> None:
    page = day.page
    day.open(f"/dispatch?day={day.on}")
    card = page.locator("[data-lane] .visit-card").filter(has_text=f"#{day.toilet}")
    card.drag_to(page.locator(f'tr[data-name="{BEN}"] td[data-starts="09:00"]'))
    day.people.hears("ben", f"JOB {day.toilet}")
    day.open("/bookings/new?q=luis")
    page.locator(".pick").first.click()
    page.locator("#words").fill("Bathroom faucet drips")
    page.locator("#business_unit_id").select_option(label="Plumbing")
    page.locator("#job_type_id").select_option(label="Service Call")
    day.press("Book for the wait list")
    day.press("Put on the wait list")
    day.open(f"/jobs/{day.toilet}")
    page.get_by_text("Call this visit off").click()
    page.get_by_label("Why", exact=True).fill("The tenant mended it")
    day.press("Call it off")
    day.people.hears("luis", "SI")
    day.people.text("luis", "sí")
    day.people.hears("luis", "Es suya")
    day.open("/tasks")
    expect(page.locator("main")).to_contain_text("It waits for a free time.")


def a_task_that_is_overdue_is_told_once(day: Day) -> None:
    page = day.page
    day.open("/tasks/new")
    page.get_by_label("What is to be done").fill("Call Rosa back")
    page.get_by_label("Who").select_option(label=cast.STAFF_NAME)
    page.get_by_label("Due on").fill("2026-01-05")
    page.get_by_role("button", name="Open task").dblclick()
    expect(page.get_by_role("status")).to_contain_text("is told that it is overdue")
    until(lambda: day.mailed(cast.STAFF_EMAIL, "was due Jan 5") == 1)
    day.open("/my-day")
    expect(page.locator("main")).to_contain_text("Call Rosa back Overdue")


def everything_is_found_from_the_keyboard(day: Day) -> None:
    page, keys = day.page, day.page.keyboard
    for words, found in (("5550112", "Luis Ortega"), (f"#{day.sink}", "Kitchen sink leaks")):
        keys.press("/")
        keys.type(words)
        keys.press("Enter")
        expect(page.locator("main")).to_contain_text(found)
        page.wait_for_load_state()
    keys.press("g")
    keys.press("d")
    expect(page).to_have_url(re.compile(r"/dispatch"))


def a_second_factor_is_set_up_and_asked_for(day: Day) -> None:
    page = day.page
    day.open("/second-factor")
    page.get_by_label("Your password").fill(cast.STAFF_PASSWORD)
    day.press("Show the picture to scan")
    secret = page.locator(".device-key code").inner_text().replace(" ", "").strip()
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    day.press("Turn on")
    expect(page.get_by_role("status")).to_contain_text("The second factor is on")
    recovery = page.locator(".recovery-codes code").first.inner_text()
    page.context.clear_cookies()
    day.give_password()
    page.get_by_label("Code", exact=True).fill(recovery)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/(inbox|my-day)$"))


STEPS: tuple[Callable[[Day], None], ...] = (
    she_signs_in,
    a_call_is_booked_by_keyboard_alone,
    a_managers_mail_becomes_a_job,
    a_third_party_brings_a_booking_once_with_its_photo,
    a_card_is_dragged_to_ben_who_passes,
    it_is_given_to_maria_by_keys_who_takes_it,
    she_sets_out_works_and_is_done,
    each_was_told_just_as_they_subscribed,
    an_estimate_is_approved_by_answering_the_mail,
    a_building_hears_that_its_water_is_off,
    who_waits_is_asked_when_a_time_falls_free,
    a_task_that_is_overdue_is_told_once,
    everything_is_found_from_the_keyboard,
    a_second_factor_is_set_up_and_asked_for,
)
