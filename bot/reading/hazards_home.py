"""The words of cold, doors and people stuck, English and Spanish. Only words: no reading here.

Written for recall, with what only looks like danger named beside it.
"""

from __future__ import annotations

from bot.reading.danger import Hazard, Safety
from bot.reading.lexicon import Lexicon

_HEAT = "heat/heater/heaters/heating/furnace/boiler/radiator/radiators/heatpump"
_NO_HEAT = Lexicon(f"""
    no/without/zero/lost/aint_got heat/heating, heats/heaters/furnaces/boilers out/off/broke*/
        dead/down/been/busted, heat/heater/furnace/boiler been out/off/broke*/down,
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
    coat/coats/blanket/blankets/jacket/jackets/glove/gloves/parkas/sweaters/hoodie/hoodies/cobija/
        cobijas/chamarra/chamarras/sueter*/abrigo*/colchas/hospice/chemo/wheelchair/seniors/
        asthmatic/old_people/old_lady,
    so/really/very/super/freezing/too/hella/extremely/damn/getting cold,
    kids/children .. cold/sick/freezing, in/into the 20s/30s/40s/teens/50s/single, single digits,
    see .. breath, cant feel .. fingers/toes/feet/hands, year old/olds, pregnant, pipes .. freez*,
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
    degrees off/different/colder/warmer/higher/lower/apart,
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
    cant/unable .. get .. door/slider/deadbolt to lock/close/shut/latch,
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
    break in, someone/somebody/guy/man/people .. broke/breaking in,
    broke/smashed .. window/door .. inside/in/entered/came,
    burglar*/burglary/intruder/prowler/robbed/stalker/burglarized,
    was/been/got/were broken/robbed/burglarized into/last/today/while/and/by,
    kicked/kicking/pried/prying/forced/smashed .. door/window/lock,
    try*/tried .. get/break/open/come .. in/into/door/my/window,
    someone/somebody/stranger/man is/was/came/got/walked/climbed/are/went .. in/inside ..
        apartment/apt/house/unit/closet/my,
    someone/somebody/man/guy .. banging/jiggling/picking .. door/lock/handle,
    metieron/metio/entraron .. robar/casa/departamento/depto/apartamento/mi,
    ladron/ladrones/robaron/forzaron/intruso,
    intenta*/tratando/tratan/quiere .. entrar/meterse/abrir
""")
_INNER_DOOR = Lexicon("""
    of/to/at/in/into the/our/my building/lobby/complex/garage/pool/gym/laundry/bedroom/bathroom/
    closet/hall/stairwell/basement/mailroom, del edificio/closet/cuarto/bano, de la
    recamara/lavanderia, closet/cabinet/oven/fridge/refrigerator/microwave/dishwasher/washer/
    dryer/freezer/shower/pantry/screen/gate/garage/storage/shed/laundry/mailbox, bedroom/bathroom/
    room/bath/elevator/lobby/building/main/shared/common/vestibule/kitchen door/doors/entrance/
    lock/window, closet/recamara/habitacion/cuarto/bano/porton/gabinete/estacionamiento/
    refrigerador/horno/lavadora/elevador/edificio, stiff/does_lock/still_locks, faucet/tap/toilet/
    valve/water/llave_de
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
_VULNERABLE = """baby/son/daughter/kid/kids/child/toddler/grandma/grandmother/grandpa/grandfather/
    mother/mom/father/dad/grandson/granddaughter/niece/nephew/girl/boy/hijo/hija/bebe/nino/nina/
    abuela/abuelo/abuelita/abuelito/mama/papa/nieto/nieta/sobrino/sobrina"""
_LOCKED_ALONE = Lexicon(f"""
    <age> & locked/lock/stuck himself/herself/in/inside/door/bathroom/bedroom/room/the & cant/
    inside/himself/herself/crying/open/stuck, {_VULNERABLE} & locked .. door/bathroom/room &
    cant/inside/wont/crying, {_VULNERABLE} & locked/lock/stuck himself/herself/themselves/inside/
    in, {_VULNERABLE} & se encerro/encerraron/quedo_encerrado/quedo_encerrada, {_VULNERABLE} ..
    cant/no_puede get_out/open/unlock/abrir
""")
_SHUT_OUT = Lexicon("""
    llave/llaves & no_abre/no_gira/no_entra/no_abren/no_funciona & afuera/fuera/depa/puerta/entrar,
    locksmith/cerrajero & outside/locked/lost/afuera/entrar/stuck/inside, llaves & adentro/dentro,
    llave & adentro/dentro & afuera/entrar/quedo/deje/olvide/puerta, not letting me/us/anyone in,
    wont let me/us in, code/keypad/fob & doesnt/wont/isnt/not/stopped &
    outside/get_in/let_me/into_my, key/keys inside/in & outside/locked/cant/door/shut, key/llave &
    wont/no & turn/gira/vuelta & hallway/outside/stuck/afuera/in/entrar, let me/us/us_back/me_back
    in/inside/into & key/keys/lock*/apt/apartment/unit/door/house/home/place, lost/forgot/perdi ..
    key/keys/llaves & let_me/let_us/get_in/entrar/abrir/outside/afuera, left/forgot/lost/dropped
    .. key/keys & cant/outside/hallway/porch/get_in/stuck/waiting/locked, key/keys/fob/lock/knob/
    deadbolt/door & cant/wont/unable let/get/getting .. in/inside/into, cant/unable .. get/getting
    in/inside/into & home/apartment/apt/unit/house/place/door, shut/locked/left myself/me/us out,
    door/it .. locked behind/itself, auto locked, stuck/stranded/sitting/standing/waiting ..
    outside/hallway/porch/stairs/steps & key/keys/lock*/door/in, deje/deje_mis/olvide/perdi/
    adentro & llave/llaves & adentro/dentro/entrar/afuera/puerta, no puedo/podemos entrar/abrir &
    casa/departamento/depto/apartamento/apto/llave/puerta/chapa, llave &
    quebro/atoro/rompio/partio & entrar/puerta/chapa/afuera
""")
_PROWLER = Lexicon("""
    romp*/revent*/forz*/quebr* & chapa/cerradura/puerta/ventana & llevaron/robaron/metieron/entraron,
    stole/took my/our .. & door/lock/window/broke,
    tamper*/jimm*/pried/forced & door/lock/window, door .. open/unlocked/ajar &
    came/got/get/back/when_i home/back/here/got/returned, golpea*/pateando/empujando & mi/la
    puerta & hombre/alguien/tipo/entrar/senor, was/been in here/my_apartment/my_place/my_house &
    key/lock/locks/someone/ex/stranger/stuff, someone/somebody/someones/somebodys/man/guy/
    stranger/dude/person/people & rattl*/jiggl*/banging/pull*/pry*/picking/kick*/shak*/twist* &
    door/window/handle/knob/lock/doorknob/doorhandle/slider/gate/peephole,
    someone/somebody/someones/somebodys/man/guy/stranger & been/was/
    is/came/got/climb*/went in/inside/into/through & apartment/apt/house/place/unit/window/home/
    balcony, someone/somebody/man/guy/stranger & outside/at & door/window &
    wont/trying/knife/gun/scared, ransacked/robbed/burglarized/burgled, stuff/things/tv/laptop ..
    stolen/taken/missing/gone & door/window/apartment/apt/broke*/lock, broke/broken/breaking/break
    into, alguien/hombre/tipo/senor/muchacho & quiere/intent*/trat*/tratando/forz*/golpea*/jala* &
    puerta/ventana/entrar/meterse/chapa, metieron/entraron/meterse/metio & robar/robaron/casa/
    departamento/depto/apartamento/ventana/ladron, forzaron/patearon & puerta/chapa/cerradura,
    robaron & casa/depto/departamento/puerta/apartamento
""")
_OPEN_DOOR = Lexicon("""
    ground/first/1st/street floor/level & window/windows/slider/patio_door & shatter*/broken/open/
    missing/smashed/broke/busted/lock/latch/close/wont, anyone/anybody/cualquiera can/could/puede
    .. get/walk/climb/come/entrar in/through/into & window/door/slider/lock/ventana/puerta/chapa &
    my/our/mi/apt/apartment/ground/bedroom, front/back/entry/main/apartment/apt/my/our/patio/
    sliding/balcony door & wide_open/swings/hanging/wont_close/wont_shut/wont_lock/doesnt_lock/
    doesnt_close/cant_lock/cant_close/off_the_hinges/fell_off/fell_apart/broken_lock/kicked/
    no_lock, front/back/entry/apartment/apt door & lock/deadbolt/latch/frame/strike & broke*/fell/
    gone/busted/missing/ripped/snapped/split, puerta & principal/casa/entrada/departamento/depto/
    apartamento/calle/patio & no cierra/asegura/se_cierra/cerrar/tiene_chapa/queda_cerrada,
    chapa/cerradura/cerrojo/puerta & entrada/depto/departamento/apartamento/casa/principal &
    no_cierra/no_asegura/no_tiene_seguro/no_puedo_cerrar/no_se_puede_cerrar/no_sirve_el_seguro/
    quedo_abierta, chapa/cerradura/cerrojo & puerta & rota/roto/rompio/cayo/descompuso/sirve/safo/
    zafo & casa/principal/entrada/departamento/depto/calle/cerrar/cierra/abierta, puerta &
    quedo/queda/esta/no & no_cierra/abierta & robar/robaron/sola/noche/calle/casa/entrada, ventana
    & piso_uno/primer_piso/planta_baja/calle & no cierra/cerrar/asegura
""")
_NOT_PROWLER = Lexicon("""
    park*/car/truck/spot/garage/mailbox/package*/laundry/coming/sent/send/installed/fixed/worked/
        come/was_here/estacion*/carro,
    maintenance/plumber/technician/tech/repairman/you_guys/your_guy/yall/tecnico/plomero,
    neighbor/neighbors/kids .. loud/noise/noisy/music
""")
_IN_LIFT = Lexicon("""
    elevator/elevators/lift/ascensor/elevador & between/entre .. floors/floor/pisos/<n>,
    between/entre <n> and/y <n> & no/zero/without/sin .. bars/signal/reception/senal,
    between/entre <n> and/y <n> & buttons/botones .. dead/dark/nothing/useless/muertos/nada,
    elevator/elevators/elevater/lift/ascensor/elevador & stuck/trapped/stopped/stuck_between/paro/
        detuvo/atorado/atoro/atorada/trabo/trabado/between/atrapad*/encerrad* & me/us/were/people/
        person/someone/somebody/im_in/im_stuck/inside/we/estoy/estamos/mi/adentro/dentro/gente/
        alguien/senora/senor/in_this/in_here/quedamos/quede,
    stuck/trapped/atrapado/atrapada/atorado/atorada/encerrados .. in/inside/en .. elevator/lift/
        ascensor/elevador
""")
_NOT_BREAK_IN = Lexicon("""
    park*/spot/car/truck/mailbox/maintenance/plumber/technician/tech/moved/lives/living/flush*/
    shower, trying to get in/ahold/hold/touch/contact, robbed by/of, break/breaking in .. shoes
""")
_LIFT_TROUBLE = Lexicon("""
    elevator/elevators/elevater/lift/ascensor/elevador & stuck/stopped/stop/wont/moving/broke*/
    broken/down/dropped/jerked/between/quit/jammed/dead/froze/frozen/open/paro/detuvo/atoro/
    atorado/trabo/mueve/abre/abren/dark
""")
_INSIDE = Lexicon("""
    is/are/am/be/hes/shes/theyre/im/were in there/it, panic/panicking/hurry/claustrophob*, with ..
    in/inside/on it/there, im/i_am/were/we_are/estoy/estamos on/in/inside/en the/this/an/el/un
    elevator/lift/elevador/ascensor, con .. adentro/dentro, dropped/fell/jerked, were/im/i_am/
    we_are/people/someone/shes/hes/theyre/mom/kids/trapped .. in/inside here/it/there/now/this/
    the_elevator, in here, get us/me/them/him/her out, let us/me out, cant get out, help us/me,
    trapped/atrapad*/encerrad*, estoy/estamos .. adentro/aqui/dentro, saquenme/saquennos/sacarnos/
    sacarme, no podemos/puedo salir, senora/senor/persona/personas/alguien ..
    atorad*/adentro/dentro, hay alguien/gente/una
""")
_STUCK_INSIDE = Lexicon("""
    jammed/stuck & with_me/with_us/with_him/with_her & in/inside/bathroom/room,
    garage/laundry/gym/roof/basement/stairwell/courtyard & locked/stuck/trapped in/inside,
    im/i_am/were/we_are/i/me/he/she/hes/shes/husband/wife & stuck/trapped/locked in/inside &
        bathroom/bedroom/room/closet/balcony/laundry/stairwell/basement/door/doorknob/knob/garage/
        pantry/bath/patio/apartment, cant get out & door/bathroom/room/bedroom/knob/lock/closet/
        balcony/apartment/apt/unit, door/doorknob/knob/lock & stuck/trapped/locked inside/in,
    estoy/estamos/quede/quedamos/quedo/mi atrapad*/encerrad*/atorad* & bano/cuarto/recamara/balcon/
        elevador/ascensor/adentro/dentro/lavanderia/closet
""")
_NOT_STUCK = Lexicon(
    "key/keys .. stuck/locked, stuck/locked .. key/keys, locked out, ring/toy/phone stuck"
)
_NOT_IN_LIFT = Lexicon("""
    nobody/nobodys/no_one/empty/vacio/nadie, its/it working/moving/fine/running/fixed,
    got/get/let/came/made .. out .. ok/okay/fine/already/now/finally/eventually/after,
    salimos/sacaron/salio/salieron, got stuck .. yesterday/earlier/last,
    til/till/until/then .. got/let/pulled us/me/him/her/them out, had to/have to/gotta
    take/walk/climb/use/carry, take the stairs
""")

_GOT_OUT = Lexicon("""
    its/it working/moving/fine/running/fixed, got/get/let/came/made .. out .. ok/okay/fine/
    already/now/finally/eventually/after, salimos/sacaron/salio/salieron, got/was/were stuck ..
    yesterday/earlier/last, til/till/until/then .. got/let/pulled us/me/him/her/them out
""")
# Whoever is in harm's way comes before water in the home.
PEOPLE: tuple[Hazard, ...] = (
    Hazard(Safety.SECURITY, signs=_INTRUDER, unless=_NOT_BREAK_IN),
    Hazard(Safety.SECURITY, signs=_PROWLER, unless=_NOT_PROWLER),
    Hazard(Safety.LOCKOUT, signs=_CHILD_LOCKED),
    Hazard(
        Safety.LOCKOUT,
        signs=_LOCKED_ALONE,
        unless=Lexicon("""
        elevator/lift/ascensor/elevador, car/truck/carro/out
    """),
    ),
    Hazard(Safety.ENTRAPMENT, signs=_STUCK, lowered_by=_GOT_OUT),
    Hazard(Safety.ENTRAPMENT, signs=_STUCK_INSIDE, unless=_NOT_STUCK),
    Hazard(Safety.ENTRAPMENT, pairs=((_LIFT_TROUBLE, _INSIDE),), lowered_by=_NOT_IN_LIFT),
    Hazard(Safety.ENTRAPMENT, signs=_IN_LIFT, lowered_by=_NOT_IN_LIFT),
)
HOME: tuple[Hazard, ...] = (
    Hazard(Safety.SECURITY, signs=_INSECURE, unless=_INNER_DOOR),
    Hazard(Safety.SECURITY, signs=_OPEN_DOOR, unless=_INNER_DOOR),
    Hazard(Safety.LOCKOUT, signs=_LOCKED_OUT, unless=_NOT_HOME),
    Hazard(Safety.LOCKOUT, signs=_SHUT_OUT, unless=_NOT_HOME),
    Hazard(Safety.NO_HEAT, pairs=((_NO_HEAT, _COLD),), unless=Lexicon("too hot")),
    Hazard(Safety.NO_HEAT, signs=_COLD_HOME, unless=_NOT_HEATING),
)
