"""Which trade a request is for. Decides nothing about danger or urgency."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.faults import FAULT
from bot.reading.lexicon import Lexicon
from bot.reading.urgency import urgency_of

GENERAL = "general"
MOST_REMEMBERED = 32

# The order settles ties: what is said of a gas burner is about the stove, of a closet door about
# the door.
CATEGORIES: tuple[tuple[str, Lexicon], ...] = (
    ("elevator", Lexicon("elevator/elevators/elevater/lift/elevador/ascensor/elevadores")),
    (
        "pest",
        Lexicon("""
            roach/roaches/cockroach*/mice/mouse/rat/rats/ant/ants/bedbug*/termite*/wasp*/bee/bees/
            hornet*/spider*/flea/fleas/squirrel*/raccoon*/bat/bats/pigeon*/exterminator/droppings/
            rodent*/bug/bugs/gnats/moths/scorpion*/snake/snakes/opossum/possum/centipede*/
            silverfish/beehive/infestation/pest/pests/maggots/fruit_flies/flies/bird/birds/skunk/
            critter/yellowjacket*, bed bug/bugs, something/animal .. attic/walls .. scratching,
            scratching .. attic/walls, cucaracha*/raton/ratones/rata/ratas/hormiga*/chinche*/
            avispa*/abeja*/panal/plaga/arana/aranas/termita*/alacran*/bicho*/mosca*/pulga*/
            murcielago*/insecto*/fumigar/fumigacion/fumiguen/comejen/paloma*/ardilla*/mapache*
        """),
    ),
    (
        "internet_cable",
        Lexicon("""
            wifi/internet/cable_tv/router/modem/ethernet/cable_box/comcast/spectrum/xfinity, wi fi,
            satellite dish, cable outlet/jack/signal, senal del cable
        """),
    ),
    (
        "fire_safety",
        Lexicon("""
            smoke/fire/co/monoxide detector*/alarm*/extinguisher*/thing/sensor, detector/
            detectors/sprinkler_head/fire_sprinkler/extinguisher*/extintor*/detectores/alarm,
            alarma .. humo/incendio, alarma de, thing/something/box .. ceiling .. chirp*/beep*,
            chirp*/beep* .. ceiling/minute/seconds/sec, chirping/chirps
        """),
    ),
    (
        "water_heater",
        Lexicon("""
            hot water, water heater/tank/htr, agua & caliente/hirviendo/fria/tibia/helada/calienta,
            calentador/boiler/bolier .. agua, water .. lukewarm/scalding/boiling/warm/cold/freezing/
                tepid/ice_cold, calentador/heater_tank, shower/showers .. cold/freezing/lukewarm/
                scalding/ice_cold
        """),
    ),
    (
        "appliance",
        Lexicon("""
            fridge/frige/refrigerator/freezer/stove/oven/dishwasher/washer/dryer/microwave/
            disposal/burner*/icemaker/range/cooktop/stovetop/appliance*/garburator/
            laundry_machine/washing_machine/ice_maker/washing_machines/dryers/washers/igniter,
            dish washer, gas/garbage/trash/electric stove/range/oven/burner/dryer/disposal/
            compactor, estufa de gas, estufa/horno/hornilla*/quemador*/lavadora*/secadora*/
            lavaplatos/lavatrastes/microondas/refrigerador/refrigeradora/nevera/refri/frigo/
            congelador/lavavajillas/triturador/parrilla_electrica
        """),
    ),
    (
        "hvac",
        Lexicon("""
            ac/acs/fan/fans/heat/heater/furnace/thermostat/radiator*/hvac/vent/vents/boiler/heating/aircon/
            ductwork/air_filter/filter*/heatpump/mini_split/minisplit/baseboard_heater/heaters,
            air conditioner/conditioning/con/cond/conditioners/vent, exhaust/bathroom fan,
            bathroom .. fan, cooling/warm_air/cold_air/fireplace/flue/chimney/chimenea, fan ..
            bathroom, heat pump, degrees colder/warmer, bit/little/much warmer/cooler/hotter,
            bedroom/room/side .. colder/warmer/freezing/hotter, calefaccion/calefactor/calenton/
            termostato/clima/radiador/ventilacion/extractor/caldera/minisplit, aire acondicionado,
            aire, cuarto .. frio
        """),
    ),
    (
        "plumbing",
        Lexicon("""
            toilet*/sink*/drain*/faucet*/tap/pipe/pipes/leak*/leek*/shower/showerhead/tub/bathtub/
                clog*/plumb*/sewer/sewage/overflow*/drip*/plunger/shutoff/hose/spigot/water/flush*/
                puddle/septic/commode/urinal/bidet/potty/plunge*/spout/pressure/waterline, jiggl*
                handle, flapper/ballcock,
            inodoro*/escusado/excusado/retrete/bano_tapado/lavabo/lavamanos/fregadero/llave_del/
                llave_de/grifo/tubo/tuberia*/caneria*/fuga/gotea*/gotera/regadera/ducha/tina/banera/
                coladera/drenaje/desague/agua/taza/wc/tapado/tapada/tapo/tarja/caño/cano/manguera/
                palanca_del_bano, la llave .. gotea/tira/cierra/goteando/cocina/bano/lavabo/agua,
                mojado/bano_esta
        """),
    ),
    ("gas", Lexicon("<gas>, rotten egg/eggs, gas service/line/meter/company/co/log/tank")),
    (
        "lock_door",
        Lexicon("""
            door/doors/lock/locks/deadbolt/key/keys/fob/fobs/gate/intercom/latch/doorknob/slider/
            mailbox/hinge*/keypad/buzzer/peephole/lockout/callbox/weatherstrip*, door knob,
            opener, locked out, puerta*/chapa/cerradura/llaves/porton/cerrojo/interfon/buzon/
            manija/candado/picaporte/perilla/bisagra*/copia_de, llave .. quebro/rompio/chapa/
            puerta/casa/departamento, otra/perdi/nueva .. llave
        """),
    ),
    (
        "electrical",
        Lexicon("""
            outlet*/breaker*/light/lights/switch/switches/power/powers/electric*/wiring/wire/wires/
                doorbell/fuse*/bulb*/socket*/plug/plugs/ceiling_fan/dimmer/lamp/gfci/spark*/shock*/
                receptacle*/lightbulb*,
            luz/luces/enchufe*/contacto*/apagador*/foco*/electric*/cable/cables/timbre/pastilla*/
                interruptor*/corriente/tomacorriente*/lampara*/breaker/apagon/chispa*/ventilador/
                abanico/fusible*/bombilla*/bombillo*, toma de_corriente
        """),
    ),
    (
        "structural",
        Lexicon("""
            wall/walls/ceiling/floor/floors/flooring/roof/stairs/stair/railing/rail/handrail/
            cabinet*/cupboard*/drawer*/window*/mold/mildew/moldy/carpet/tile*/drywall/paint/
            painting/counter*/balcony/step/steps/screen/baseboard*/grout/caulk*/plaster/linoleum/
            laminate/vinyl/foundation/mirror/deck/attic/banister, broken/shattered/cracked/pieces/
            shards/piece .. glass, glass broke/broken/cracked/shattered/everywhere/pane, pared/
            paredes/techo/piso/ventana*/vidrio*/moho/escalera*/barandal/gabinete*/balcon/alfombra/
            azulejo*/humedad/pintura/pintar/yeso/escalon*/cajon*/mosquitero/espejo/cristal/
            loseta*/alacena*/hongo/hongos
        """),
    ),
    (
        "cleaning_trash",
        Lexicon("""
            be/get/gets/getting/been cleaned, trash/garbage/dumpster/chute/clean/threw_up/puke/
            cleaning/cleanup/cleaners/filthy/graffiti/recycling/janitor/litter/dirty/sticky/vomit/
            urine/pee/poop/swept/mop/mopped/stinks/debris/mattress/couch, basura/limpi*/sucio/
            sucios/sucia/sucias/suciedad/grafiti/barrer/trapear/contenedor/orina/mugre
        """),
    ),
    (
        "landscaping_exterior",
        Lexicon("""
            lawn/grass/snow/ice/icy/salt/fence/tree/trees/branch*/gutter*/sidewalk/driveway/
                bushes/bush/weeds/pothole*/parking_lot/walkway/sprinkler/sprinklers/shovel*/yard/
                hedge*/leaves/irrigation/downspout/plow*/landscap*/mow*/courtyard/limb,
            pasto/cesped/zacate/nieve/hielo/cerca/barda/arbol*/rama*/canaleta*/banqueta/jardin/
                entrada_de_carros/bache*/aspersor*/maleza
        """),
    ),
    (
        GENERAL,
        Lexicon("""
            gas_grill/blinds/blind/shelf/shelves/curtain*/rod/rods/mount/mounting/hang/grill/
                towel_bar/towel_rack/shade/shades/toilet_paper_holder/picture/pictures/bookshelf/
                tv_mount/bench/handyman/assemble/closet_rod/shower_rod/playground,
            persiana*/cortina*/cortinero/repisa*/toallero/colgar/estante*/instalar
        """),
    ),
)
_MACHINES = tuple(each for each in CATEGORIES if each[0] in ("water_heater", "appliance", "hvac"))
_PIPEWORK = Lexicon("""
    toilet*/sink*/drain*/faucet*/tap/pipe/pipes/shower/tub/bathtub/plumb*/sewer/hose/spigot/clog*/
        inodoro*/escusado/lavabo/fregadero/llave/tubo/tuberia*/regadera/tina/coladera/drenaje/taza/
        upstairs/ceiling/arriba/techo
""")
# A smell denied names no trade.
_NO_SMELL = re.compile(
    r"\b(?:no|any|dont|doesnt|not) (?:gas (?:smell|odor)|smell (?:any |like )?gas)|no huele a gas\b"
)
# Named only as the place where another thing is: "ceiling fan", "behind the fridge".
_PLACES = Lexicon("""
    behind/near/by/under/above/next_to/beside/in/on/from/at/to/into/inside/around/off/through/
    below/beneath/against/across/over/toward the/my/our/a/your/each/that/this fridge/refrigerator/
    stove/oven/sink/toilet/tub/washer/dryer/ceiling/wall/walls/floor/cabinet/cabinets/door/window/
    windows/stairs/light/shower/water_heater/dishwasher/steps/elevator/lobby_door/front_door/
    counter/carpet/outlet/mailboxes/mailbox/furnace/yard/patio/driveway/sidewalk/microwave/
    dumpster/trash/balcony/roof, atras/detras/debajo/arriba/junto/cerca/abajo/encima/adentro/
    dentro del/de_la/de_mi/al/a_la/de refri/refrigerador/estufa/lavabo/fregadero/inodoro/lavadora/
    techo/pared/puerta/ventana/horno, en/por/sobre el/la/mi techo/pared/piso/puerta/ventana/
    escalera/techo_de/balcon/patio/estufa
""")


@lru_cache(maxsize=MOST_REMEMBERED)
def category_of(said: tuple[str, ...]) -> str | None:
    """The thing to repair: the first named where something is wrong, else the first at all; a thing
    named as a mere place counts last.
    """
    said = tuple(_NO_SMELL.sub(" ", each) for each in said)
    faulty = tuple(each for each in said if FAULT.first(each))
    bare = tuple(_PLACES.blank(each) for each in faulty)
    named = (_of_water(_first_named(sentence), sentence) for sentence in (*bare, *faulty, *said))
    return next((each for each in named if each), None)


def _of_water(named: str | None, sentence: str) -> str | None:
    """Water is a sign, not a thing: what it comes out of is to be repaired, where that is a machine."""
    if named != "plumbing" or _PIPEWORK.first(sentence):
        return named
    return next((name for name, words in _MACHINES if words.first(sentence)), named)


def _first_named(sentence: str) -> str | None:
    """The earliest word wins; the order of CATEGORIES settles a tie."""
    named = ((name, words.first(sentence)) for name, words in CATEGORIES)
    found = [(match.at, name) for name, match in named if match]
    return min(found, key=lambda each: each[0])[1] if found else None


def names_a_thing(sentence: str) -> str | None:
    """The trade of the first thing named in one sentence."""
    return _first_named(sentence)


def fault_in(said: tuple[str, ...]) -> str | None:
    """The trade, where a thing and what is wrong with it are told; the fault alone is not enough."""
    if not any(FAULT.first(each) for each in said):
        return None
    return category_of(said)


def is_urgent(said: tuple[str, ...]) -> bool:
    """Same or next day, by the company's table."""
    return urgency_of(said, category_of(said) or GENERAL) == "urgent"


def is_fault(said: tuple[str, ...]) -> bool:
    """Whether anything is said to be wrong."""
    return FAULT.mentioned(said)
