"""Turning the switches: one to a position, or all back to well-behaved."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.carrier.emulator import current_emulator
from sandbox.phones.switches import SWITCHES, positions, turn_off, turn_on


def switch(key: str) -> ResponseReturnValue:
    """Turn one switch to the position `to`, `on` or `off`."""
    chosen, to = SWITCHES.get(key), request.form.get("to")
    if chosen is None or to not in {"on", "off"}:
        abort(404)
    turn = turn_on if to == "on" else turn_off
    turn(current_emulator().moods, chosen)
    return _turned()


def well_behaved() -> ResponseReturnValue:
    """Turn every switch off; messages and what is under way stay."""
    current_emulator().moods.clear()
    return _turned()


def _turned() -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return {"switches": positions(current_emulator().moods)}
    return redirect(url_for("practice.page", _anchor="switches"), 303)
