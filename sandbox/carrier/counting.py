"""What a harness asks: how many were accepted, and was anything accepted twice?"""

from collections import Counter
from urllib.parse import parse_qs, urlsplit

from sandbox.carrier.emulator import Emulator
from sandbox.carrier.records import Carrier

MOST_DUPLICATES_SHOWN = 1000
# How the product names its own id, in a callback address and among a mail's custom arguments.
TEXT_REF, MAIL_REF = "ref", "message_ref"


def counted(emulator: Emulator) -> dict[str, object]:
    """Return, a carrier, `accepted`, `distinct`, `states`, `duplicates` and `outcomes`.

    A duplicate is the same body to the same recipient (for a mail: subject and text). Counts cover
    the messages still kept. `pending` is the number of receipts and retries under way.
    """
    texts, mails = emulator.store.outgoing()
    return {
        "pending": emulator.pending(),
        "blocked": emulator.store.blocked(),
        "twilio": _summary([(sms.recipient, sms.body) for sms in texts])
        | {
            "states": dict(Counter(sms.state.value for sms in texts)),
            "outcomes": emulator.moods.tally(Carrier.TWILIO),
        },
        "sendgrid": _summary([(m.recipient, f"{m.subject}\n{m.text}") for m in mails])
        | {
            "states": dict(Counter(mail.state.value for mail in mails)),
            "outcomes": emulator.moods.tally(Carrier.SENDGRID),
        },
    }


def arrived(emulator: Emulator) -> list[list[str]]:
    """Return every accepted message kept, newest first: carrier, recipient, our own id as it came along, words.

    Our id comes in a text's callback address or among a mail's custom arguments; empty where there is none.
    """
    texts, mails = emulator.store.outgoing()
    return [
        *(["twilio", sms.recipient, _ref_in(sms.callback), sms.body] for sms in texts),
        *(
            ["sendgrid", m.recipient, m.args.get(MAIL_REF, ""), f"{m.subject}\n{m.text}"]
            for m in mails
        ),
    ]


def _ref_in(callback: str | None) -> str:
    return parse_qs(urlsplit(callback or "").query).get(TEXT_REF, [""])[0]


def _summary(sent: list[tuple[str, str]]) -> dict[str, object]:
    copies = Counter(sent)
    repeated = [
        {"to": recipient, "body": body, "count": count}
        for (recipient, body), count in copies.items()
        if count > 1
    ]
    return {
        "accepted": len(sent),
        "distinct": len(copies),
        "extra": len(sent) - len(copies),
        "duplicates": repeated[:MOST_DUPLICATES_SHOWN],
    }
