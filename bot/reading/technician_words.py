"""The words of a technician's moves: take, pass, go, arrive, finish, in both languages. Only words: no reading here."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

ACCEPT = Lexicon("""
accept/accepted/accepting/yes/yep/yeah/yup/yessir/ok/okay/sure/absolutely/definitely, claro/si/
simon/acepto/aceptado/dale/orale, got it/this/that, got <n>, ill/i/can/could/will/gonna take/do/
grab/handle/cover/knock/get_it/get_to/squeeze/swing/be_there, i can .. take/do/be/make, can be
there, on it, im in/free/available/good, count me in, works for me, mine, put me down, book me,
send it, sounds good, no problem, you got it, copy/roger/bet/perfect/happy_to/no_prob,
first/second/1st/2nd/last one, la/lo/me_la/me_lo tomo/agarro/hago/quedo/aviento/llevo, yo
voy/puedo/la/lo, con gusto, cuente/cuenten conmigo, de acuerdo, esta bien, puedo ..
ir/hacer/tomar/llegar, si puedo, primera/primero, segunda/segundo, i can, put .. down, happy to,
ahi estare, cuenta conmigo, me apunto, bueno, perfecto, me late, con mucho gusto, yea/yah/ye/yass/
okie/okey/alright/alrighty/np, okie dokie, both .. fine/ok/good/work/works, either .. fine/works,
ill be/swing/come/go/see/check, se hace, ahi voy, voy yo, yo me encargo, listo, hecho, por
supuesto, desde luego, como no, sin problema, tomada/tomado, taking it/this/that, your
guy/man/gal, i want it/that/this/<n>, gimme, ill have it, sign me up, let me have it, give it to
me
""")
DECLINE = Lexicon("""
pass/passing/decline/declined/no/nope/nah/negative/paso/rechazo, skip me/it/this/that,
i/have_to/gotta skip, cant .. take/make/do/get_to/swing/fit/squeeze/cover/today/tonight/this,
cant, not me/mine/today/this_time/tonight, not gonna/going_to work/happen/make_it, wont work, not
available/free/qualified/licensed/certified, unavailable/slammed/swamped/maxed,
booked/tied/jammed/filled solid/up/full, too far/busy, full day/up/schedule/plate, no can do, dont
do .. gas/roof/electric*/hvac/plumbing, have/gonna to pass, find/give/get/send/try .. someone/
someone_else/somebody/else/other/another/tom, wont make it/that/this, wont be able, out
sick/of_town, out of my area/range, my day off, off today/tomorrow/this, no puedo, no la/lo
puedo/quiero/alcanzo, no alcanzo/llego, no me queda/da, estoy ocupado/lleno/lejos/enfermo/hasta,
muy lejos, busquen/busque/manden/mande .. otro/alguien, queda lejos, imposible,
double/fully/all/over/already booked, ocupado/ocupada/saturado/lleno, a/para otro, otro tecnico,
someone/somebody else, hard pass, sorry cant, no thanks/thank_you, no gracias, prefiero no, rather
not, on vacation, no thx/ty, mejor otro, no alcanzo, dont/do_not have .. tools/time/truck/van/
helper/part/parts/license/cert, dont/not .. want/like/do/work/think, <n> hrs/hours/miles/mi from,
cant .. but, i wish, another time, next time, maybe next, unable, unfortunately, on another job,
no longer, not interested, im out, out of town, kid/kids/wife/family sick/game/emergency/hurt,
im/out sick, wish i could, im good thanks,
    already on/at/booked/working/busy, on a job, skip the/on
""")
# A bare "no" gives back nothing that was accepted.
HAND_BACK = Lexicon("""
    cant .. take/make/get_to/do/finish/cover it/this/that/the/today, cant .. take/make/get_to/
        do/finish/cover <n>, cant make/do/take/get_to .. it/that/this, cant make/do/take/get_to
    .. <n>, cant make/take, cant do .. after_all/today/anymore, give/giving/hand/handing/
        gotta_give/send .. back, reassign/reassigned, take me off, give/send/get/need/find ..
    someone/someone_else/somebody/another/other cover/take/tech/else/tech_to/guy, someone else
    .. take/do/cover/go/handle, need .. someone/somebody .. cover/take, wont be able, wont make
    it at_all/today, have/need/gotta to pass/drop/back_out/bail, have/going/need to drop/cancel/
        pass, bailing/backing_out, drop <n>, pass on <n>, not gonna/going_to make it, not gonna/
        going_to make <n>, gonna pass, no voy a poder .. ir/hacer/llegar/tomar/con, no puedo ..
    ir/hacer/tomar/llegar/atender, ya no puedo, denla/dela/denselo/pasenla/paselo .. otro/
        alguien, que vaya/vayan otro, no podre, regreso el trabajo, le/se la/lo regreso/devuelvo
""")
# One of theirs that another must do, whatever the cause they give.
TAKEN_OVER = Lexicon("""
    someone/somebody/another_tech/another_guy .. have_to/has_to/needs_to/will_have_to/
        gonna_have_to/should .. take/grab/cover/do/handle/run/get, need/needs/get/find someone/
        somebody/someone_else/another/another_tech .. cover/take/grab/handle, que otro/alguien
    .. tome/vaya/cubra/haga
""")
ENROUTE = Lexicon("""
    omw/otw/enroute/onmyway/rollin/rolling/inbound, on .. way, en route, headed/heading/head ..
    to/over/there/now/your/towards/next/that, leaving .. shop/now/here/yard/office/house/home/
        warehouse/supply, just left, left .. shop/yard/office/house/warehouse/supply, driving ..
    to/now/over/there, in/on/hit .. truck/road/van, be there in/soon/shortly, see you/them in,
    there in <n>, eta/eta_is <n>, getting there in, <n> m/min/mins/minutes/minute away/out/from,
    <n> away/out, half/an/couple .. hour/hr/minutes away/out, few/couple minutes/min away/out,
    next stop, starting/setting out/over, almost there, around the corner, close/closing by/in,
    pulling out, voy .. camino/para/alla/saliendo/hacia/rumbo, en camino/ruta, ya voy, voy ya,
    salgo para/ahora/ya, ya sali, saliendo, sali .. taller/casa/para, rumbo a, manejando, llego/
        llegando en/como_en, estoy a unos/quince/diez/veinte/media/punto, estoy a <n>, ahorita
    llego, ya mero llego, voy llegando, be there around/about/by/at, llego a_las/como/tipo/por,
    next up, <n> out, salgo/saliendo/sali .. para/pa/a/al, llego en, in/on my van/truck, in the
    van/truck, about to leave, leaving, heading out/that_way, traveling/travelling, gps says/
        said, on the road, ahi voy, casi llego, ya casi, estoy llegando, voy llegando, en
    camino, should/will/ill/gonna be there in/within/around/by, see you/ya/u soon/shortly/in,
    half/quarter way, one/few blocks/block/exit/exits/miles away, pulling in/up soon, just got/
        getting off/on .. highway/freeway/interstate/exit, turning onto/on, loading up, gassing
    up
""")
ARRIVED = Lexicon("""
    arrived/onsite/arriving/arrive, im/we/just/got/am/been here, here, on site/location/scene/
    premises/property, im/just there now, just pulled/got up/in/here/there,
    pulled/pulling/rolled/showed up/in, parked, got/made it here/in/there, made it, at the door/
    property/unit/job/house/apt/apartment/building/gate/site/place/address/location/front, at <n>,
    in the unit/driveway/lot, outside/in_front .. now/waiting/unit/house/building, im outside, out
    front, checking/checked in, knocking, clocked/clocking in .. <n>, starting on/work/now,
    walking in/up, ya llegue, llegue/llegamos/llegado, acabo de llegar, aqui estoy/andamos/ando,
    ya ando aqui, estoy/ando aqui/afuera/en_el/en_la/en_sitio/enfrente/adentro, ya estoy ..
    aqui/afuera/en/sitio/enfrente, ya aqui, en sitio/el_sitio/el_lugar, llegando ..
    al/edificio/lugar/casa/sitio, getting/get/got started, let me in, standing/sitting/waiting
    in/at/by/outside, in front of, started work/working, starting, inside/indoors now/already, in
    the house/apartment/basement/building, adentro, ya entre, with the tenant now, meeting ..
    tenant/super/manager now, in/at the parking/lot/driveway/lobby/hallway/garage, afuera del/de,
    aqui afuera/abajo/en/estamos, found the house/place/unit/building
""")
COMPLETE = Lexicon("""
    done/dn/complete/completed/finished/fixed/fixd/finito/repaired/resolved/solved/wrapped/closed/
    knocked_out, all set/done/good/fixed/finished/better/working/clear, wrapped/wrapping/finished/
    finishing/cleaned/buttoned/closing/closed it/up/out/this/that, good to go, no fault/
    fault_found/problem/issue/issues/leak/leaks found/here/present/anywhere, nothing wrong/found,
    couldnt/could_not/cant/didnt find/see/reproduce .. anything/any/wrong/issue/problem/fault/
    leak/it, nothing wrong, no issues/problems, checks/checked/tested/works out/ok/okay/good/fine,
    back up/on/in_service .. running/working/now/again, up and running/working,
    is/are/its/everything/all/now working .. again/now/fine/good/properly/great, works ..
    now/again/fine/great, running .. again/fine/good/great, working again, should be good, thats
    it, tenant .. happy/satisfied/signed, job .. complete/done/finished, ready to invoice/bill,
    close .. out/ticket, mark .. done/complete/closed/finished, listo/terminado/termine/acabe/
    terminamos/acabamos/acabado/finalizado/resuelto/arreglado/reparado, quedo/quedaron/quedo_listo
    .. listo/bien/funcionando/nuevo/arreglado, ya quedo/funciona/sirve/esta_listo/
    esta_funcionando/jala/prende/enfria/calienta/acabe/termine, todo listo/bien/funcionando/quedo,
    no encontre .. nada/falla/problema/fuga, quedo, you/please/go_ahead can/and close, close ..
    it/this/ticket/job/wo/order, can be closed, ya esta .. funcionando/jalando/sirviendo/
    arreglado/listo/lista/bien, drains/works/flushes/runs/heats/cools/fires/lights/holds/flows/
    draining/flushing/cooling/heating/flowing/blowing/spinning/closes/locks/latches/opens ..
    great/good/fine/well/again/properly/perfect/perfectly/champ/normal/normally/new/smooth/
    smoothly/now/fully, running/holding/working .. great/good/fine/well/properly/perfect/champ/
    normal/normally/smooth/smoothly, like a champ, like new, cleared .. clog/line/drain/blockage/
    stoppage/jam, fixed the/it/that/this/her/both, se arreglo/reparo/soluciono/compuso/destapo/
    resolvio, cerrar/cierren/cierra .. trabajo/orden/ticket, ya se/me arreglo/reparo/voy, leaving
    .. done/site, packed/packing up, thats a wrap, taken care of, sorted, in working order,
    restored, got it working/running/going/fixed/done, vent/line/drain/clog/pipe/trap
    cleared/unclogged/open, no longer leaking/running/dripping/clogged/tripping/beeping/making,
    not/aint/isnt leaking/dripping/running/tripping/clogged anymore/no_more/any_more, could
    not/couldnt/cant/cannot duplicate/replicate/reproduce, no fault, user error
""")
FIXED_HOW = {
    "1": "fixed",
    "2": "temporary",
    "3": "return",
    "fixed": "fixed",
    "temporary": "temporary",
    "temp": "temporary",
    "temporal": "temporary",
    "return": "return",
    "regreso": "return",
    "arreglado": "fixed",
    "reparado": "fixed",
}
BOTH = frozenset({"both", "ambos", "ambas", "anyway", "dos"})
