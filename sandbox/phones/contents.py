"""What messages carry, shown so that it can do nothing: pictures, files, and mails as designed."""

from __future__ import annotations

import base64

from flask import Response, abort

from sandbox.carrier.emulator import current_emulator

SHOWN_INLINE = {"image/jpeg", "image/png", "image/gif", "image/webp"}
# Opened in a tab of its own, too, such content is of no origin and runs nothing.
INERT = "sandbox; default-src 'none'; frame-ancestors 'self'"
# A mail brings its own styles; links open a new tab, since the frame itself may go nowhere.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'"
)
PDF_MARK = b"%PDF-"
PDF_POLICY = "frame-ancestors 'none'"
_HEAD = '<!doctype html><meta charset="utf-8"><base target="_blank">'


def picture(sid: str) -> Response:
    """One picture of a text; anything a browser would not draw is a download."""
    media = current_emulator().store.media(sid)
    if media is None:
        abort(404)
    kind = media.content_type if media.content_type in SHOWN_INLINE else "application/octet-stream"
    response = Response(base64.b64decode(media.content_base64), content_type=kind)
    response.headers["Content-Security-Policy"] = INERT
    if kind not in SHOWN_INLINE:
        response.headers["Content-Disposition"] = "attachment"
    return response


def mail_file(sid: str) -> Response:
    """One file of a mail: a PDF is shown, anything else is a download."""
    file = current_emulator().store.file(sid)
    if file is None:
        abort(404)
    content = base64.b64decode(file.content_base64)
    is_pdf = content.startswith(PDF_MARK)
    kind = "application/pdf" if is_pdf else "application/octet-stream"
    response = Response(content, content_type=kind)
    # A browser's own viewer of PDFs is locked out by the stricter policy.
    response.headers["Content-Security-Policy"] = PDF_POLICY if is_pdf else INERT
    how = "inline" if is_pdf else "attachment"
    response.headers.set("Content-Disposition", how, filename=file.name)
    return response


def mail_html(sid: str) -> Response:
    """The HTML part of a mail, for a sandboxed frame."""
    mail = current_emulator().store.mail(sid)
    if mail is None or not mail.html:
        abort(404)
    response = Response(_HEAD + mail.html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response
