"""The words of electricity and fire, English and Spanish. Only words: no reading here.

Written for recall, with what only looks like danger named beside it.
"""

from __future__ import annotations

from bot.reading.danger import Hazard, Safety
from bot.reading.lexicon import Lexicon

_WIRED = (
    "outlet*/plug/plugs/receptacle*/socket*/switch/switches/swich*/swith/panel/breaker*/wire/wires/wiring/cord/"
    "cords/fuse/fusebox/fixture/fixtures/dimmer/junction/chandelier/powerstrip"
)
_WIRED_ES = (
    "enchufe*/contacto/contactos/toma/tomacorriente*/apagador*/interruptor*/cable/cables/cableado/"
    "pastilla*/centro/foco/focos/lampara*/clavija"
)
_ELECTRICAL = Lexicon(f"""
    spark/sparks/sparked/sparking/arcing/arced/sparky, chispa/chispas/chispazo/chispazos/chispea*/
    chisporrote*/chispeando, got/get/gets/getting/gave/gives/giving/felt/feel .. shock/shocks/
    shocked/zap/zapped/electrocuted/jolt/tingle/tingling, shocked/shocks/zapped/zaps/zapping/bit/
    jolted me/him/her/us/my/you/someone & {_WIRED}/touch*/plug*/handle/metal/dryer/washer/fridge/
    stove/power, shocked/electrocuted/zapped & outlet/socket/plug/switch/breaker/wire*/cord/
    touch*/dryer/washer/fridge/stove/faucet/shower/water, shocked/shocks/zapped/zaps/zapping/
    jolted me/him/her/us/my/you, electrocuted/electrocute/electrocuting, {_WIRED} .. hot/warm/
    melt*/scorch*/burn*/burnt/black/blackened/charred/smok*/buzz*/sizzl*/crackl*/popping/brown/
    glow*, {_WIRED} & melt*/scorch*/charred/smok*/sizzl*/crackl*/flames/burning/arcing/glowing,
    outlet*/plug/plugs/socket*/panel/breaker*/fuse_box/charger/cord/extension_cord/surge_protector
    & smell*/stink*/flash/flashed/popped/exploded/smoldering/hot, electricity/current & feel/felt/
    touch*/shower/faucet/handle/sink, {_WIRED_ES}/breaker/breakers/extension/cargador/regadera &
    calienta/calientan/calentando/hirviendo/truena/tronando/electrica/quema, buzz*/crackl*/sizzl*/
    popping/humming/zzz* & wall/walls/ceiling/outlet/panel/breaker*/lights/light/electric*/meter &
    smell*/hot/burn*/warm/smok*/flicker*/noise/sound, flicker*/dim*/dimming & lights/light/power &
    buzz*/smell*/hot/burn*/crackl*/sizzl*/popping, smell*/odor hot/electrical/electric/fishy &
    wall/outlet/panel/breaker*/lights/light/ceiling/switch, zumb*/truena*/tronando/chilla & pared/
    contacto*/enchufe*/centro_de_carga/breaker*/caja/techo & huele/caliente/quem*/humo/luz,
    {_WIRED} & buzzing/crackling/humming & sound/noise/hot/smell*/loud, hot/melt*/scorch*/burnt/
    burning/burned/charred/smok*/buzz*/sizzl*/crackl* .. {_WIRED}, burn/scorch/black/brown
    mark/marks/spot & {_WIRED}, popped/exploded/blew .. {_WIRED} .. smoke/smell*/flash/black,
    breaker*/panel/electric_box/electrical_box/fuse_box .. buzz*/hot/smell*/hum*/smok*/burn*/
    crackl*, bare/exposed copper/wire/wires/metal, copper & sticking/exposed/showing/reach/wall,
    exposed/bare/live/loose/hanging/naked/frayed .. wire/wires/wiring/cables/cord/cords,
    see/seeing/sees .. wire/wires & outlet*/plug/socket*/switch/cover/plate,
    wire/wires/wiring .. exposed/bare/hanging/sticking/out, plate .. black/warm/hot/melt*,
    power/electric line/lines & down/fell/fallen/sparking/yard/ground, dio/da/dan/daba/pasa/paso/
    dando .. toque/toques/corrientazo/descarga/calambre/choque/corriente, me/le/nos
    pasa/paso/agarro .. corriente, electrocut*/corrientazo/corto_circuito/cortocircuito/
    hizo_corto, {_WIRED_ES} .. caliente/quemad*/quema*/quemo/derrit*/derretid*/humo/negro/negra/
    zumba*/truena/hierve, {_WIRED_ES} & quemad*/quemandose/derrit*/derretid*/humo/zumba*/tronando/
    caliente/calientes, quema*/humo/derrit*/zumba* .. {_WIRED_ES}, cable/cables .. pelado/pelados/
    expuesto/expuestos/sueltos/suelto/colgando/al_aire/afuera
""")
_STATIC = Lexicon("static, sticker shock, shocked at/by/how/that")
_WET = (
    "water/drip/drips/dripping/dripped/seeping/leak/leaks/leaking/leaked/pouring/rain/wet/flooding/soaked/"
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
    {_WET} .. {_INTO} .. caja_de_luz/fusibles/breakers/focos/luces,
    flood*/standing_water/puddle/inches/inunda* & outlet/outlets/panel/breaker*/enchufe*/contactos,
    leak*/drip*/water/agua & near/close/right/onto/into/over/toward/towards/cerca/sobre & outlet/
        outlets/breaker*/electrical/power_strip/enchufe*/contacto*,
    {_LIVE} .. drip*/leak*/wet/soaked/mojad*/gote* .. water/agua,
    {_LIVE} .. full/filling/filled .. water,
    light/fixture/outlet/socket/panel is/are/has/started dripping/leaking/wet/soaked/underwater/
        water,
    {_LIVE} .. lleno/llena/mojado/mojada/gotea/goteando/chorrea
""")
_POWER_LOST = Lexicon("""
    no/lost/losing/without/lose/aint_got .. power/electricity/electric/lights,
    power/powers/electricity/electric/lights .. out/off/down/gone/cut/went/shut,
    outage/blackout/apagon,
    sin luz/electricidad/corriente, no hay/tengo/tenemos luz/electricidad/corriente,
    fue/cortaron .. luz/electricidad/corriente
""")
_MEDICAL = Lexicon("""
    oxygen/cpap/ventilator/dialysis/nebulizer/concentrator/insulin/respirator,
    medical equipment/machine/device, breathing machine/equipment, feeding pump/tube,
    sleep/heart/medical/life machine/monitor/equipment/support, ventilador mecanico,
    oxigeno/marcapasos/maquina_de/respirador/concentrador/insulina/dialisis/nebulizador
""")
_ABLAZE = Lexicon("""
    on/caught/catch/catching/caught_on fire, fire .. spreading, en llamas, incendio/incendios,
    flame/flames .. coming/shooting/everywhere/out/spreading/high, full of smoke,
    smoke .. pouring/filling/fills/billow*/everywhere, lleno de humo, prendio fuego
""")
_FIRE = Lexicon("""
    on/caught/catch/catching fire, flame/flames, there_is/theres/theirs/small/big/little/a/grease/
    electrical/kitchen/trash/stove/oven/dryer/house/apartment/apt/building/dumpster/balcony/brush/
    microwave/started fire, fire in/at/on/by/under/behind/inside/near/help/now/next/outside/from,
    fire .. spreading/started/burning/help, burning/burnin down, smoke/smoky/smokey .. come*/
    coming/came/fill*/full/pour*/pouring/everywhere/rising/billow*/out/seep*/hallway, see/seeing/
    full/lots/lot/tons/filled/filling/black/white/thick/theres/there_is/smell*/of/heavy/is smoke,
    smoke/smokey/smoky in/inside/from/from, dryer/oven/stove/microwave/dishwasher/washer/fridge/
    furnace/heater/it/its/ac/fan/unit/motor .. smoking/smokin, <smoke> & hallway/vent/vents/wall/
    walls/ceiling/dryer/stove/oven/microwave/outlet/furnace/heater/basement/attic/hood/laundry/
    stairwell/motor/dishwasher, something/somethings/thing/trash/garbage/couch/bed/curtain*/
    grease/pan/wall/dumpster/building/house/roof .. burning/on_fire, up/gone/went in flames/smoke,
    caught/catch/catching/set .. fire, ablaze, started/starting to smoke, incendio/incendios/
    fuego/lumbre/en_llamas, hay/las/unas llamas, llamas en/saliendo/del/de, quemando/quemandose/
    incendiando/prendio_fuego, se quema/quemo/incendia/prendio/incendio .. casa/cocina/
    departamento/apartamento/estufa/secadora/edificio/bote/basura/cuarto/sala/techo/microondas/
    horno, hay/sale/saliendo/salio/mucho/lleno/huele/olor/veo/vemos/echando/echa/avienta/saca ..
    humo, cant/unable .. put/get .. out & fire/flames/burning/lit, prendio/prendieron/incendio/
    agarro/quema/quemando/lumbre & apagar/apaga/apagarla/apagarlo/cortina/cortinas/colchon/sillon/
    ropa/basura, algo .. quemando/quema/ardiendo, ardiendo
""")
_FIRE_SMELL = Lexicon("""
    burning/burnt/burned .. smell*/odor/stink*/smoke, smell*/odor .. burning/burnt/burned/smoke,
    smell*/odor*/stink* & burn*/scorched/singed & wall/outlet/vent/furnace/heater/dryer/panel/
        electrical/breaker/plastic/rubber/wires,
    hot/melting/melted/burning/burnt plastic/rubber/wires/electrical/hair,
    smell*/odor .. electrical/electric/plastic,
    olor/huele .. quemado/quemada/quemandose/plastico/hule/chamuscado
""")
_DUST = Lexicon("""
    burnt/burned/burning .. toast/popcorn/food/dinner/cheese/pizza/bacon/cookies/rice/eggs,
    toast/popcorn/food/dinner/pizza/bacon/rice .. burnt/burned/burning, quemo/queme .. comida/
        arroz/frijoles/tortillas/cena, cigarette*/cigar*/weed/marijuana/vape/smoker*/tobacco/
        cigarro*/fuma*, last/previous/old tenant, steak/meat/barbecue/bbq
""")
_FIRE_ALARM = Lexicon("""
    smoke/fire alarm/alarms/detector/detectors/alarma/alarmas .. going/went/goes/go off,
    smoke/fire alarm/alarms/detector/detectors r/are/is going,
    alarm/alarms & smell*/see/theres & smoke/burn*,
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
    bbq/barbecue/barbeque/grilling/grill/smoker/campfire/incense/candle/candles/incienso/asador/
    asado, fire/fires place/places/pit/pits/escape/escapes/extinguisher/extinguishers/drill/
    drills/department/inspection/code/codes/door/doors/lane/hydrant/stick/tv/sprinkler/ants/
    marshal/wood/sale/safety, fireplace/firepit/firestick, dumpster fire of, cigarette*/cigar*/
    weed/marijuana/pot/vape/vaping/smoker/smokers/cigarro*/fumando/fuma/smokes, pilot/burner
    flame/flames/light/lights, flame/flames .. yellow/orange/low/small/weak/wont, remove/clean* ..
    smoke smell, no smoking
""")
_COOKED = Lexicon("""
    once/every/each/cada .. minute/minutes/min/second/seconds/sec/secs/minuto/segundos/hour/rato/
    <n>, chirp/chirps/chirping, low/new/dead/change*/replace* batter*, batter* ..
    low/dead/dying/new, pila/pilas/bateria/baterias, fake/test/testing/tested,
    when/whenever/everytime .. cook*/shower*/toast/fry/bake, every_time .. cook*/shower*/toast/
    fry/bake/use, cada vez/cuando cocin*/cuando .. cocin*, car_alarm/alarm_clock, fire drill,
    simulacro
""")
_IGNITER = Lexicon("""
    spark* & stove/burner/range/grill & push/button/knob/turn/press, no flame/flames,
    spark* & burner/burners/stove/range/grill/oven/igniter/stovetop/cooktop & light/lights/ignite*/
        flame/catch/click*, chispa* & estufa/quemador/hornilla/horno & prende/prenden/enciende,
    spark/sparks/sparking .. wont/doesnt/not .. light/ignite/catch/start,
    wont/doesnt light/ignite, igniter/ignitor/lighter/spark plug, click*/burner .. spark*
""")

FIRE: tuple[Hazard, ...] = (
    Hazard(Safety.ELECTRICAL, signs=_WET_WIRES, is_wet=True),
    Hazard(Safety.ELECTRICAL, signs=_ELECTRICAL, unless=_STATIC, lowered_by=_IGNITER),
    Hazard(Safety.ELECTRICAL, pairs=((_POWER_LOST, _MEDICAL),)),
    Hazard(Safety.FIRE, signs=_ABLAZE),
    Hazard(Safety.FIRE, signs=_FIRE, unless=_NO_BLAZE),
    Hazard(Safety.FIRE, signs=_FIRE_SMELL, unless=_DUST),
    Hazard(Safety.FIRE, signs=_FIRE_ALARM, lowered_by=_COOKED),
)
