"""What a machine may send and what it hears back. What is not named here is refused: a misspelled wish is lost."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.reading.danger import Safety
from core.addresses import email_address, reachable_number
from core.jobs.model import BookingStatus, EstimateWish
from core.visible import is_visible

LONGEST_WORDS = 4000
LONGEST_LINE = 200
MOST_PHOTOS = 5
# Five million bytes, written in base64.
LONGEST_PHOTO = 6_700_000
# With +1 area and exchange begin with 2 to 9; other countries' numbers are looked at after.
E164 = r"^\+(1[2-9][0-9]{2}[2-9][0-9]{6}|[2-9][0-9]{6,14})$"
# At least one character that is no blank; what is blank by its looks alone is refused as well.
SEEN = r"[^\s\x00]"
WORDS = "What is wrong, in the person's own words. At least one character of them must be visible."


class Urgency(StrEnum):
    """How pressing it is for the one who asks."""

    ROUTINE = "routine"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class PhotoType(StrEnum):
    """Pictures we keep."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    GIF = "image/gif"


def _without_nul(words: str) -> str:
    return words.replace("\x00", "")


def _visible(words: str) -> str:
    if not is_visible(words):
        raise ValueError("Nothing in this can be seen.")
    return words


def _phone(words: str) -> str:
    try:
        return reachable_number(words).e164
    except ValueError as error:
        raise ValueError("That is no number a telephone can have.") from error


def _email(words: str) -> str:
    return email_address(words).address


Line = Annotated[str, Field(max_length=LONGEST_LINE), AfterValidator(_without_nul)]
NeededLine = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_LINE, pattern=SEEN),
    AfterValidator(_without_nul),
    AfterValidator(_visible),
]
Words = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_WORDS, pattern=SEEN),
    AfterValidator(_without_nul),
    AfterValidator(_visible),
]
Phone = Annotated[
    str,
    Field(
        pattern=E164,
        examples=["+13125550142"],
        description="A number in E.164 that a telephone can have.",
    ),
    AfterValidator(_phone),
]
Email = Annotated[
    str,
    Field(max_length=320, json_schema_extra={"format": "email"}, examples=["rita@example.com"]),
    AfterValidator(_email),
]


class Strict(BaseModel):
    """Refuses fields it does not know, and values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Requester(Strict):
    """Who asks. At least one of `phone` and `email` is needed: somebody must be able to answer. The company's own are
    refused.
    """

    name: Line = ""
    phone: Phone | None = None
    email: Email | None = None

    @model_validator(mode="after")
    def _is_reachable(self) -> Self:
        if self.phone is None and self.email is None:
            raise ValueError("Give a phone or an email.")
        return self


class Place(Strict):
    """Where help is needed. The address is matched with the properties the company looks after."""

    street: Annotated[NeededLine, Field(examples=["12 Oak Street"])]
    unit: Annotated[str, Field(max_length=40), AfterValidator(_without_nul)] = ""
    city: Annotated[str, Field(max_length=100), AfterValidator(_without_nul)] = ""
    state: Annotated[str, Field(max_length=40), AfterValidator(_without_nul)] = ""
    postal_code: Annotated[str, Field(max_length=20), AfterValidator(_without_nul)] = ""


class Photo(Strict):
    """A picture, in base64. Its first bytes must be those of its type; no address is ever fetched."""

    name: Annotated[Line, Field(min_length=1, examples=["sink.jpg"])]
    content_type: PhotoType
    content: Annotated[
        str,
        Field(
            min_length=4,
            max_length=LONGEST_PHOTO,
            json_schema_extra={"contentEncoding": "base64"},
        ),
    ]


class BookingRequest(Strict):
    """A request for help. It becomes a booking that the company's staff look at and make into a job."""

    words: Annotated[Words, Field(description=WORDS)]
    requester: Requester
    place: Place | None = None
    urgency: Urgency = Urgency.ROUTINE
    danger: Annotated[
        Safety | None,
        Field(description="What is dangerous; pages whoever is on call at once."),
    ] = None
    since: Annotated[Line, Field(description="When the trouble began.")] = ""
    requested_window: Annotated[Line, Field(description="When a visit suits.")] = ""
    estimate: Annotated[
        EstimateWish | None, Field(description="A price is wanted before the work.")
    ] = None
    pets: bool | None = None
    photos: Annotated[list[Photo], Field(max_length=MOST_PHOTOS)] = []


class BookingAnswer(BaseModel):
    """A booking as it stands. `job_number` is given once staff have made a job of it."""

    model_config = ConfigDict(frozen=True)

    id: int
    status: BookingStatus
    received_at: datetime
    job_number: int | None = None
    photos: int


class FieldProblem(BaseModel):
    """What is wrong with one value. pointer: where it stands in the body (RFC 6901)."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []
