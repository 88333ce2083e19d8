"""The words of gas and carbon monoxide, English and Spanish. Only words: no reading here.

Written for recall: a missed gas leak is worse than a needless page.
"""

from __future__ import annotations

from bot.reading.danger import Hazard, Safety
from bot.reading.lexicon import Lexicon

_GAS_SMELL = Lexicon("""
    <gas> & smel/smell*/smelt/smeling/odor*/odour*/stink*/stank/reek*/whiff*/wiff*/whif*/wif/wifs/sniff*/scent/fumes/
    stench/huele*/huelo/oler/olor*/olemos/apesta*/peste/tufo/percib*/hedor, <gas> & leak*/leek*/
    hiss*/fuga*/fugando/escap*/silb*/siseo, hiss*/siseo/silbido/silbando & stove/meter/furnace/
    range/line/pipe/heater/oven/knob/burner/valve/regulator/dryer/estufa/medidor/calentador/
    boiler/horno, <gas> .. line/pipe/hose .. broke*/cut/hit/cracked/leak*/snapped,
    hit/cut/broke/nicked .. gas line/pipe, left .. burner/burners/stove/oven/knob/gas/range .. on
    & <gas>/smell*/woozy/dizzy/sick/headache*, burner/burners/stove/knob/oven/range &
    been/was/is/stays on & no_flame/smell*/woozy/dizzy/sick, left .. gas on,
    gas/estufa/hornilla/perilla & abierta/abierto/prendida & huele/olor/noche/flama, tira/tirando/
    sale/saliendo/siente/sentimos/escapa .. gas
""")
_GAS_WORD = Lexicon("<gas>")
_SMELLS = Lexicon("""
    smell/smells/smelling/smelly/odor/stink*/reek*/huele/olor/apesta & whole/floor/hall*/building/
    kitchen/house/apartment/apt/here/room/edificio/casa/cocina/pasillo/really/so/strong/mucho/
    fuerte
""")
_NO_SMELL_OF_GAS = Lexicon("""
    no/not/dont/doesnt/isnt .. <gas>, gas bill/stove/company/oven, drain/drains/trash/garbage/sewer
""")
_HISSES = Lexicon("hiss/hisses/hissing/hissin/siseo/silbido")
_STINKS = Lexicon("smell*/stink*/stunk/reek*/odor*/huele/olor/apesta/peste")
_EGGS = Lexicon("""
    rotten/bad/spoiled/old/rotton/boiled egg/eggs, egg/eggs & smell*/odor*/stink*/reek*/huele*/
        olor,
    huevo/huevos & podrido/podridos/podrida/podridas/huele*/olor*/apesta*, sulf*/sulphur*/azufr*,
    pilot/piloto/burner/quemador & out/off/apago/apagado/on & smell*/reek*/stink*/huele*/olor/odor
""")
_DRAIN_ONLY = Lexicon("""
    drain/drains/sink/faucet/tap/taps/toilet/sewer/septic/garbage/disposal/fridge/refrigerator/
        freezer/trash/breakfast/cooked/cooking,
    hot_water/tap_water/water smell*,
    desague/coladera/drenaje/lavabo/fregadero/llave/grifo/basura/refrigerador/nevera
""")
_CO_ALARM = Lexicon("""
    carbon monoxide/monxide/monoxid/monoxyde/dioxide,
    co/co2 alarm/alarms/detector/detectors/monitor/sensor/thing/device/unit/meter/level/levels,
    monoxido/monoxide, alarma/alarmas/detector/aparato/sensor .. co
""")
_SOUNDING = Lexicon("""
    go/goes/going/went/gone/gonna off,
    sounding/sounds/blaring/screaming/ringing/wailing/shrieking/triggered/tripped/says/saying/
        said/yelling/loud/evacuate/voice/siren,
    alarming/beeping/beeps/beep/buzzing/pitando/pita/pitan/suena/sonando/sono/activo/disparo/
        chilla/chillando/brinco/grita/dice,
    keep*/wont .. beep*/alarm*/stop/quiet, wont/cant/doesnt .. shut/turn/stop/quit/silence/reset,
    no para/deja/se_calla/se_apaga/puedo_apagar, 4/four/cuatro beep/beeps/times/pitidos/veces,
    reads/says/reading/showing/shows/at/marca/lee <n>, <n> ppm, red light, alarm is/was/keeps on
""")
_SYMPTOMS = Lexicon("""
    headache*/dizzy/dizziness/nausea/nauseous/nauseated/lightheaded/woozy/migraine/fainted/faint/
        unconscious/groggy/confused, light headed,
    throw*/threw up, passed/passing/pass out, head/heads hurt/hurts/aches/pounding/splitting,
    feel/feeling/feels/gets/getting/get sick/ill/faint/sleepy/weird/drowsy,
    mareo/mareos/mareado/mareada/mareados/marea/mareamos/nausea/nauseas/vomito/vomitando/desmay*,
    dolor/duele/dolores .. cabeza
""")
_BURNERS = Lexicon("""
    heat/heater/furnace/boiler/generator/fireplace/detector/stove, car/engine running,
    calefaccion/calenton/calefactor/caldera/calentador/boiler/generador
""")
_FULL_ALARM = Lexicon("""
    full alarm, hasnt stopped, nonstop/continuous/continuously, non stop, evacuate, for real alarm
""")
_GOES_OUTSIDE = Lexicon("""
    headache*/dizzy/nausea/nauseous/sick & go*/feel/better/stop*/away & outside/leave/outdoors,
    mareo/mareados/mareada/dolor & salimos/salgo/afuera
""")
_CHIRP = Lexicon("""
    chirp/chirps/chirping/chirped, low/dead/new/replace/change/need/needs/weak batter*,
    batter* .. low/dead/dying, just the battery, pila/pilas/bateria/baterias,
    once/every/cada .. minute/min/minuto/hour/few/<n>, end of life, says end/err/error/lb/low,
    expired/expiro/caduco, replace/replaced/reemplazar by/antes
""")
AIR: tuple[Hazard, ...] = (
    Hazard(Safety.CARBON_MONOXIDE, pairs=((_CO_ALARM, _SYMPTOMS), (_SYMPTOMS, _BURNERS))),
    Hazard(Safety.CARBON_MONOXIDE, pairs=((_CO_ALARM, _SOUNDING),), lowered_by=_CHIRP),
    Hazard(
        Safety.CARBON_MONOXIDE,
        signs=Lexicon("""
            co/monoxide/monoxido alarm/detector .. 4/four/cuatro,
            carbon monoxide poisoning/leak/level/levels, fuga de monoxido, intoxica* .. monoxido
        """),
    ),
    Hazard(Safety.CARBON_MONOXIDE, pairs=((_CO_ALARM, _FULL_ALARM),)),
    Hazard(Safety.CARBON_MONOXIDE, signs=_GOES_OUTSIDE),
    Hazard(Safety.GAS, signs=_GAS_SMELL),
    Hazard(
        Safety.GAS, pairs=((_GAS_WORD, _SMELLS), (_HISSES, _STINKS)), lowered_by=_NO_SMELL_OF_GAS
    ),
    Hazard(Safety.GAS, signs=_EGGS, unless=_DRAIN_ONLY),
)
