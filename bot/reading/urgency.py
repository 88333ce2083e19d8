"""How soon a request must be seen, by the company's table: the same or next day, or in turn. Manners
and capitals change nothing; danger is the scan's.
"""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

_FRIDGE = "fridge/frige/refrigerator/freezer/refri/nevera/refrigerador/congelador/refrigeradora"
_COOLING = "ac/acs/aircon/air_conditioner/air_conditioning/aire/aire_acondicionado/clima/minisplit"
_HEATING = """heat/heater/heaters/furnace/boiler/heating/calefaccion/calefactor/calenton/caldera/
    radiators"""
_DEAD = """out/off/broke*/dead/died/dies/quit/stopped/stops/down/not/isnt/wont/doesnt/aint/hasnt/nothing/
    busted/kaput/conked/failed/no/murio/descompuso/apago/descompuesto/descompuesta/sirve/funciona/
    prende/jala/enciende/trabaja/went_out/fried/shot/gone/problem/acting_up"""
_URGENT = Lexicon(f"""
    no/without/zero/lost hot_water/ac/power/electricity/heat/heating/air, no .. hot water, hot
    water & out/gone/stopped/not/isnt/wont/doesnt/never/ran/only/lukewarm/cold/again/broke*, water
    .. lukewarm/cold/freezing/ice_cold/tepid/scalding/boiling .. only/shower/all/always/never/
    even/everywhere/every/out/no/from/hot/for, shower/showers .. cold/freezing/lukewarm/ice_cold,
    water heater & {_DEAD}/leak*, sin/no .. agua caliente, agua caliente & no/sin/nunca/se_acaba,
    agua & fria/helada & solo/sale/nomas/regadera, calentador & no/descompuso/murio/apaga/tira,
    scalding/scald/scalds/burns_you/burned_my_hand/hirviendo/quemando_la_mano, {_FRIDGE} &
    {_DEAD}/warm/cooling/spoil*/thaw*/melt*/cold/enfria/caliente/tibio/echando/descongel*/
    room_temp*/dying, food/comida/milk/leche & spoil*/warm/echa*/echo/perder/bad/rott*/thaw*,
    {_COOLING} & {_DEAD}/warm/hot/enfria/caliente/blowing_warm/blowing_hot/room_temp*, no ..
    sirve/funciona/prende/hay/tenemos/tengo/jala .. calefaccion/luz/aire/clima/calenton,
    {_HEATING} & {_DEAD}/cold_air/no_longer/fria/frio, only/our_only/one/unico/unica/solo toilet/
    bathroom/bano/inodoro/escusado/tengo_un_bano, toilet .. only/our_only, dont have another
    toilet/bathroom, no tengo otro, power/outlets/lights/electricity .. out/half/stopped/off/gone/
    down/dead, no lights, half .. outlets/lights/power/apartment/apt/house/unit, all ..
    outlets/lights/plugs .. out/dead/not/stopped/off, power & lost/lose/losing/out, fue/sin/
    no_hay/no_tiene/no_tengo/no_tenemos/quede luz/luces/electricidad/corriente, fue/va/cortaron
    la_luz/luz/corriente, luz & medio/mitad/cuarto/cocina/sala/parte/toda & no/sin/fue, elevator/
    elevators/elevador/ascensor/elevadores/lift, broken/shattered/smashed/cracked/broke/shatter/
    busted .. window/glass/mirror/windows/pane, window/windows/ventana/vidrio/glass/cristal/
    espejo/mirror & broken/shattered/rota/roto/smashed/quebrada/quebrado/broke/busted/rompio/
    quebro/cracked/estrellado, wasp*/hornet*/bees/beehive/bat/bats/bedbug*/chinche*/avispa*/
    abeja*/panal/murcielago*/yellowjacket*/bed_bugs/bed_bug/snake/raccoon*/scorpion*/alacran*,
    mold/moho/mildew/hongo/hongos/humedad & asthma/sick/allerg*/cough*/lungs/asma/alergi*/baby/
    breath*/tos/enfermo/enfermos/newborn/copd/immune/infections/bebe/inhaler/respir*, asthma/
    asthmatic/asma/copd/allerg* .. mold/moho/moldy, ice/icy/slip*/slick/railing/stair_rail/
    handrail/barandal/banister/hielo/resbal*/needle*/syringe*/jeringa*/loose_step/trip_hazard/
    tripped/tripping_hazard/tropez*/sharp/nails/nail/sticking_up, step/steps/stair/stairs/escalon/
    escalera/escalones & broken/loose/rotten/rotting/cracked/roto/suelto/floja/wobbl*/missing/
    gave/gives/rota/collaps*, salt & steps/walk/walkway/ice/stairs/sidewalk, nearly/almost/about
    went/fell/slipped/fall/ate/wiped, casi .. cai/caigo/caemos/cae, someone/kid/somebody/he/she/
    anyone .. gonna/going/get/will .. hurt/fall/hit, leak*/drip*/water/gotea*/gotera/agua/
    fountain/goteando/escurre/tira & ceiling/floor/wall/walls/carpet/steadily/steady/techo/piso/
    pared/alfombra/downstairs/upstairs/arriba/puddle/charco/floors/baseboards/bucket/cubeta/balde/
    constant/constantly/nonstop/24/bowl/pot/tray, leak*/leaking/leaks/drip*/gotea/gotera/fuga &
    again/back/otra_vez/de_nuevo/volvio/fixed/getting_worse/worse/all_day/all_night/everywhere/
    todo_el_dia, bucket/cubeta/balde & full/fills/empty*/every/overnight/lleno/llena/vacio,
    under/underneath .. puddle/wet/soaked, puddle/puddles/charco/charcos/pooling/soaked/soaking/
    drenched/mojada/mojado, wet/damp carpet/floor/ceiling/wall, carpet/floor/ceiling/wall/piso/
    techo/pared/alfombra .. wet/soaked/damp/mojado/mojada/soggy, soft/squishy/spongy/spongey/
    sagging .. floor/ceiling, floor/ceiling/piso/techo .. soft/squishy/spongey/spongy/sagging/
    bouncy/blando/hundido/hundiendo/buckling/sink*/caving/cracks_getting, door/entrance/gate
    of/to/into the/our building/lobby/complex, building/lobby/main/entrance/shared
    door/entrance/lock & wont/doesnt/busted/broken/broke/propped/open/latch/close/lock,
    fountain/geyser/pool/lake & dishwasher/washer/floor/kitchen/laundry/bathroom, lobby/main/
    building/front_entrance/entrance/shared/common/edificio/entrada/side/vestibule .. door/
    entrance/gate/puerta/entry .. lock*/close/closes/latch/open/shut/cierra/abierta/broken/
    propped/secure, puerta .. edificio/lobby/entrada_principal .. cierra/rota/abierta, gas ..
    shut/off/cut/turned, gas service/line, no gas coming/service/to/in, sin gas, no
    hay/tengo/tenemos gas, cortaron el_gas, branch/rama/tree/limb/arbol .. hanging/fell/colgando/
    cracked/about/leaning/caer/cayo/down/quebrada, gate/fence .. fell/about/hanging, detector/
    detectors/alarm/alarms/sprinkler/extinguisher/detectores/alarma/intercom_phone/
    emergency_phone/emergency_light/exit_sign & missing/dead/broken/disconnected/not/wont/ripped/
    removed/doesnt/fell/no_funciona/no_sirve/falta/quitaron/dont/without/no/off_the_ceiling/
    constantly/nonstop, smoke/gas/fire/flood/sparks/alarm .. gone/out_now/stopped/over & fix/
    check/damage/look/need/still, sewage/septic/aguas_negras, overflow*/desbord*,
    flood/flooded/inundo, ac/aire .. leak*/drip*/gotea*/tira & floor/carpet/ceiling/wall/
    everywhere/all/piso/sala/alfombra/todo
""")
_MILD = Lexicon("""
    smell*/huele .. sewer/sewage/septic/drenaje, little/small/tiny/slow/minor/no_rush/no_hurry/
    not_urgent/only_when/faucet/shower_head/head/showerhead/cosmetic/whenever/cuando_puedan/
    poquito/no_urge/not_an_emergency/towel, isnt as, into/in the sink/tub/bowl_of, fridge/freezer
    light/shelf/drawer/handle/seal/bulb/noise/loud/ice, ice maker/cube/cubes/dispenser, water
    dispenser/filter, one/guest/spare/back/single room/bedroom/radiator/window, heat
    fine/too_great/works, does heat/cool, window screen/blinds/sill/lock/ac, trash/garbage/
    dumpster/bin/bins/basura/gutter/gutters .. overflow*, overflow* ..
    trash/garbage/dumpster/bins, light/bulb/fixture .. closet/oven/fridge/hallway/porch/microwave,
    screen/mosquitero, garage/gate/cage, knob/handle/perilla, paint/pintura/stain/manch*, too much
    heat/hot_in, closet/cabinet/drawer/bedroom/bathroom .. door, filter, colder than
""")
_ALWAYS_MILD = Lexicon(
    "no rush/hurry, not urgent/an_emergency, whenever .. you/u/yall, cuando puedan/guste"
)
_NEVER_MILD = Lexicon("""
    only toilet, leak*/drip* & again/ceiling/floor/carpet, scalding, broken/shattered glass, puddle/
        charco, soaked/wet carpet, no power/heat/hot_water/ac, floor .. wet/soft/squishy,
        mold & asthma/allerg*/sick, piso & moj*/agua, railing/barandal, tira .. agua
""")
# What is looked at in turn unless something makes it worse.
_FAULT_ITSELF = frozenset({"elevator"})


def urgency_of(said: tuple[str, ...], category: str) -> str:
    """Says "urgent" or "routine"; a mild clause beside the worst one lowers nothing but itself."""
    if category in _FAULT_ITSELF:
        return "urgent"
    return "urgent" if any(_is_urgent(each, category) for each in said) else "routine"


def _is_urgent(sentence: str, category: str) -> bool:
    if _NEVER_MILD.asserted(sentence):
        return True
    if _ALWAYS_MILD.first(sentence) or _MILD.asserted(sentence):
        return False
    match = _URGENT.asserted(sentence)
    return match is not None and not (category == "hvac" and _TOO_MUCH.first(sentence))


_TOO_MUCH = Lexicon("too cold/great/hot/warm/much, works/heats great/fine, does heat/cool/work")
