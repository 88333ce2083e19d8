"""The fields of SendGrid's Inbound Parse, raw and parsed, made from one MIME message. Pure."""

import json
from email.message import EmailMessage
from email.utils import getaddresses

Part = str | bytes | tuple[str, bytes, str]

_SENDER_IP = "198.51.100.7"


def raw_parts(message: EmailMessage, *, dkim: str, spf: str) -> list[tuple[str, Part]]:
    """Return the fields posted when "send raw" is on: the whole MIME text in `email`."""
    parts = _common(message, dkim=dkim, spf=spf)
    parts.append(("email", message.as_bytes()))
    parts.append(("charsets", _charsets("to", "cc", "from", "subject")))
    return parts


def parsed_parts(message: EmailMessage, *, dkim: str, spf: str) -> list[tuple[str, Part]]:
    """Return the fields posted by default: text, html, headers, and each attachment as a file."""
    parts = _common(message, dkim=dkim, spf=spf)
    text, html = _body(message, "plain"), _body(message, "html")
    parts.append(("headers", "".join(f"{name}: {value}\n" for name, value in message.items())))
    charset_names = ["to", "cc", "from", "subject"]
    for name, content in (("text", text), ("html", html)):
        if content is not None:
            parts.append((name, content))
            charset_names.append(name)
    parts.append(("charsets", _charsets(*charset_names)))
    return parts + _attachments(message)


def _common(message: EmailMessage, *, dkim: str, spf: str) -> list[tuple[str, Part]]:
    recipients = [str(value) for value in message.get_all("To", [])]
    everyone = recipients + [str(value) for value in message.get_all("Cc", [])]
    senders = getaddresses([str(message["From"])])
    envelope = {
        "to": [address for _, address in getaddresses(everyone)],
        "from": senders[0][1] if senders else "",
    }
    parts: list[tuple[str, Part]] = [
        ("from", str(message["From"])),
        ("to", ", ".join(recipients)),
        ("subject", str(message["Subject"] or "")),
        ("envelope", json.dumps(envelope)),
        ("dkim", dkim),
        ("SPF", spf),
        ("sender_ip", _SENDER_IP),
        ("spam_score", "0.1"),
        ("spam_report", "Spam detection software found nothing of note."),
    ]
    if message["Cc"]:
        parts.append(("cc", str(message["Cc"])))
    return parts


def _body(message: EmailMessage, subtype: str) -> str | None:
    part = message.get_body(preferencelist=(subtype,))
    return None if part is None else str(part.get_content())


def _charsets(*names: str) -> str:
    return json.dumps(dict.fromkeys(names, "UTF-8"))


def _attachments(message: EmailMessage) -> list[tuple[str, Part]]:
    files: list[tuple[str, Part]] = []
    info: dict[str, dict[str, str]] = {}
    for number, part in enumerate(message.iter_attachments(), start=1):
        key, name = f"attachment{number}", part.get_filename() or "attachment"
        content = part.get_payload(decode=True)
        body = content if isinstance(content, bytes) else b""
        files.append((key, (name, body, part.get_content_type())))
        info[key] = {"filename": name, "name": name, "type": part.get_content_type()}
    parts: list[tuple[str, Part]] = [("attachments", str(len(files)))]
    if files:
        parts.append(("attachment-info", json.dumps(info)))
    return parts + files
