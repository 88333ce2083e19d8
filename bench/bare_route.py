"""What the webhook is measured against: one Flask route that verifies Twilio's signature and does nothing else."""

from __future__ import annotations

import os

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from bench.texts import PATH

ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def create_app() -> Flask:
    """The route as Twilio's own documents would have it, with the settings of the environment."""
    app = Flask("bare")
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    url = os.environ["PUBLIC_URL"] + PATH

    @app.post(PATH)
    def sms() -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(url, request.form, signature):
            return Response(status=403)
        return Response(ANSWER, content_type="text/xml; charset=utf-8")

    return app
