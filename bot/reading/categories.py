"""Which trade a request is for and how soon it must be seen. Decides nothing about danger: that is
the scan's.
"""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

GENERAL = "general"

# The order settles ties: what is said of a gas burner is about the stove, of a closet door about
# the door.
CATEGORIES: tuple[tuple[str, Lexicon], ...] = (
    ("elevator", Lexicon("elevator/elevators/lift/elevador/ascensor/elevadores")),
    (
        "pest",
        Lexicon("""
            roach/roaches/cockroach*/mice/mouse/rat/rats/ants/bedbug*/termite*/wasp*/bees/hornet*/
                spider*/flea/fleas/squirrel*/raccoon*/bat/bats/pigeon*/exterminator/droppings/
                rodent*/bugs/gnats/moths,
            bed bug/bugs,
            cucaracha*/raton/ratones/rata/ratas/hormigas/chinches/avispa*/abejas/plaga/arana/
                aranas/termitas
        """),
    ),
    ("internet_cable", Lexicon("wifi/internet/cable_tv/router/modem/ethernet/cable_box, wi fi")),
    (
        "fire_safety",
        Lexicon("""
            smoke/fire/co/monoxide detector*/alarm*/extinguisher*/thing,
            detector/detectors/sprinkler*/extinguisher*/extintor/detectores
        """),
    ),
    (
        "water_heater",
        Lexicon("""
            hot water, water heater/tank, agua caliente/hirviendo, calentador/boiler .. agua,
            water .. lukewarm/scalding/boiling/warm/cold, calentador
        """),
    ),
    (
        "appliance",
        Lexicon("""
            fridge/refrigerator/freezer/stove/oven/dishwasher/washer/dryer/microwave/disposal/
                burner*/icemaker/range/cooktop/laundry_machine/washing_machine/ice_maker,
            gas/garbage/trash stove/range/oven/burner/dryer/disposal/compactor, estufa de gas,
            estufa/horno/lavadora/secadora/lavaplatos/microondas/refrigerador/nevera/refri/
                lavavajillas/triturador
        """),
    ),
    (
        "hvac",
        Lexicon("""
            ac/heat/heater/furnace/thermostat/radiator*/hvac/vent/vents/boiler/heating/aircon/
                ductwork,
            air conditioner/conditioning, exhaust/bathroom fan, bathroom .. fan,
            calefaccion/calefactor/termostato/clima/radiador, aire acondicionado, aire
        """),
    ),
    (
        "plumbing",
        Lexicon("""
            toilet*/sink*/drain*/faucet*/tap/pipe/pipes/leak*/shower/showerhead/tub/bathtub/clog*/
                plumb*/sewer/sewage/overflow*/drip*/plunger/shutoff/hose/spigot/water/flush*/
                puddle/septic,
            inodoro/escusado/bano_tapado/lavabo/lavamanos/fregadero/llave/grifo/tubo/tuberia/fuga/
                gotea/gotera/regadera/tina/coladera/drenaje/desague/agua/taza/goteando/tapado/
                tapada/tapo/cayo/perdi
        """),
    ),
    ("gas", Lexicon("gas/propane/rotten_egg")),
    (
        "lock_door",
        Lexicon("""
            door/doors/lock/locks/deadbolt/key/keys/fob/fobs/gate/intercom/latch/knob/doorknob/
                slider/mailbox/hinge*,
            puerta*/chapa/cerradura/llaves/porton/cerrojo/interfon/buzon/manija
        """),
    ),
    (
        "electrical",
        Lexicon("""
            outlet*/breaker*/light/lights/switch/power/electric*/wiring/wire/wires/doorbell/fuse*/
                bulb*/socket*,
            luz/luces/enchufe*/contacto*/apagador*/foco*/electric*/cable/cables/timbre/pastilla*/
                interruptor*/corriente
        """),
    ),
    (
        "structural",
        Lexicon("""
            wall/walls/ceiling/floor/floors/flooring/roof/stairs/stair/railing/cabinet*/drawer*/
                window*/mold/mildew/carpet/tile*/drywall/paint/counter*/glass/balcony/step/screen/
                baseboard*/grout/caulk*,
            pared/paredes/techo/piso/ventana*/vidrio*/moho/escalera*/barandal/gabinete*/balcon/
                alfombra/azulejo*/humedad
        """),
    ),
    (
        "cleaning_trash",
        Lexicon("""
            trash/garbage/dumpster/chute/clean*/filthy/graffiti/recycling/janitor,
            basura/limpi*/sucio/suciedad/grafiti
        """),
    ),
    (
        "landscaping_exterior",
        Lexicon("""
            lawn/grass/snow/ice/icy/salt/fence/tree/trees/branch*/gutter*/sidewalk/driveway/
                bushes/weeds/pothole/parking_lot/walkway/sprinklers/shovel*/yard,
            pasto/cesped/nieve/hielo/cerca/arbol*/rama*/canaleta*/banqueta/jardin
        """),
    ),
    (
        GENERAL,
        Lexicon("""
            gas_grill/blinds/blind/shelf/shelves/curtain*/rod/mount/mounting/hang/grill/persiana*/
                cortina*/repisa*
        """),
    ),
)

# What makes a mention of a thing a report of a fault.
FAULT = Lexicon("""
    broke*/broken/leak*/leek*/clog*/stuck/jam/jammed/dead/died/drip*/crack*/loose/fell/fallen/
        missing/busted/rotten/stain*/noise/noisy/loud/grinding/squeak*/rattl*/bang/bangs/banging/
        humming/smell*/stink*/stinks/mold/moldy/rust*/torn/ripped/peel*/shatter*/flicker*/beep*/
        chirp*/backed/slow/weak/warped/spongey/squishy/filthy/overgrown/down/out/off/dim/stiff/
        sticks/faulty/trip/tripping/trips/fails/failing/quit/spray/fountain/infest*/puddle/
        scalding/lukewarm/running/runs/hole/gritty/jammed/leaves/stopped/dangling/spins/damaged/
        expired/bent,
    not/wont/doesnt/isnt/dont/cant/didnt/never/aint .. work*/turn*/open*/close*/lock*/drain*/
        flush*/light/start*/spin*/cool*/heat*/stop*/dry*/clean*/fit/shut/latch*/warm/reach/cold/
        hot/run*/charge,
    no hot/hot_water/power/water/heat/ac/pressure/cold/light/internet/electricity/wifi,
    need/needs/want .. new/fix*/repair*/replac*/cut/clean*/installed/someone/look*/paint*/salt*/
        mount*,
    can/could .. fix/look/repair/replace/clean/salt/spray/come .. fix/look/out,
    can/could/pls/please .. fix/repair/replace/clean/salt/spray, something/somethings wrong,
    acting up, blowing warm/hot/cold, too hot/cold/loud/great,
    roach*/mice/rats/ants/bedbug*/bed_bugs/wasp*/droppings/termite*/bees, lost .. key/fob,
    no sirve/funciona/prende/cierra/abre/hay/tengo/tenemos/calienta/enfria/sale/jala/baja/
        enciende,
    roto/rota/rompio/descompuesto/descompuesta/descompuso/tapado/tapada/gotea/goteando/fuga/
        tirando/tira/quebro/quebrada/quebrado/atora/atorado/atorada/cucaracha*/ratones/hormigas/
        chinches/moho/humedad/suelto/suelta/danado/danada/dano/fallando/falla/huele/ruido/fue/
        pita/sale/abierto
""")

URGENT = Lexicon("""
    no/without hot_water/water/ac/power/electricity/heat/air, no .. hot water,
    sin/no .. agua caliente,
    fridge/refrigerator/freezer/refri/nevera .. died/dead/warm/broke*/stopped/out/not/isnt/wont/
        cooling/no/spoil*,
    ac/air .. out/warm/hot/broke*/dead/stopped/not/isnt/wont, only/our_only/one toilet/bathroom,
    toilet .. clogged/wont/stopped .. only, power/outlets/lights .. out/half/stopped/off,
    half .. outlets/lights/power/apartment, fue la luz, elevator/elevators/elevador/ascensor,
    heat/heater/furnace/boiler/heating .. no_longer/out/off/broke*/died/dead/quit/stopped/down/
        not/isnt/wont/doesnt/no,
    no heat/heating, no .. sirve/funciona/prende/hay .. calefaccion/luz/aire, calefaccion .. no,
    broken/shattered/smashed/cracked .. window/glass/mirror,
    window/ventana/vidrio .. broken/shattered/rota/roto/smashed/quebrada,
    wasp*/hornet*/bees/bat/bats/bedbug*/chinches/avispas/abejas, bed bugs,
    mold/moho .. asthma/sick/allerg*/cough*/lungs/asma/alergia/baby,
    ice/icy/salt/slip*/railing/barandal/hielo/needle*/loose_step/trip_hazard/tripped,
    nearly/almost went/fell/slipped,
    leak*/drip*/water/gotea/gotera/agua/fountain .. ceiling/floor/wall/carpet/steady/steadily/
        techo/piso/pared/again,
    leak*/leaking again, scalding/fountain/spongey/squishy, soft/squishy/spongy .. floor,
    floor .. soft/squishy/spongey/spongy/sagging,
    lobby/main/building/front_entrance .. door/entrance .. lock/close/latch/open, gas .. shut/off,
    branch/rama .. hanging/fell/colgando, puddle/charco
""")
_MILD = Lexicon("""
    little/small/tiny/slow/minor/no_rush/only_when/sink/faucet/shower_head/head, isnt as,
    one/guest room
""")


def category_of(said: tuple[str, ...]) -> str | None:
    """The thing to repair: the first named where something is wrong, else the first at all."""
    faulty = tuple(each for each in said if FAULT.first(each))
    named = (_first_named(sentence) for sentence in (*faulty, *said))
    return next((each for each in named if each), None)


def _first_named(sentence: str) -> str | None:
    """The earliest word wins; the order of CATEGORIES settles a tie."""
    named = ((name, words.first(sentence)) for name, words in CATEGORIES)
    found = [(match.at, name) for name, match in named if match]
    return min(found, key=lambda each: each[0])[1] if found else None


def is_fault(said: tuple[str, ...]) -> bool:
    """Whether anything is said to be wrong."""
    return FAULT.mentioned(said)


def is_urgent(said: tuple[str, ...]) -> bool:
    """Same or next day, by the company's table; manners and capitals change nothing."""
    return any(URGENT.asserted(each) and not _MILD.asserted(each) for each in said)
