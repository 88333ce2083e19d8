"""The words of a technician's commands, English and Spanish. Only words: no reading here."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

ACCEPT = Lexicon("""
    a/accept/accepted/accepting/y/yes/yep/yeah/yup/ya/ok/okay/sure/claro/si/acepto/dale/va,
    got it, ill/i take/do/grab/handle/cover, ill take it, i can .. take/do/be/make, can be there,
    on it, im in, count me in, la/lo tomo, yo voy, yo la/lo hago, me la/lo quedo
""")
DECLINE = Lexicon("""
    p/pass/decline/declined/no/nope/nah/paso/rechazo, cant .. take/make/do/get_to, cant, not me,
    not available, booked solid/up/full, no can do, dont do .. gas/roof/electric*, have to pass,
    give .. someone_else, wont make it, wont be able, no puedo, no la puedo, estoy ocupado/lleno
""")
HAND_BACK = Lexicon("""
    cant .. take/make/get_to/do, give/reassign .. someone_else/other/else, wont be able,
    have to pass, someone else .. take/do, no puedo .. ir/hacer/tomar/llegar
""")
ENROUTE = Lexicon("""
    omw/otw/enroute/onmyway, on .. way, en route, headed/heading .. to/over/there/now/out,
    leaving .. shop/now/here/yard, rolling/driving .. to/now/over, be there in/soon,
    voy .. camino/para/alla/saliendo, en camino, ya voy, salgo para/ahora, saliendo
""")
ARRIVED = Lexicon("""
    here/arrived/onsite, on site/location/scene, im here, just pulled/got up/in/here/there,
    pulled up, at the door/property/unit/job/house, made it, ya llegue, llegue, aqui estoy,
    estoy aqui/afuera/en_el_sitio, ya estoy
""")
COMPLETE = Lexicon("""
    done/dn/complete/completed/finished/fixed/finito, all set/done/good/fixed/finished,
    wrapped/wrapping up, good to go, no fault/problem/issue found, finished up,
    listo/terminado/termine/acabe/quedo/terminamos, ya quedo, job .. complete/done/finished
""")
LATE = Lexicon("""
    late/delayed/behind, running late/behind, stuck in traffic, wont make .. <n>/time/oclock,
    more like <n>, went long, ran over/long, running over, be a bit/little,
    tarde/retrasado/atrasado/demorado/retraso, mucho trafico, held up
""")
NO_ACCESS = Lexicon("""
    noaccess, no access, not/nobody/no_one/noone .. home/answer*/here/there, no answer,
    knocked .. no, cant/unable get in/inside, lockbox .. empty/wrong/missing,
    code .. doesnt/not/wrong, gate/door .. locked, key .. doesnt/not/missing, wont let me,
    tenant refused, no hay nadie/acceso, nadie .. abre/contesta/en, no abren/contestan,
    no puedo entrar
""")
PARTS = Lexicon("""
    part/parts/repuesto/refaccion/refacciones/pieza/piezas,
    ordered/ordering .. board/motor/valve/it/one/new,
    running/going/headed/off to .. ferguson/supply/home_depot/lowes/store/for, supply house,
    home depot/lowes, backordered/special_order,
    need .. new .. part/board/motor/compressor/valve/cartridge
""")
APPROVAL = Lexicon("""
    nte/approval/approve/authorize/authorization/aprobacion,
    need .. ok/okay/go_ahead/approval/auth, can i .. go_ahead/proceed/replace, ok to,
    over .. nte/limit/budget, go ahead with, necesito .. aprobacion/autorizacion/ok,
    should i .. replace/go_ahead/proceed, quote/quoted .. <n>
""")
PAUSE = Lexicon("""
    lunch/break/breaking/pausing/pause, stopping/done/leaving for .. day/today/now/lunch,
    be back .. hr/hour/min/<n>/tomorrow/tmrw/thurs/on, back in <n>, gotta/have_to jump/run/leave,
    finish .. tomorrow/tmrw/later/monday, regreso/vuelvo .. manana/rato/<n>, hago una pausa
""")
HELP = Lexicon("""
    help/info/cmd/commands/office/addy/address/ayuda/comandos/oficina, call me,
    what/whats/wheres .. code/address/unit/number/phone/addy, gate code, need .. hand/help,
    who .. contact/tenant/call, tenants number/phone, llamame/llamenme,
    cual es .. codigo/direccion, can someone call
""")
JOBS = Lexicon("""
    jobs/trabajos, my jobs/list/schedule, what do i have, que tengo, mis trabajos,
    whats .. next/on_my_plate
""")
SCHEDULE = Lexicon("""
    put .. on .. for,
    move/moved/reschedule/push/schedule .. to/for/monday/tuesday/wednesday/thursday/friday/
        tomorrow,
    what do i have .. tomorrow/today/monday,
    im off/available/free .. monday/tuesday/wednesday/thursday/friday/tomorrow/next,
    reagendar/reprogramar/mover
""")
UNDO = Lexicon("undo/deshacer, take that back, my mistake, wrong job")
ACK = Lexicon("ack/acknowledge/acknowledged/enterado")
NOTE = Lexicon("""
    note/nota/fyi, tell/let .. office/know, tenant/customer has/wants/says/said/will,
    pic/pics/photo/photos/fotos/video,
    found/noticed/seems/cracked/corroded/rusted/shutoff/replaced, heads up, el inquilino, avisen
""")
IDLE = Lexicon("""
    thx/thanks/thank/gracias/lol/ok/okay/k/cool, wrong chat/number/person, when .. paid, got it,
    good morning, buenos dias
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
