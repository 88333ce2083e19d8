"""Which drawing shows which trouble. Each is drawn once for a scene, however often it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sandbox.demo.pictures import house, water, wiring
from sandbox.demo.pictures.camera import SCENES, photographed
from sandbox.demo.pictures.condition import Condition, Drawing

# By the trouble's summary.
DRAWINGS: Mapping[str, Drawing] = {
    "Kitchen sink drains slowly": water.sink,
    "Leak under the bathroom sink": water.trap,
    "Water stain growing on the ceiling": water.ceiling,
    "No hot water": water.heater,
    "Furnace blows cold air": wiring.thermostat("58°", "70°"),
    "Air conditioner does not cool": wiring.thermostat("84°", "72°"),
    "Thermostat shows nothing": wiring.thermostat("", "70°"),
    "Outlet does not work": wiring.outlet,
    "Breaker trips again and again": wiring.panel,
    "Hallway light flickers": wiring.light,
    "Smoke alarm chirps": wiring.smoke_alarm,
    "Refrigerator is warm": house.refrigerator,
    "Front door lock sticks": house.lock,
    "Window will not close": house.window,
    "Cabinet door has come off": house.cabinet,
}
MOST_SCENES = len(SCENES)


@cache
def picture(summary: str, condition: Condition, scene: int) -> bytes:
    """The JPEG of that trouble in one of the scenes. KeyError for a trouble nobody draws."""
    drawing, chosen = DRAWINGS[summary], SCENES[scene % MOST_SCENES]
    taken = list(DRAWINGS).index(summary) * 10 + chosen.number
    seed = 2 * taken + (condition is Condition.MENDED)
    return photographed(drawing(chosen, condition), chosen, seed)
