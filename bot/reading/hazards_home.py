"""The words of water, sewage, cold, doors and people stuck, English and Spanish. Only words: no
reading here.

Written for recall, with what only looks like danger named beside it.
"""

from __future__ import annotations

from bot.reading.danger import Hazard, Safety
from bot.reading.lexicon import Lexicon

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
    water .. from .. upstairs/ceiling, <n> inch/inches .. water,
    leak* .. bad/badly/everywhere/heavily/fast/hard/crazy,
    soaked/soaking .. everything/carpet/bed/floor, agua .. techo/pared/alfombra/pasillo
""")
_CONTAINED = Lexicon("""
    small/little/slow/tiny/slight/minor/light drip*/leak*/bit/amount/puddle/drops,
    drip/drips/dripping/bucket/bowl/pot/towel/pan/cubeta/balde/gotea/gotera/gotitas/poquito,
    shower/tub .. drain*, wont/doesnt drain, only when/if, each/every/cada time/vez/cycle,
    stain/stains/spot/spots/mancha, hot water
""")
_NO_FLOOD = Lexicon("""
    pouring rain/outside/down,
    overflow* .. trash/garbage/dumpster/bin/laundry/gutter/gutters/mailbox/basura/hole/pan/drain,
    trash/garbage/dumpster/bin/bins/gutter/gutters/mailbox/recycling/basura/can/chute .. overflow*/
        desborda*,
    flood light/lights/insurance/zone, floodlight*/floodlights, radiator paint,
    flooded with .. email*/texts/ads/calls
""")
_FILTH_WORDS = Lexicon("""
    sewage/sewer/sewerage/poop/poo/feces/shit/turds/excrement/septic, toilet paper,
    brown/black/dirty/nasty/gross/grey/gray/sewer/toilet/drain water,
    aguas/agua negras/negra/sucia/puerca/cafe/drenaje, caca/mierda/popo/excremento/drenaje
""")
_RISING = Lexicon("""
    com*/came/back*/bubbl*/gurgl*/ris*/spill*/seep*/ooz*/push*/shoot* .. up/out/through/into/back,
    backup/backups/backing/backed/overflow*,
    in/on/over/into .. tub/bathtub/shower/floor/basement/hallway/sink/carpet,
    sale/saliendo/salio/sube/subiendo/regresa/regreso/regresando/brota/brotando/tapado/desborda*,
    everywhere/leak*/flood*
""")
_SEWAGE = Lexicon("""
    toilet/drain/drains/sewer/sewage/plumbing/line .. back*/coming/came up/into .. tub/bathtub/
        shower/sink/floor/basement,
    back*/coming/came/comes/bubbl* up/out/into .. tub/bathtub/shower/drain/drains/toilet,
    sewage/sewer/septic .. back*/overflow*/leak*/spill*/everywhere/flood*/floor, raw sewage,
    flush* .. tub/shower/sink .. fill*/back*/bubbl*/gurgl*/comes,
    tub/bathtub/shower/sink .. fill*/back*/bubbl*/ris* .. flush*,
    all/every/both/multiple .. drains/drain/toilets/fixtures .. back*/clog*/overflow*,
    toilet and .. tub/shower/sink .. back*/clog*/stopped,
    drenaje/desague/coladera/cloaca/fosa .. sale/saliendo/sube/regresa/regresando/brota/brotando/
        desborda*/tira*,
    sale/saliendo/sube/regresa/brota/brotando/tira* .. coladera/drenaje/desague/cloaca/regadera/
        tina
""")
_TAP_WATER = Lexicon("""
    brown/rusty/dirty/cloudy .. water .. faucet/tap/taps/faucets/kitchen,
    faucet/tap/taps .. brown/rusty/dirty/cloudy,
    dog/cat/pet/raccoon/bird/rat/mouse/pigeon/mice/perro/gato
""")
_HEAT = "heat/heater/heaters/heating/furnace/boiler/radiator/radiators/heatpump"
_NO_HEAT = Lexicon(f"""
    no/without/zero/lost heat/heating,
    dont/doesnt/havent/hasnt/arent have/has/had/getting/get/got .. heat,
    {_HEAT} .. out/off/broke*/died/dead/quit/stopped/down/failed/cold/busted/kaput/gone/locked,
    {_HEAT} .. not/isnt/wont/doesnt/dont/aint/hasnt/never work*/turn*/come/coming/kick*/start*/
        ignite/on/heat*/run*/light,
    {_HEAT} .. conked/gave/shut/went/goes out/off, cant get/turn .. heat,
    no hay/tenemos/tengo/funciona/sirve/prende/enciende/jala .. calefaccion/calenton/calefactor/
        caldera/heater,
    sin calefaccion/calenton/calefactor/caldera/calor,
    calefaccion/calenton/calefactor/caldera/heater .. no sirve/funciona/prende/enciende/calienta/
        jala/trabaja,
    calefaccion/calenton/calefactor/caldera .. apago/descompuso/dano/murio/fallo/apagada/
        descompuesta
""")
_COLD = Lexicon("""
    snow*/blizzard/freez*/frost*/frozen/icicle*/ice/icy/subzero/hypothermia/shivering/shiver,
    below zero/freezing,
    <cold> degrees/degree/deg/f/outside/out/inside/in/here/grados/adentro/fahrenheit,
    its/is/reads/read/says/at/to/shows/showing/hit/hits/only/about/was/like/under/marca/estamos
        <cold>,
    baby/infant/newborn/newborns/toddler/grandma/grandmother/grandpa/elderly/preemie/babies/
        disabled,
    <n> week/weeks/month/months/wk/mo old,
    mother/mom/father/dad/wife/husband/neighbor/she/he is/whos <n>, see .. breath,
    coats/blankets/jackets/gloves/parkas/cobijas/chamarras,
    so/really/very/super/freezing/too/hella/extremely/damn/getting cold,
    kids/children .. cold/sick/freezing,
    nevando/nieve/helando/helado/congelando/congelados/congela*/temblando/bajo_cero/hielo,
    mucho/muchisimo frio, bebe/bebes/recien/anciana/anciano/abuela/abuelita/abuelo/abuelito,
    ninos .. enfermos/frio
""")
_COLD_HOME = Lexicon("""
    <cold> inside/indoors/adentro,
    <cold> degrees/deg/f/grados in/inside/adentro .. here/apartment/house/unit/apt/my/room,
    <cold> in here/the_house/my_apartment/this_place,
    thermostat/termostato .. reads/says/at/is/shows/marca/down <cold>
""")
_NOT_HEATING = Lexicon("""
    ac/fridge/refrigerator/freezer/cooling/shower/aire/refri/nevera/pool,
    air conditioner/conditioning, hot water, set to/at
""")
_LOCKED_OUT = Lexicon("""
    locked/lock .. out/outside, lockout/locdout/lokked,
    cant/unable/wont .. get/let .. in/into/inside .. my/the/our apartment/apt/home/house/unit/
        place/door/condo,
    cant/unable .. get in/inside/into, locked out of my,
    door .. shut/closed/locked/slammed behind,
    key/keys/fob .. broke/snapped/stuck .. lock/door/off,
    standing/stuck/stranded/sitting/waiting outside .. my/apt/door/apartment/house/unit/in,
    key/keys/fob .. wont/doesnt/not .. work*/turn*/open .. outside/door,
    left/forgot/locked .. keys/key .. inside/in, keys are/is/r inside, no puedo/podemos entrar,
    encerrada/encerrado/encerrados afuera/fuera,
    quede/quedamos/quedo .. afuera/fuera/encerrada/encerrado,
    deje/olvide/quedaron .. llaves .. adentro/dentro, se me cerro .. puerta,
    no abre .. puerta .. casa/departamento/depto/apartamento
""")
_CHILD_LOCKED = Lexicon("""
    baby/son/daughter/kid/kids/child/toddler/grandma/mother/mom/grandson/granddaughter/old ..
        locked .. in/inside/bathroom/bedroom/room/himself/herself,
    locked .. in/inside .. baby/kid/son/daughter/toddler/child/himself/herself,
    hijo/hija/bebe/nino/nina/abuela/mama .. encerrado/encerrada/encerro,
    encerro/encerrado/encerrada .. hijo/hija/bebe/nino/nina
""")
_NOT_HOME = Lexicon("""
    portal/account/website/password/login/email/app/online/profile/system/fee/fees/charge/charged,
    mailbox/mail_box/storage/gym/pool/laundry/clubhouse/shed/cuenta/contrasena/buzon,
    spare/extra/copy/another key, boiler/furnace/heater .. locked out,
    locked out yesterday/last_night/last_week/ayer, car/truck keys/key/door
""")
_OWN_DOOR = "door/doors/deadbolt/slider/lock/locks/chapa/cerradura/puerta/cerrojo/patio/entry"
_INSECURE = Lexicon(f"""
    {_OWN_DOOR} .. wont/doesnt/cant/isnt/not/never .. lock/close/shut/latch/secure/locking/
        closing/shutting,
    cant/unable/wont .. lock/close/shut/secure/latch .. {_OWN_DOOR}, cant/unable lock it/up/my,
    deadbolt/lock .. spins/spinning/broke/broken/busted/fell/missing/gone,
    door .. kicked/busted/smashed/pried/forced/broken .. in/open/off/down,
    door .. off .. hinges/frame/track .. wont/cant/open,
    window .. wont/doesnt/cant/not .. lock/close/shut/latch .. ground/first/street/1st/patio,
    ground/first/street/1st floor/level .. window .. lock/close/shut/latch,
    no puedo/podemos/se_puede .. cerrar/asegurar .. {_OWN_DOOR},
    {_OWN_DOOR} .. no cierra/asegura/tiene,
    puerta .. casa/entrada/departamento/depto/principal .. rota/abierta/no
""")
_INTRUDER = Lexicon("""
    broke/break/broken/breaking/breakin in/into .. apartment/apt/house/my/unit/home/place/our/
        last/through,
    break in, someone/somebody/guy/man/people broke/breaking in,
    broke/smashed .. window/door .. inside/in/entered/came,
    burglar*/burglary/intruder/prowler/robbed/stalker/burglarized,
    was/been/got/were broken/robbed/burglarized into/last/today/while/and/by,
    kicked/kicking/pried/prying/forced/smashed .. door/window/lock,
    try*/tried .. get/break/open/come .. in/into/door/my/window,
    someone/somebody/stranger/man .. in/inside .. apartment/apt/house/unit/closet/my,
    someone/somebody/man/guy .. banging/jiggling/picking .. door/lock/handle,
    metieron/metio/entraron .. robar/casa/departamento/depto/apartamento/mi,
    ladron/ladrones/robaron/forzaron/intruso,
    intenta*/tratando/tratan/quiere .. entrar/meterse/abrir
""")
_INNER_DOOR = Lexicon("""
    closet/cabinet/oven/fridge/refrigerator/microwave/dishwasher/washer/dryer/freezer/shower/
        pantry/screen/gate/garage/storage/shed/laundry/mailbox,
    bedroom/bathroom/room/bath/elevator/lobby/building/main/shared/common/vestibule/kitchen door/
        doors/entrance/lock/window,
    closet/recamara/habitacion/cuarto/bano/porton/gabinete/estacionamiento/refrigerador/horno/
        lavadora/elevador/edificio,
    stiff/does_lock/still_locks, faucet/tap/toilet/valve/water/llave_de
""")
_STUCK = Lexicon("""
    stuck/trapped/trap/caught/stranded/locked .. in/inside/on/between .. elevator/elevators/lift/
        elevater/floors,
    elevator/lift .. stuck/stopped/trapped .. with/and .. in/inside/me/us/people/someone/im/her/
        him/mom,
    people/someone/somebody/man/woman/lady/kid/kids/neighbor/resident/me/us/we .. stuck/trapped ..
        elevator/lift,
    person/people/someone/somebody/me/us/im .. in/inside .. elevator/lift .. stuck/trapped/
        stopped/wont,
    elevator/lift .. wont open .. inside/in,
    trapped .. in/inside .. room/bathroom/bedroom/apartment/apt/closet/balcony/laundry/basement/
        stairwell,
    stuck/locked .. in/inside .. my/the/a bathroom/bedroom/room/closet/balcony/laundry/stairwell,
    cant/unable .. get out .. bathroom/bedroom/room/closet/apartment/apt/elevator/balcony/door,
    door .. jammed/stuck/wont .. cant get out,
    atrapad*/encerrad*/atorad*/atorados .. elevador/ascensor/cuarto/bano/balcon/recamara/
        habitacion,
    elevador/ascensor .. atrapad*/encerrad*/gente/persona/adentro/dentro,
    no puedo/puede/podemos/pueden salir
""")
_FALLING = Lexicon("""
    ceiling/roof/balcony/deck/wall/stairs/staircase/chimney/floor .. collaps*/caved/caving/
        crumbling,
    collaps*/caved .. ceiling/roof/balcony/deck/wall/stairs/floor,
    ceiling/roof .. fell/falling/coming/came .. down/in/on/chunks,
    techo/balcon/pared/escalera .. caer/cayo/cae/cayendo/derrumb*/desplom*,
    derrumb*/desplom* .. techo/balcon/pared
""")
_DRY = Lexicon("""
    paint/fan/tile/popcorn/peel*/shade/blinds/lamp/panel/pintura/ventilador/abanico
""")
_NO_WATER = Lexicon("""
    no/zero/without/lost running/water at/anywhere/all/whatsoever, no running water,
    no water .. whole/entire/all/any/anywhere/unit/apartment/apt/building/house/nothing,
    no water to/for/in .. apartment/apt/unit/house/building/home,
    water .. completely/totally/all off/out/gone/shut,
    water .. off/out .. whole/entire .. apartment/apt/unit/house/building,
    no hay/tengo/tenemos/sale .. agua .. todo/nada/ninguna/ningun/departamento/depto/apartamento/
        casa,
    sin agua .. todo/departamento/depto/apartamento/casa/nada
""")
_ONE_FIXTURE = Lexicon("hot, pressure, caliente, only/just .. sink/shower, presion")

HOME: tuple[Hazard, ...] = (
    Hazard(Safety.LOCKOUT, signs=_CHILD_LOCKED),
    Hazard(Safety.ENTRAPMENT, signs=_STUCK),
    Hazard(Safety.SEWAGE, signs=_SEWAGE, pairs=((_FILTH_WORDS, _RISING),), unless=_TAP_WATER),
    Hazard(Safety.FLOOD, signs=_FLOOD, pairs=((_WATER, _UNSTOPPED),), unless=_NO_FLOOD),
    Hazard(Safety.FLOOD, signs=_SPREADING, unless=_CONTAINED),
    Hazard(Safety.SECURITY, signs=_INTRUDER),
    Hazard(Safety.SECURITY, signs=_INSECURE, unless=_INNER_DOOR),
    Hazard(Safety.LOCKOUT, signs=_LOCKED_OUT, unless=_NOT_HOME),
    Hazard(Safety.NO_HEAT, pairs=((_NO_HEAT, _COLD),), unless=Lexicon("too hot")),
    Hazard(Safety.NO_HEAT, signs=_COLD_HOME, unless=_NOT_HEATING),
    Hazard(Safety.OTHER, signs=_FALLING, unless=_DRY),
    Hazard(Safety.OTHER, signs=_NO_WATER, unless=_ONE_FIXTURE),
)
