"""The demo company's people and places: managers with portfolios, owners, tenants, households and shops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.directory.model import CustomerKind, PropertyKind
from core.language import Language
from sandbox.demo import names
from sandbox.demo.amounts import Amounts
from sandbox.demo.drawing import Draw

HOMES_PERCENT, SHOPS_PERCENT = 20, 8
SPANISH_PERCENT = 24
MAIL_PERCENT = 62
OWNER_PAYS_PERCENT = 12
PROPERTIES_AN_OWNER = 6
FEWEST_UNITS, MOST_UNITS = 4, 12
UNTAXED, CITY_TAX = 0, 10_250


@dataclass(frozen=True)
class Person:
    """One who is reached. key: of the customer within the demo; mail: empty where none is known."""

    key: int
    first: str
    last: str
    role: str
    language: Language
    phone: str
    mail: str
    company: str = ""

    @property
    def name(self) -> str:
        """As people say it."""
        return f"{self.first} {self.last}"

    @property
    def shown(self) -> str:
        """As lists show the customer."""
        return self.company or self.name

    @property
    def billing_address(self) -> str:
        """A firm's office, line by line; a household's bills go where it lives."""
        if not self.company:
            return ""
        return f"{100 + self.key % 900} W Adams St, Suite {200 + self.key % 40 * 10}\nChicago, IL 60603"

    @property
    def kind(self) -> CustomerKind:
        """A firm or a household."""
        return CustomerKind.COMMERCIAL if self.company else CustomerKind.RESIDENTIAL


@dataclass(frozen=True)
class Tenancy:
    """Who lives behind which door. unit: its place in the property's list; None is the whole place."""

    unit: int | None
    person: Person


@dataclass(frozen=True)
class Place:
    """A property. customer: whose jobs they are; owner_pays: the owner is billed by default."""

    key: int
    name: str
    street: str
    city: str
    postal_code: str
    kind: PropertyKind
    units: tuple[str, ...]
    customer: Person
    owner: Person | None
    owner_pays: bool
    since: datetime
    tenants: list[Tenancy] = field(default_factory=list)

    @property
    def payer(self) -> Person:
        """Who is billed for work here."""
        return self.owner if self.owner is not None and self.owner_pays else self.customer


@dataclass(frozen=True)
class Town:
    """Everybody and everything that is there before any work is asked for."""

    people: tuple[Person, ...]
    places: tuple[Place, ...]


class _Register:
    """Gives out customers with numbers and addresses of their own."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.people: list[Person] = []
        self._phones: Iterator[str] = names.fictitious_numbers()

    def person(self, role: str, company: str = "") -> Person:
        is_spanish = not company and self.draw.happens(SPANISH_PERCENT)
        first = self.draw.one(names.FIRST_SPANISH if is_spanish else names.FIRST_ENGLISH)
        last = self.draw.one(names.LAST_SPANISH if is_spanish else names.LAST_ENGLISH)
        key = len(self.people)
        has_mail = bool(company) or self.draw.happens(MAIL_PERCENT)
        made = Person(
            key=key,
            first=first,
            last=last,
            role=role,
            language=Language.SPANISH if is_spanish else Language.ENGLISH,
            phone=next(self._phones),
            mail=f"resident{key:04d}@mail.example" if has_mail and not company else "",
            company=company,
        )
        if company:
            host = "".join(each for each in company.lower() if each.isalnum())
            made = replace(made, mail=f"{first.lower()}@{host}.example")
        self.people.append(made)
        return made


def settle(draw: Draw, amounts: Amounts, now: datetime) -> Town:
    """Invent the town: as many customers and properties as wanted."""
    register = _Register(draw)
    managers = [register.person("Property manager", names.MANAGING_FIRMS[n % len(names.MANAGING_FIRMS)])
                for n in range(amounts.managers)]  # fmt: skip
    homes = amounts.properties * HOMES_PERCENT // 100
    shops = max(1, amounts.properties * SHOPS_PERCENT // 100)
    rentals = amounts.properties - homes - shops
    owners = [register.person("Owner") for _ in range(max(1, rentals // PROPERTIES_AN_OWNER))]
    places: list[Place] = []
    for n in range(amounts.properties):
        if n < rentals:
            manager = managers[n % len(managers)]
            places.append(_rental(draw, n, manager, draw.one(owners), now))
        elif n < rentals + homes:
            places.append(_single(draw, n, register.person("Owner"), PropertyKind.HOME, now))
        else:
            company = f"{draw.one(names.LAST_ENGLISH)} {draw.one(names.BUSINESSES)}"
            keeper = register.person("Manager", company)
            places.append(_single(draw, n, keeper, PropertyKind.BUSINESS, now))
    _move_in(draw, register, places[:rentals], amounts.customers - len(register.people))
    return Town(tuple(register.people), tuple(places))


def _rental(draw: Draw, key: int, manager: Person, owner: Person, now: datetime) -> Place:
    units = tuple(
        f"{floor}{door}" for floor in range(1, 5) for door in "ABC"
    )[: draw.number(FEWEST_UNITS, MOST_UNITS)]  # fmt: skip
    street = _street(draw, key)
    name = f"{street.split()[1]} {draw.one(names.HOUSES)}"
    owner_pays = draw.happens(OWNER_PAYS_PERCENT)
    city, postal_code = draw.one(names.CITIES)
    since = now - timedelta(days=draw.number(420, 1_500))
    return Place(
        key, name, street, city, postal_code, PropertyKind.RENTAL, units, manager, owner, owner_pays, since
    )  # fmt: skip


def _single(draw: Draw, key: int, keeper: Person, kind: PropertyKind, now: datetime) -> Place:
    city, postal_code = draw.one(names.CITIES)
    since = now - timedelta(days=draw.number(400, 1_200))
    street = _street(draw, key)
    place = Place(
        key, keeper.company, street, city, postal_code, kind, (), keeper, None, owner_pays=False, since=since
    )  # fmt: skip
    place.tenants.append(Tenancy(None, keeper))
    return place


def _street(draw: Draw, key: int) -> str:
    """No two are alike: the number alone tells them apart."""
    return f"{100 + key * 7} {draw.one(names.STREETS)} {draw.one(names.STREET_KINDS)}"


def _move_in(draw: Draw, register: _Register, rentals: list[Place], count: int) -> None:
    """Fill the flats, one tenant a flat, from house to house, until everybody has moved in."""
    doors = [(place, unit) for place in rentals for unit in range(len(place.units))]
    for place, unit in draw.some(doors, max(0, count)):
        place.tenants.append(Tenancy(unit, register.person("Tenant")))
