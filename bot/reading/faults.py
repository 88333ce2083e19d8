"""The words for something being wrong or wanted done, English and Spanish. Only words: no reading
here.
"""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

# What makes a mention of a thing a report of a fault.
FAULT = Lexicon("""
    broke*/broken/leak*/leek*/clog*/stuck/jam/jammed/dead/died/dies/drip*/crack*/loose/fell/
    fallen/missing/busted/rotten/rotting/stain*/noise/noises/noisy/loud/grinding/squeak*/rattl*/
    bang/bangs/banging/humming/buzzing/smell*/stink*/stunk/stinks/mold/moldy/rust*/torn/ripped/
    peel*/shatter*/flicker*/beep*/chirp*/backed/slow/slowly/weak/warped/spongey/squishy/soft/
    filthy/overgrown/dim/stiff/sticks/sticking/sticky/faulty/trip/tripping/trips/fails/failing/
    failed/quit/spray/fountain/infest*/puddle/scalding/lukewarm/running/runs/hole/holes/gritty/
    leaves/stopped/stops/dangling/hanging/spins/damaged/expired/bent/burnt/burned/gurgl*/
    overflow*/flood*/crooked/shaking/vibrat*/whistl*/screech*/bubbl*/frozen/freezing/cold/colder/
    warm/warmer/hot/thawing/spoiled/spoiling/melting/cloudy/rusty/brown/wobbl*/sagging/chipped/
    scratching/nest/sewage/gross/dirty/broked/malfunction*/problem/problems/issue/issues/
    trouble/outage/lost/snapped/popped/detached/ripping/collaps*/hiss*/leaky/trickle/drafty/draft/
    swarm*/crawling/everywhere, wont/doesnt/isnt/dont/cant/didnt/never/aint/not/hasnt/nothing ..
    work*/turn*/open*/close*/lock*/drain*/flush*/light*/start*/spin*/cool*/heat*/stop*/dry*/
    clean*/fit/shut/latch*/warm/reach/cold/hot/run*/charge/unlock*/connect*/respond*/fill*/stay/
    come/go/go_down/move*/hold*/ring*/click/reset/get/getting/blow*/ignite/budge/seal*/freez*/
    scan*/read*, would like/want/need it .. warmer/cooler/hotter/colder/fixed/changed, is/are/
    went/goes/was/been/came/come/comes/all/half/keeps/off/burned/conked down/out/off/loose/bad/
    weird/funny/crazy/again, out of order/service, is/was/got/been/they shut/turned/cut off, off its
    track/hinge/hinges/the, no/without/low/zero/little hot/hot_water/power/water/heat/ac/pressure/
    cold/light/lights/internet/electricity/wifi/air/signal/cold_air/water_pressure, drop
    off/bring/deliver .. new/filter*/key/keys, threw up, need/needs/needed/want/wants/could_use/
    due/requesting .. new/fix*/repair*/replac*/cut/clean*/installed/install/someone/look*/paint*/
    salt*/mount*/hung/mow*/treat*/spray*/serviced/tighten*/adjust*/trim*/emptied/unclog*/sealed/
    changed/patch*/caulk*/another/key/keys, can/could/pls/please/would/someone/somebody/u .. fix/
    look/repair/replace/clean/salt/spray/come/install/hang/mount/change/check/unclog/tighten/
    remove/trim/adjust/paint/mow/shovel/plow/help/get_rid/exterminate/swap, something/somethings
    wrong/off/up, acting up/weird/funny/crazy/wonky, blowing warm/hot/cold/room, too
    hot/cold/loud/great/hard, giving/gave out, on the fritz, messed/screwed/effed up, wore/worn
    out, went/gone bad/out, came/coming/fell/falling/come/broke apart/off/down/out/loose/undone,
    can/could i/we get/have .. key/keys/fob/new/another, keep/keeps tripping/falling/running/
    turning/shutting/blowing/going/coming/beeping, saw/seen/found/see/seeing/got/have/theres/
    there_is/there_are/lots/tons/bunch/.. roach*/mouse/mice/rat/rats/ant/ants/bedbug*/bed_bugs/
    wasp*/droppings/termite*/bees/spider*/bugs/flies/flea/fleas/bat/squirrel*/raccoon*/hornet*/
    snake, roach*/mice/mouse/rats/ants/bedbug*/bed_bugs/wasp*/droppings/termite*/bees, lost ..
    key/keys/fob, no sirve/sirven/funciona/funcionan/prende/prenden/cierra/cierran/abre/abren/hay/
    tengo/tenemos/tiene/calienta/enfria/sale/jala/jalan/baja/enciende/seca/lava/centrifuga/drena/
    carga/gira/apaga/quiere/se_apaga/se_va/para/deja/suena/corre/se_puede/limpian/recogen/
    ha_funcionado, sin luz/agua/gas/calefaccion/aire/internet/corriente/presion, poca/baja
    presion/agua, roto/rota/rotos/rotas/rompio/rompe/descompuesto/descompuesta/descompuso/tapado/
    tapada/tapo/tapa/gotea*/goteando/fuga/tirando/tira/quebro/quebrado/quebrada/quebro/atora/
    atoro/atorado/atorada/trabado/trabada/cucaracha*/ratones/raton/hormigas/chinches/moho/humedad/
    suelto/suelta/danado/danada/dano/fallando/falla/falto/falta/huele/apesta/ruido/ruidos/fue/
    pita/pitando/sale/saliendo/salio/abierto/abierta/flojo/floja/cayo/cae/caido/cayendo/mojado/
    mojada/sucio/sucia/quemo/quemado/fundio/fundido/fundida/murio/inundo/gotera/parpadea*/hace/
    oxidado/despega*/bota/boto/apaga/apago/congela*/avispas/abejas/rechina/lento/lenta/tarda/
    perdi/zafo/safo/chorro/derrama/problema/problemas/mal/hirviendo/tibia/fria/helada/caliente/
    bip, pueden/puede/podrian/podria/favor/necesito/ocupo/necesita/quiero/urge .. arreglar/
    revisar/reparar/cambiar/checar/venir_a_ver/poner/instalar/limpiar/mandar/fumigar/quitar/
    pintar/cortar/colgar/arreglen/revisen/componer/ver/otra/nueva/nuevo, manden ..
    alguien/plomero/electricista
""")
