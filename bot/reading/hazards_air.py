"""The words of gas, carbon monoxide, electricity and fire, English and Spanish. Only words: no
reading here.

Written for recall: a missed gas leak is worse than a needless page.
"""

from __future__ import annotations

from bot.reading.danger import Hazard, Safety
from bot.reading.lexicon import Lexicon

_GAS_SMELL = Lexicon("""
    smel/smell*/smelt/odor*/odour/stink*/reek*/whiff*/sniff*/scent/fumes .. gas/gassy/gasoline/
        propane/sulfur/sulphur,
    gas/gassy/propane/sulfur/sulphur .. smell*/odor*/odour/stink*/reek*/stench/fumes/leak*/leek*/
        hiss*,
    leak*/hiss* .. gas/propane, hiss* .. stove/meter/furnace/range/line/heater/oven,
    stove/meter/furnace/range/gas/heater/oven .. hiss*,
    gas .. line/pipe/hose .. broke*/cut/hit/cracked/leak*/snapped, hit/cut/broke .. gas line/pipe,
    stove/burner/knob/gas .. left on .. gas,
    huele/olor/oler/olemos/apesta/peste/tufo/huelo .. gas/azufre,
    gas .. huele/olor/fuga/escap*/apesta, fuga/escape/escapa/escapando .. gas,
    tira/tirando/sale/saliendo .. gas
""")
_EGGS = Lexicon("""
    rotten/bad/spoiled/old/rotton egg/eggs, smell*/odor*/stink* .. egg/eggs/sulfur/sulphur,
    egg/eggs .. smell*/odor*/stink*, huevo/huevos podrido/podridos/podrida,
    olor/huele .. huevo/huevos/azufre
""")
_DRAIN_ONLY = Lexicon("""
    drain/drains/sink/faucet/tap/taps/toilet/sewer/septic/garbage/disposal/fridge/refrigerator/
        freezer,
    hot_water/tap_water,
    desague/coladera/drenaje/lavabo/fregadero/llave/grifo/basura/refrigerador/nevera
""")
_CO_ALARM = Lexicon("""
    carbon monoxide/monxide/monoxid,
    co/co2 alarm/alarms/detector/detectors/monitor/sensor/thing/device/unit/meter,
    monoxido/monoxide
""")
_SOUNDING = Lexicon("""
    go/goes/going/went/gone off,
    sounding/sounds/blaring/screaming/ringing/wailing/shrieking/triggered/tripped,
    alarming/beeping/beeps/beep/buzzing/pitando/pita/suena/sonando/sono/activo/disparo/chilla,
    keep*/wont .. beep*/alarm*/stop/quiet, 4/four/cuatro beep/beeps/times/pitidos,
    reads/says/reading/showing/shows/at/marca/lee <n>, <n> ppm, red light, alarm is/was/keeps on
""")
_SYMPTOMS = Lexicon("""
    headache*/dizzy/dizziness/nausea/nauseous/nauseated/lightheaded/woozy/migraine, light headed,
    throw*/threw up, passed/passing/pass out, head hurts/aches/pounding/splitting,
    feel/feeling sick/ill/faint/sleepy/weird/drowsy,
    mareo/mareos/mareado/mareada/mareados/nausea/nauseas/vomito/vomitando/desmayo,
    dolor/duele .. cabeza
""")
_BURNERS = Lexicon("""
    heat/heater/furnace/boiler/generator/fireplace/detector/stove, car/engine running,
    calefaccion/calenton/calefactor/caldera/calentador/boiler/generador
""")
_CHIRP = Lexicon("""
    chirp/chirps/chirping/chirped, low/dead/new/replace*/change* batter*,
    batter* .. low/dead/dying, just the battery, pila/pilas/bateria/baterias,
    once/every/cada .. minute/min/minuto/hour/few/<n>, end of life, says end/err/error/lb/low,
    expired/expiro/caduco
""")
_WIRED = (
    "outlet*/plug/plugs/receptacle*/socket*/switch/switches/panel/breaker*/wire/wires/wiring/cord/"
    "cords/fuse/fusebox/fixture/fixtures/dimmer/junction/chandelier/powerstrip"
)
_WIRED_ES = (
    "enchufe*/contacto/contactos/toma/tomacorriente*/apagador*/interruptor*/cable/cables/cableado/"
    "pastilla*/centro/foco/focos/lampara*/clavija"
)
_ELECTRICAL = Lexicon(f"""
    spark/sparks/sparked/sparking/arcing/arced,
    chispa/chispas/chispazo/chispazos/chispea*/chisporrote*/chispeando,
    got/get/gets/getting/gave/gives/giving/felt/feel .. shock/shocked/zapped/electrocuted/jolt,
    shocked/shocks/zapped/zaps me/him/her/us/my/you/someone,
    electrocuted/electrocute/electrocuting,
    {_WIRED} .. hot/warm/melt*/scorch*/burn*/burnt/black/blackened/charred/smok*/buzz*/sizzl*/
        crackl*/popping/brown,
    hot/melt*/scorch*/burnt/burning/burned/charred/smok*/buzz*/sizzl*/crackl* .. {_WIRED},
    popped/exploded/blew .. {_WIRED} .. smoke/smell*/flash/black,
    breaker*/panel/electric_box/electrical_box/fuse_box .. buzz*/hot/smell*/hum*/smok*/burn*/
        crackl*,
    exposed/bare/live/loose/hanging/naked/frayed .. wire/wires/wiring/cables,
    wire/wires/wiring .. exposed/bare/hanging/sticking, plate .. black/warm/hot/melt*,
    dio/da/dan/daba .. toque/toques/corrientazo/descarga/calambre/choque,
    electrocut*/corrientazo/corto_circuito/cortocircuito,
    {_WIRED_ES} .. caliente/quemad*/quema*/quemo/derrit*/derretid*/humo/negro/negra/zumba*/truena/
        hierve,
    quema*/humo/derrit*/zumba* .. {_WIRED_ES},
    cable/cables .. pelado/pelados/expuesto/expuestos/sueltos/colgando/al_aire
""")
_WET = (
    "water/drip/drips/dripping/dripped/leak/leaks/leaking/leaked/pouring/rain/wet/flooding/soaked/"
    "agua/gotea/goteando/gotera/mojado/escurre/cae/cayendo/moja"
)
_INTO = (
    "from/through/into/on/onto/in/inside/out/of/off/over/behind/by/near/around/"
    "de/del/por/en/sobre/a/al"
)
_LIVE = (
    "light/lights/outlet*/socket*/panel/breaker*/fixture*/chandelier/bulb/bulbs/switch/fusebox/"
    "wires/"
    "wiring/foco/focos/lampara*/enchufe*/contacto*/apagador*/toma/tomacorriente*/electrico"
)
_WET_WIRES = Lexicon(f"""
    {_WET} .. {_INTO} .. {_LIVE},
    {_WET} .. {_INTO} .. fuse_box/electrical_box/electric_box/meter_box/ceiling_fan/ceiling_light,
    {_WET} .. {_INTO} .. caja_de_luz/fusibles,
    {_LIVE} .. drip*/leak*/wet/soaked/mojad*/gote* .. water/agua,
    {_LIVE} .. full/filling/filled .. water,
    light/fixture/outlet/socket/panel is/are/has/started dripping/leaking/wet/soaked/underwater/
        water,
    {_LIVE} .. lleno/llena/mojado/mojada/gotea/goteando/chorrea
""")
_POWER_LOST = Lexicon("""
    no/lost/losing/without/lose power/electricity/electric/lights,
    power/electricity/lights .. out/off/down/gone/cut, outage/blackout/apagon,
    sin luz/electricidad/corriente, no hay/tengo/tenemos luz/electricidad/corriente,
    fue/cortaron .. luz/electricidad/corriente
""")
_MEDICAL = Lexicon("""
    oxygen/cpap/ventilator/dialysis/nebulizer/concentrator/insulin/respirator,
    medical equipment/machine/device, breathing machine/equipment, feeding pump/tube,
    oxigeno/respirador/concentrador/insulina/dialisis/nebulizador
""")
_ABLAZE = Lexicon("""
    on/caught/catch/catching/caught_on fire, fire .. spreading, en llamas, incendio/incendios,
    flame/flames .. coming/shooting/everywhere/out/spreading/high, full of smoke,
    smoke .. pouring/filling/fills/billow*/everywhere, lleno de humo, prendio fuego
""")
_TOBACCO = Lexicon("""
    cigarette*/cigar*/weed/marijuana/pot/vape/vaping/smoker/smokers/tobacco/cigarro*/fumando/fuma,
    last/previous/old tenant
""")
_FIRE = Lexicon("""
    on/caught/catch/catching fire, flame/flames,
    there_is/theres/theirs/small/big/little/a/grease/electrical/kitchen/trash/stove/oven/dryer/
        house/apartment/apt/building/dumpster/balcony/brush/microwave/started fire,
    fire in/at/on/by/under/behind/inside/near/help/now/next/outside/from,
    fire .. spreading/started/burning/help, burning/burnin down,
    smoke/smoky/smokey .. come*/coming/came/fill*/full/pour*/pouring/everywhere/rising/billow*/
        out/seep*/hallway,
    see/seeing/full/lots/lot/tons/filled/filling/black/white/thick/theres/there_is/smell*/of/
        heavy/is smoke,
    smoke/smokey/smoky in/inside/from/from,
    dryer/oven/stove/microwave/dishwasher/washer/fridge/furnace/heater/it/its/ac/fan/unit/motor ..
        smoking/smokin,
    started/starting to smoke, incendio/incendios/fuego/lumbre/en_llamas, hay/las/unas llamas,
    llamas en/saliendo/del/de, quemando/quemandose/incendiando/prendio_fuego,
    se quema/quemo/incendia/prendio .. casa/cocina/departamento/apartamento/estufa/secadora/
        edificio,
    hay/sale/saliendo/salio/mucho/lleno/huele/olor/veo/vemos/echando .. humo
""")
_FIRE_SMELL = Lexicon("""
    burning/burnt/burned .. smell*/odor/stink*/smoke, smell*/odor .. burning/burnt/burned/smoke,
    hot/melting/melted/burning/burnt plastic/rubber/wires/electrical/hair,
    smell*/odor .. electrical/electric/plastic,
    olor/huele .. quemado/quemada/quemandose/plastico/hule/chamuscado
""")
_FIRE_ALARM = Lexicon("""
    smoke/fire alarm/alarms/detector/detectors/alarma/alarmas .. going/went/goes/go off,
    smoke/fire alarm/alarms/detector/detectors .. blaring/sounding/screaming/ringing/blasting/
        activated,
    smoke/fire alarm/alarms/detector/detectors .. wont/keeps/nonstop/constantly/continuous*,
    fire/building alarm/alarms is/are/keeps/has/been/in/sounding,
    alarm/alarms .. whole/entire/in the .. building/bldg/hallway/complex,
    alarma/alarmas/detector/detectores .. incendio/incendios/humo/fuego .. suena/sonando/sono/
        activo/disparo/para,
    suena/sonando/activo/disparo .. alarma/detector/alarmas,
    hallway/stairwell/building .. alarm/alarms .. going
""")
_NO_BLAZE = Lexicon("""
    fire/fires place/places/pit/pits/escape/escapes/extinguisher/extinguishers/drill/drills/
        department/inspection/code/codes/door/doors/lane/hydrant/stick/tv/sprinkler/ants/marshal/
        wood/sale/safety,
    fireplace/firepit/firestick, dumpster fire of,
    cigarette*/cigar*/weed/marijuana/pot/vape/vaping/smoker/smokers/cigarro*/fumando/fuma/smokes,
    pilot/burner flame/flames/light/lights, flame/flames .. yellow/orange/low/small/weak/wont,
    remove/clean* .. smoke smell, no smoking
""")
_COOKED = Lexicon("""
    when/whenever/everytime .. cook*/shower*/toast/fry/bake,
    every_time .. cook*/shower*/toast/fry/bake/use, cada vez/cuando cocin*/cuando .. cocin*,
    car_alarm/alarm_clock, fire drill, simulacro
""")
_IGNITER = Lexicon("""
    spark/sparks/sparking .. wont/doesnt/not .. light/ignite/catch/start,
    wont/doesnt light/ignite, igniter/ignitor/lighter/spark plug, click*/burner .. spark*
""")

AIR: tuple[Hazard, ...] = (
    Hazard(Safety.CARBON_MONOXIDE, pairs=((_CO_ALARM, _SYMPTOMS), (_SYMPTOMS, _BURNERS))),
    Hazard(Safety.CARBON_MONOXIDE, pairs=((_CO_ALARM, _SOUNDING),), unless=_CHIRP),
    Hazard(
        Safety.CARBON_MONOXIDE,
        signs=Lexicon("""
            co/monoxide/monoxido alarm/detector .. 4/four/cuatro,
            carbon monoxide poisoning/leak/level/levels, fuga de monoxido, intoxica* .. monoxido
        """),
    ),
    Hazard(Safety.GAS, signs=_GAS_SMELL),
    Hazard(Safety.GAS, signs=_EGGS, unless=_DRAIN_ONLY),
    Hazard(Safety.ELECTRICAL, signs=_ELECTRICAL, unless=_IGNITER),
    Hazard(Safety.ELECTRICAL, signs=_WET_WIRES),
    Hazard(Safety.ELECTRICAL, pairs=((_POWER_LOST, _MEDICAL),)),
    Hazard(Safety.FIRE, signs=_ABLAZE),
    Hazard(Safety.FIRE, signs=_FIRE, unless=_NO_BLAZE),
    Hazard(Safety.FIRE, signs=_FIRE_SMELL, unless=_TOBACCO),
    Hazard(Safety.FIRE, signs=_FIRE_ALARM, unless=_COOKED),
)
