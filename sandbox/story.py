"""`make demo`: the main road as a transcript, played by real processes over real servers and interfaces."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.queries.hearing import told_of
from core.db import Database
from core.desk.model import StaffUser
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.jobs.actions.status import MOVED
from core.messaging.actions.consenting import consent_of
from core.messaging.wire import Channel, ConsentState
from sandbox import deeds
from sandbox.ground import FOLDER, lay_ground, remember
from sandbox.processes import Processes, command_lines, free_ports
from sandbox.running import prepare, with_services
from sandbox.services import Durability
from sandbox.stage import Missing, Stage

DEMO_FOLDER = FOLDER / "demo"
TOLD_SECONDS = 10.0
PACE_SECONDS = 0.2


def play() -> int:
    """Play the story; 0 when every expected message arrived, 1 when one is missing."""
    started = time.monotonic()
    shutil.rmtree(DEMO_FOLDER, ignore_errors=True)
    port, sandbox_port = free_ports(2)
    given = {"PORT": str(port), "FIXLINE_SANDBOX_PORT": str(sandbox_port)}
    ground = lay_ground(given, DEMO_FOLDER)
    click.echo("Fixline demo: real servers and workers are starting ...\n")
    with with_services(ground, DEMO_FOLDER, Durability.DISPOSABLE) as ready:
        prepare(ready)
        remember(ready, DEMO_FOLDER)
        environment = {**ready.environment, "FIXLINE_FOLDER": str(DEMO_FOLDER)}
        with Processes(command_lines(ready), environment, DEMO_FOLDER / "logs") as processes:
            processes.wait_for(f"http://127.0.0.1:{port}/sign-in")
            processes.wait_for(f"{ready.sandbox_url}/sandbox/health")
            database = Database(ready.environment["DATABASE_URL"])
            status = _perform(Story(Stage(ready.sandbox_url, click.echo), database))
            database.dispose()
    click.echo(f"\nPlayed in {time.monotonic() - started:.0f} seconds.")
    return status


def _perform(story: Story) -> int:
    scenes = (
        story.a_tenant_reports,
        story.the_office_books_and_offers,
        story.the_technician_takes_it,
        story.the_manager_answers,
        story.the_work_is_done,
        story.a_stranger_writes,
        story.a_tenant_writes_spanish,
        story.gas_at_night,
        story.the_manager_asks_by_mail,
        story.the_manager_approves_by_mail,
        story.a_tenant_opts_out,
    )
    for scene in scenes:
        title = scene.__name__.replace("_", " ")
        click.echo(f"\n--- {title[0].upper()}{title[1:]}")
        try:
            scene()
        except Missing as missing:
            click.echo(f"\nMISSING: {missing}")
            return 1
    click.echo("\nEvery expected message arrived, and nobody heard what they had not asked for.")
    return 0


class Story:
    """The scenes, in order. The office acts through the same verbs its pages use."""

    def __init__(self, stage: Stage, database: Database) -> None:
        self._stage = stage
        self._database = database

    def a_tenant_reports(self) -> None:
        """A text becomes a booking at once; the questions only add to it."""
        self._stage.text("tara", "Water is dripping under my kitchen sink, I put a bowl under it")
        self._stage.hears("tara", "12 Oak St #4")
        self._stage.text("tara", "we have a dog, please call before you come")
        self._stage.hears("tara", "noted. Which time")
        self._stage.text("tara", "2")
        self._stage.hears("tara", "Time wished")
        self._stage.text("tara", "status")
        self._stage.hears("tara", "not set a time yet")

    def the_office_books_and_offers(self) -> None:
        """Staff confirm it; tenant and manager are told, each on their own channel."""
        self._office("makes the booking a job", deeds.convert_newest)
        self._stage.hears("tara", "we have booked job")
        self.booked_mail = self._stage.hears("dana", "Booked:")
        self._who_was_told()
        self._office("plans a visit and offers it to Maria", deeds.schedule_and_offer)
        self._stage.hears("tara", "is set for")
        self._stage.hears("dana", "Visit ")
        self._stage.hears("maria", "Reply A")
        self._who_was_told()

    def the_technician_takes_it(self) -> None:
        """First accept wins; another time is a wish; the tenant hears when she is on the way."""
        self._stage.text("maria", "A")
        self._stage.hears("maria", "is yours")
        self._stage.text("tara", "when is someone coming?")
        self._stage.hears("tara", "Maria")
        self._stage.text("tara", "can we reschedule? something came up")
        self._stage.hears("tara", "Which time would suit you")
        self._stage.text("tara", "3")
        self._stage.hears("tara", "I have asked the office")
        self._stage.hears("maria", "the tenant asks for")
        self._stage.text("maria", "omw 20")
        self._stage.hears("maria", "on the way")
        self._stage.hears("tara", "is on the way")
        self._who_was_told()

    def the_manager_answers(self) -> None:
        """An answer to an alert lands in the job's own conversation, without the quoted words."""
        self._stage.mail(
            "dana",
            f"Re: {self.booked_mail.subject}",
            "Is the tenant home today? Thanks, Dana",
            answering=self.booked_mail,
        )
        self._stage.hears("dana", "Re: ")

    def the_work_is_done(self) -> None:
        """HERE and DONE move the job; both are told."""
        self._stage.text("maria", "HERE")
        self._stage.hears("maria", "on site")
        self._stage.text("maria", "DONE 1")
        self._stage.hears("maria", "done")
        self._stage.hears("tara", "is done")
        self._stage.hears("dana", "Done:")
        self._who_was_told()

    def a_stranger_writes(self) -> None:
        """Nobody is dropped: an unknown number is booked, then asked where."""
        self._stage.text("stranger", "hi the kitchen light is out")
        self._stage.hears("stranger", "address")
        self._stage.text("stranger", "88 pine ave apt 3")
        self._stage.hears("stranger", "name")
        self._stage.text("stranger", "Sam Hill")
        self._stage.hears("stranger", "Sam")

    def a_tenant_writes_spanish(self) -> None:
        """Answered in Spanish, question by question, and at last by a person."""
        self._stage.text("luis", "Hola, el inodoro está tapado")
        self._stage.hears("luis", "12 Oak St #2")
        self._stage.text("luis", "el del baño, no corre agua")
        self._stage.hears("luis", "Podemos entrar")
        self._stage.text("luis", "sí, sin mascotas")
        self._stage.hears("luis", "conviene")
        self._stage.text("luis", "1")
        self._stage.hears("luis", "Hora deseada")
        self._stage.text("luis", "quiero hablar con una persona")
        self._stage.hears("luis", "persona de la oficina")
        self._stage.hears("olivia", "A person is needed")

    def gas_at_night(self) -> None:
        """Danger first: a page goes out, the tenant is told what to do, then who has it."""
        self._stage.text("luis", "huele a gas en la cocina")
        self._stage.hears("maria", "EMERGENCY")
        self._stage.hears("luis", "911")
        self._stage.text("maria", "ACK")
        self._stage.hears("maria", "is yours")
        self._stage.hears("luis", "Maria tiene su emergencia")

    def the_manager_asks_by_mail(self) -> None:
        """A property manager's e-mail becomes a booking."""
        self._stage.mail(
            "dana",
            "88 Pine, unit 6",
            "Good morning, please send someone to 88 Pine Ave, unit 6. The toilet runs all day.",
        )
        self._stage.hears("dana", "88 Pine Ave #6")

    def the_manager_approves_by_mail(self) -> None:
        """Money is asked for by e-mail and granted by e-mail, up to what the customer allows."""
        self._office("makes Dana's request a job", deeds.convert_request_by_mail)
        self._stage.hears("dana", "Booked:")
        self._office("asks for $450 for a new flange and fill valve", deeds.ask_approval)
        asked = self._stage.hears("dana", "Approval needed: $450.00")
        self._stage.mail(
            "dana", f"Re: {asked.subject}", "Approved up to 450, bill the owner.", answering=asked
        )
        self._stage.hears("dana", "Approved: up to $450.00")

    def a_tenant_opts_out(self) -> None:
        """STOP is honoured: the next status is not texted, and the office can see why."""
        self._stage.text("tara", "STOP")
        self._wait_for_opt_out("+13125550111")
        self._office("books another job for Tara's flat", deeds.convert_for_opted_out)
        self._stage.hears("dana", "Booked:")
        self._who_was_told()
        self._stage.heard_nothing_else("tara", "booked job")

    def _wait_for_opt_out(self, phone: str) -> None:
        deadline = time.monotonic() + TOLD_SECONDS
        while time.monotonic() < deadline:
            with self._database.reading() as session:
                if consent_of(session, Channel.SMS, phone) is ConsentState.OPTED_OUT:
                    return
            time.sleep(PACE_SECONDS)
        raise Missing("STOP was not written down.")

    def _office(self, what: str, act: Callable[[Session, Actor], None]) -> None:
        click.echo(f"The office {what}.")
        with self._database.transaction() as session:
            user = session.scalars(select(StaffUser).limit(1)).one()
            act(session, Actor(ActorType.STAFF, user.name, user.id))

    def _who_was_told(self) -> None:
        """Print who heard of the newest status change, who did not, and why."""
        deadline = time.monotonic() + TOLD_SECONDS
        while time.monotonic() < deadline:
            with self._database.reading() as session:
                event = session.scalars(
                    select(Event).where(Event.kind == MOVED).order_by(Event.id.desc())
                ).first()
                heard = told_of(session, event.id) if event else ()
            if event and heard:
                click.echo(f"    Who was told of {event.after['status']}:")
                for each in heard:
                    verdict = "told" if each.why_not is None else f"not told: {each.why_not}"
                    click.echo(f"      {each.contact_name}, {each.channel}: {verdict}")
                return
            time.sleep(PACE_SECONDS)
        raise Missing("Nobody was considered for the last status change.")
