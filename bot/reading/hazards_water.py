"""The words of water, sewage and what comes down, English and Spanish. Only words: no reading here.

Written for recall, with what only looks like danger named beside it.
"""

from __future__ import annotations

from bot.reading.danger import Hazard, Safety
from bot.reading.lexicon import Lexicon

# A ceiling full of water is about to come down on whoever is below.
COMING_DOWN = Lexicon("""
    ceiling/drywall/sheetrock/plaster .. sag*/bulg*/balloon*/hang*/hammock/belly/bowed & drip*/water/wet/leak*,
    techo/plafon/tablaroca .. cuelga/colgando/panza/abombado/abomba/hinchado/inflado & agua/gotea/goteando/mojado
""")
_FLOOD = Lexicon("""
    burst/bursted/bursting/busted/exploded .. pipe/pipes/line/hose/main/tank/heater/valve/water,
    pipe/pipes/waterline/hose/tank/heater/main/valve/radiator .. burst/bursted/busted/exploded/
        blew/split/snapped/gave,
    pipe/pipes/waterline .. broke/broken/cracked/ruptured,
    broken/ruptured/snapped/split .. pipe/pipes/waterline,
    water line/main/pipe .. broke/broken/burst/busted/snapped/split,
    gush*/waterfall/geyser/flooding/flooded/flood/floods/niagara,
    pour*/spray*/shoot*/rush*/stream*/spew*/blast* .. water,
    water .. pour*/spray*/shoot*/rush*/stream*/spew*/blast*/rising/everywhere/spreading,
    pour*/rush*/stream*/spew* .. ceiling/wall/walls/door/toilet/upstairs/pipe/light/floor,
    raining/lloviendo .. inside/indoors/ceiling/bedroom/kitchen/living/bathroom/apartment/adentro/
        dentro,
    water .. keeps/keep coming/rising/running/flowing/spreading, water .. wont stop/shut/turn,
    overflow*/overflwing/overfloing, about to go/spill/run over,
    cant .. shut/turn/stop/find .. water/off/shutoff/valve/leak,
    ceiling .. sag*/bulg*/bubbl*/balloon* .. water/leak*/wet/drip*/bubble,
    ceiling/drywall/sheetrock .. hang*/hammock/belly/bowed & drip*/water/wet/leak*,
    ceiling .. bubble/bulge/bulging/sagging, water .. bulge/bubble .. ceiling, ankle deep/high,
    inunda*/inundo/inundacion/inundando/desborda*/desbordo,
    tira/tirando/sale/saliendo/cae/cayendo .. agua .. por todo/todos/todas/techo,
    agua .. por todo/todos/todas/chorros, chorro/chorros/cascada/cataratas,
    revento/rompio/trono/reventada/rota/roto .. tubo/tuberia/caneria/manguera/tanque/boiler,
    tubo/tuberia/caneria/manguera/tanque/boiler .. revento/rompio/trono/reventada/rota/roto/
        reventado,
    no para/deja .. salir/tirar/caer .. agua,
    no puedo/podemos/se_puede .. cerrar .. llave/agua/valvula/paso
""")
_RUSH = "gush*/pour*/spraying/sprays/sprayed/dump*/shoot*/spew*/rush*/blast*/spurt*/squirt*"
_WET = "water/leak/leaks/leaking/leaked/agua/fuga"
_FORCE = """gush*/pour*/spraying/sprays/sprayed/dump*/
    shoot*/spew*/blast*/spurt*/everywhere/all_over/flooding/full_blast/
    coming_down/running_down/como_lluvia/a_chorros/por_todos/por_todas/nonstop/out_of_control/
    like_crazy/like_rain/fast/hard/heavily/rushing/still_going/still_coming/rapidly/quickly/
    inches_deep/taking_over"""
_SOURCE = (
    "pipe/pipes/hose/valve/sink/toilet/washer/dishwasher/ceiling/heater/tank/tubo/tuberia/spigot"
)
_LOTS = Lexicon(f"""
    river/waterfall/lake/ocean/pond/swimming_pool/niagara & door/hall/hallway/floor/under/kitchen/
    from/ceiling/coming/living/basement/bathroom/wall, rio/laguna/alberca/cascada & sala/cocina/
    cuarto/bano/pasillo/casa/parece, tubo/tuberia/caneria/manguera/boiler/tanque/calentador/
    tinaco/llave & revent*/explot*/trono/estall*/partio/rompieron, basement/sotano & filling/
    flood*/inches/inund*/llenando/llena, sprinkler/sprinklers & broke/burst/spraying/going_off/
    went_off/hit & inside/hall/hallway/room/ceiling/water/unit/apartment, agua &
    llegando/llega/llego & pasillo/sala/cuarto/recamara/puerta/vecino/alfombra,
    starting/started/about to flood, {_WET} & {_FORCE}, {_SOURCE} & gush*/spraying/sprays/sprayed/
    spew*/blast*/spurt*/flooding/full_blast/everywhere/cant_stop_it/wont_shut_off/out_of_control,
    agua/fuga & cae/cayendo/escurr*/chorre*/corriendo/entrando & techo/arriba/sala/pared/paredes/
    cuarto/mucho/mucha/como/lluvia/lampara/cama/cocina, ceiling opened/burst/gave &
    water/wet/pour*, raining/lloviendo/llueve & inside/indoors/through/ceiling/in_my/from_my/
    in_the/techo/adentro/dentro/sala/cocina/cuarto/recamara, bucket/buckets/towels/towel/cubeta/
    cubetas/toallas & keep_up/keeping_up/full_already/overflowing/arent_enough/not_enough/
    cant_keep/no_alcanza/no_alcanzan/no_dan, metiendo/metio/entrando/entra & agua & casa/sala/
    cuarto/cocina/recamara/depto/puerta, agua a presion/presion_por/borbotones, keeps/keep coming
    & carpet/soaked/floor/shutoff/valve/water, carpet/floor/hallway/bedroom/kitchen/basement/
    alfombra & soaked/flooded/drenched/flooding/empapada & coming/spreading/headed/still/keeps/
    rising/moving/getting_bigger, under water/agua, underwater/swimming/wading/niagara, bajo el
    agua, nadando, hose/line/pipe/faucet/supply/valve/handle & came/popped/blew/broke/flew/
    snapped/fell off/loose/apart & water/everywhere/under/spray*/flood*/all/stop, agua & sacando/
    saca/echando/echa/avienta/aventando/brota/brotando/disparada/llenando/llena & toda/todo/mucha/
    piso/casa/cuarto/sala/techo/pared/cocina, water & {_RUSH}/everywhere/rising/rises/flooding/
    river/lake/cascading/fountain & cant/wont/dont/keeps/fast/floor/ceiling/wall/everywhere/from/
    out/through/all/hurry/please/now/help, {_RUSH} out/in/down/through/from/all & water/pipe/
    toilet/tank/ceiling/hose/heater/wall/sink/leak/it/its/faucet/valve/washer/dishwasher, toilet/
    sink/tub/bathtub/washer/dishwasher & overflow*/spilling/flooding/flooded, spill*
    over/out/onto, over the top/rim/edge/brim, about/almost/gonna/going/bout &
    overflow/spill/go_over, almost/nearly/close to/at .. top/rim/edge/brim, water &
    wont/cant/doesnt stop/quit/shut, water & keeps/kept/still coming/rising/pouring/flowing/
    running/spreading/filling & floor/out/over/up/everywhere/carpet/hall/hallway/in, cant/unable
    .. turn/shut/get .. off & water/leak*/pipe/flood*/spray*, shutoff/valve & stuck/broken/broke/
    wont/cant/find/spins & water/leak*/pouring/running/spray*, leak*/water &
    through/thru/into/down .. downstairs/neighbors/neighbor/below/unit_below/apartment_below,
    ceiling & pouring/gushing/raining/waterfall/streaming, agua & chorro/chorros/chorreando/
    cascada/por_todos/por_todas/por_todo/inund*/desbord*/tirando/brotando/subiendo/regando/
    regandose/derramando & no/sigue/mucha/por/todo/de/del/sale/en, agua & no_para/no_deja/
    no_se_detiene/no_paro de/que/y/por/se/la, no_para/no_deja/no_dejaba de salir/tirar/caer/
    brotar/subir/correr/llenarse & agua/llave/tubo/fuga/lavadora, sale/saliendo/salio/sale_mucha/
    saliendose/salir/sali mucha/muchisima/toda & agua, agua & salio/saliendo/salir/llego/metio/
    metiendo & recamara/sala/pasillo/alfombra/cuarto/cocina/casa & no/ya/todo/toda/sigue,
    mucha/muchisima agua, no puedo/podemos/se_puede/hay_como/logro .. cerrar/parar/detener/cortar
    & agua/llave/fuga/valvula, se_tapo/tapado/taza/inodoro & desbord*/derram*/saliendo_el_agua
""")
_NOT_LOTS_WORDS = """
    your/the guy/tech/plumber/technician/worker/crew .. left,
    inodoro/escusado/excusado/taza/toilet/retrete .. no_para/no_deja/keeps/wont/sigue .. correr/
    corriendo/running/run/llenarse/llenando, hot water heater pilot, hard/cold/hot/hard_to water,
    water pressure/bill/spots/stain*/softener, comes out .. fast/hard, drain*/drains/runs/run out
    .. fast, no/not .. leak*, hard to turn/flush/open, brown/rusty/cloudy,
    gotera/gotitas/gota/goteando, drip/drips/dripping, in/into a/the bucket/bowl/pan/pot/cubeta/
    balde, shower/faucet/tap/spout/showerhead/hose .. spray*, spray* .. ants/bugs/roaches/weeds/
    for/wasps, poured/pour .. drano/bleach/cleaner/coffee/concrete/some/it, trickle/trickles/
    trickling/drip/drips/dripping/running toilet/gotea, pouring rain/outside/concrete, ice
    maker/dispenser, only when/if, sometimes
"""
_WATER = Lexicon("""
    water/leak/leaks/leaking/toilet/tub/bathtub/pipe/dishwasher/washer/agua/fuga/inodoro
""")
_UNSTOPPED = Lexicon("""
    keeps/keep coming/rising/going/filling/flowing/spreading,
    wont/doesnt stop coming/flowing/rising/pouring/leaking, cant stop it, getting higher/deeper,
    no puedo/podemos cerrarla/cerrarlo/pararla/pararlo/controlarla,
    sigue saliendo/subiendo/tirando
""")
_SPREADING = Lexicon("""
    water .. all over/everywhere/hall/hallway/carpet/downstairs,
    water .. coming/came/running/leaking .. ceiling/walls/wall/door/upstairs/under,
    water .. from .. upstairs/ceiling, <n>/an/few/couple/several inch/inches/foot/feet .. water, ankle .. water,
    leak* .. bad/badly/everywhere/heavily/fast/hard/crazy,
    soaked/soaking .. everything/carpet/bed/floor, agua .. techo/pared/alfombra/pasillo
""")
_CONTAINED = Lexicon("""
    your/the guy/tech/plumber/technician/worker/crew .. left,
    small/little/slow/tiny/slight/minor/light drip*/leak*/bit/amount/puddle/drops,
    drip/drips/dripping/bucket/bowl/pot/towel/pan/cubeta/balde/gotea/gotera/gotitas/poquito,
    shower/tub .. drain*, wont/doesnt drain, only when/if, each/every/cada time/vez/cycle,
    stain/stains/spot/spots/mancha, hot water
""")
_NO_FLOOD_WORDS = """
    downspout/downspouts/gutter/gutters/flowerbed/canaleta/canaletas/birdbath/pond,
    pouring rain/outside/down,
    overflow* .. trash/garbage/dumpster/bin/laundry/gutter/gutters/mailbox/basura/hole/pan/drain,
    trash/garbage/dumpster/bin/bins/gutter/gutters/mailbox/recycling/basura/can/chute .. overflow*/
        desborda*,
    flood light/lights/insurance/zone, floodlight*/floodlights, radiator paint,
    flooded with .. email*/texts/ads/calls
"""
_NO_FLOOD = Lexicon(_NO_FLOOD_WORDS)
_FILTH_WORDS = Lexicon("""
    sewage/sewer/sewerage/poop/poo/feces/shit/turds/excrement/septic, toilet paper,
    brown/black/nasty/gross/smelly/stinky stuff/gunk/liquid/sludge/goo/crap, human waste,
    brown/black/dirty/nasty/gross/grey/gray/sewer/toilet/drain water,
    aguas/agua negras/negra/sucia/puerca/cafe/drenaje, caca/mierda/popo/excremento/drenaje
""")
_RISING = Lexicon("""
    com*/came/back*/bubbl*/gurgl*/ris*/spill*/seep*/ooz*/push*/shoot* .. up/out/through/into/back,
    backup/backups/backing/backed/overflow*,
    in/on/over/into .. tub/bathtub/shower/floor/basement/hallway/sink/carpet,
    sale/saliendo/salio/sube/subiendo/regresa/regreso/regresando/brota/brotando/tapado/desborda*,
    everywhere/leak*/flood*/gurgl*/overflow*/lleno/llena/llenando/sacando/saca/echando/flota*/salen/
        suben, full of
""")
_SEWAGE = Lexicon("""
    toilet/drain/drains/sewer/sewage/plumbing/line .. back*/coming/came up/into .. tub/bathtub/
    shower/sink/floor/basement, back*/coming/came/comes/bubbl* up/out/into .. tub/bathtub/shower/
    drain/drains/toilet, sewage/sewer/septic .. back*/overflow*/leak*/spill*/everywhere/flood*/
    floor, raw sewage, flush* .. tub/shower/sink .. fill*/back*/bubbl*/gurgl*/comes,
    tub/bathtub/shower/sink .. fill*/back*/bubbl*/ris* .. flush*, all/every/both/multiple ..
    drains/drain/toilets/fixtures .. back*/clog*/overflow*, toilet and .. tub/shower/sink ..
    back*/clog*/stopped, flush*/jalo/jalamos/jala/bajo/palanca & tub/bathtub/shower/sink/floor/
    tina/regadera/piso/lavabo & comes/come/coming/fill*/back*/bubbl*/gurgl*/rises/sube/subio/sale/
    salio/regresa/llena, toilet/sewer/drain water/stuff & drain/tub/basement/floor/shower & puk*/
    vomit*/spit*/shoot*/com*/back*/up/bubbl*/gush*/flow*/spew*/ooz*/fill*/rising/all_over,
    saliendo/salio/sale/regreso/regresa & sucio/sucia/cochinada/mugre/asqueroso & bano/taza/
    drenaje/inodoro/escusado/tina/coladera/regadera, sink/kitchen/toilet/drain* &
    tub/bathtub/shower/toilet & coming/comes/came/backing/backed/backs up/back_up,
    coming/comes/came back up & drain*/sink/tub/bathtub/toilet/shower, tub/bathtub/shower & toilet
    & back*/clog*/fill*/gurgl*/overflow*, water/stuff/gunk/nasty/crap & coming/comes/came/backing/
    backs/bubbling/gurgling/rising & up/out & drain/drains/tub/bathtub/shower/toilet/floor_drain,
    aguas/agua & negra/negras/sucia/puerca/drenaje/cloaca & sacando/saca/echando/echa/sale/salen/
    saliendo/sube/suben/brota*/regresa*/llena*/llenando/desbord*/inund*/tirando/tira/salio/entra,
    caca/mierda/popo/excremento & sale/salen/saliendo/sube/brota*/regresa*/flota*/sacando/piso,
    tina/regadera/coladera/lavabo/taza & agua & sube/subio/sale/saliendo/regresa/regresando/brota
    & sucia/negra/negras/puerca/cafe/apestosa/mierda/popo, coladeras/drenajes/desagues & tapados/
    tapadas/regresan/salen/suben, drenaje/desague/coladera/cloaca/fosa .. sale/saliendo/sube/
    regresa/regresando/brota/brotando/desborda*/tira*, sale/saliendo/sube/regresa/brota/brotando/
    tira* .. coladera/drenaje/desague/cloaca/regadera/tina
""")
_TAP_WATER = Lexicon("""
    brown/rusty/dirty/cloudy .. water .. faucet/tap/taps/faucets/kitchen,
    faucet/tap/taps .. brown/rusty/dirty/cloudy,
    dog/cat/pet/raccoon/bird/rat/mouse/pigeon/mice/perro/gato
""")
_FALLING = Lexicon("""
    ceiling/roof/balcony/deck/wall/stairs/staircase/chimney/floor .. collaps*/caved/caving/
        crumbling,
    collaps*/caved .. ceiling/roof/balcony/deck/wall/stairs/floor,
    plaster/drywall/ceiling/roof/techo/yeso/plafon/tirol & fell/falling/collaps*/caved/chunk*/
        pedazos/cayo/cayendo/desprend*,
    ceiling/roof .. fell/falling/coming/came .. down/in/on/chunks,
    techo/balcon/pared/escalera .. caer/cayo/cae/cayendo/derrumb*/desplom*,
    derrumb*/desplom* .. techo/balcon/pared
""")
_DRY = Lexicon("""
    off/from the ceiling/wall, detector/alarm/vent/cover/light,
    paint/fan/tile/popcorn/peel*/shade/blinds/lamp/panel/pintura/ventilador/abanico
""")
_NO_WATER = Lexicon("""
    not/ni .. drop/gota .. water/agua, ni_una gota, not a drop, nothing comes/coming out .. any/all/
        every/both,
    dont/doesnt/havent/not have/got/get/getting .. any/running/a_drop .. water, nothing .. from any/
        every/all, no hay/tengo/tenemos/sale .. nada_de_agua/ni_gota,
    no/zero/without/lost running/water at/anywhere/all/whatsoever, no running water,
    no water .. whole/entire/all/any/anywhere/unit/apartment/apt/building/house/nothing,
    no/none .. water & any/anywhere/every/all/whole/entire/everything/nothing,
    faucets/taps/fixtures/llaves & none/nothing/ninguna/nada/all & water/agua/work/works/dead/dry,
    no water to/for/in .. apartment/apt/unit/house/building/home,
    water .. completely/totally/all off/out/gone/shut,
    water .. off/out .. whole/entire .. apartment/apt/unit/house/building,
    no hay/tengo/tenemos/sale .. agua .. todo/nada/ninguna/ningun/departamento/depto/apartamento/
        casa,
    sin agua .. todo/departamento/depto/apartamento/casa/nada
""")
_ONE_FIXTURE = Lexicon("hot, pressure, caliente, only/just .. sink/shower, presion")
_BARE_NO_WATER = Lexicon("""
    no/without/zero/lost water, no hay/tengo/tenemos/sale/llega agua, sin agua, water
    is/got/was/went off/out/shut, water .. shut/turned off, cortaron/quitaron .. agua, fue el agua
""")
_ONE_OUTLET = Lexicon("""
    hot/pressure/caliente/presion/sink/shower/fridge/dishwasher/washer/toilet/ice/kitchen/bathroom/
        faucet/damage/leak*/dispenser/sprinkler*/outside/lavadora/cocina/bano/regadera/lavabo/
        fregadero/inodoro/taza/refri/notice/tomorrow/scheduled, when will/is, turn off
""")

WATER: tuple[Hazard, ...] = (
    Hazard(Safety.SEWAGE, signs=_SEWAGE, pairs=((_FILTH_WORDS, _RISING),), unless=_TAP_WATER),
    Hazard(Safety.FLOOD, signs=_FLOOD, pairs=((_WATER, _UNSTOPPED),), unless=_NO_FLOOD),
    Hazard(Safety.FLOOD, signs=_LOTS, unless=Lexicon(f"{_NO_FLOOD_WORDS}, {_NOT_LOTS_WORDS}")),
    Hazard(Safety.FLOOD, signs=_SPREADING, lowered_by=_CONTAINED),
    Hazard(Safety.OTHER, signs=_FALLING, unless=_DRY),
    Hazard(Safety.OTHER, signs=_NO_WATER, unless=_ONE_FIXTURE),
    Hazard(Safety.OTHER, signs=_BARE_NO_WATER, lowered_by=_ONE_OUTLET),
)
