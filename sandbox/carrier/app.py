"""The emulator as one Flask application: Twilio's face, SendGrid's face and the control panel."""

from flask import Flask, Response

from sandbox.carrier import control, sendgrid_api, twilio_api
from sandbox.carrier.emulator import EXTENSION, Emulator
from sandbox.carrier.inbound_mail import BadMail
from sandbox.carrier.inbound_sms import BadAttachment
from sandbox.carrier.moods import UnknownMood
from sandbox.carrier.settings import EmulatorSettings

LARGEST_REQUEST = 40 * 1024 * 1024

CONTROL_ERRORS = (control.ControlRefused, UnknownMood, BadMail, BadAttachment)


def create_emulator(settings: EmulatorSettings) -> Flask:
    """Build the application. Its threads begin with `emulator_of(app).start()`, after any fork."""
    app = Flask("sandbox.carrier", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    app.extensions[EXTENSION] = Emulator(settings)
    for face in (twilio_api.twilio, sendgrid_api.sendgrid, control.panel):
        app.register_blueprint(face)
    for error in CONTROL_ERRORS:
        app.register_error_handler(error, _refused)
    return app


def emulator_of(app: Flask) -> Emulator:
    """Return the emulator inside an application made by `create_emulator`."""
    emulator: Emulator = app.extensions[EXTENSION]
    return emulator


def _refused(error: Exception) -> tuple[dict[str, str], int] | Response:
    return {"error": f"{type(error).__name__}: {error}"}, 400
