"""The words of what a technician asks, tells, plans and takes back. Only words: no reading here."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

HELP = Lexicon("""
    help/info/cmd/commands/office/addy/address/ayuda/comandos/oficina, call me, callback,
    call/text/ring/phone .. me/back/the_tenant/my_cell, what/whats/wheres/where/which/send/need/
    text/have/got/get/whos/share/confirm/remind .. code/address/unit/number/phone/addy/apt/
    apartment/floor/building/combo/lockbox/access/contact/directions/location/entrance/key/keys/
    parking/suite/details/info, what/which/wheres/where .. shutoff/shut_off/breaker/panel/meter/
    is_the/do_i_park/is_it, gate/door/lockbox/entry/building/alarm code/codes/combo, need .. hand/
    help/hands/helper/backup/assistance, give me a hand, second .. hands/hand/guy/tech/set, who ..
    contact/tenant/call/ask/let/lets/has_the_key/has, tenants/tenant/customers/residents ..
    number/phone/cell/contact, can/could/would you/someone/somebody/anybody/u .. call/send/text/
    tell_me/check/help/find/get/look/forward/email/confirm/come, someone/somebody/anyone call,
    please call, need .. to_talk/someone_to_call/you_to_call/dispatch/office, talk to ..
    office/dispatch/someone/you, llamame/llamenme/llameme/marcame/marquenme/llamen, cual/que/
    cuales/donde/mandenme/mandame/pasame/necesito/me_pasan/me_mandan/me_das/me_dan .. codigo/
    direccion/unidad/numero/telefono/departamento/piso/edificio/llave/clave/ubicacion/entrada,
    donde es/queda/esta, cual unidad/departamento/apartamento/edificio/piso, que unidad/
    departamento/apartamento/edificio/piso, necesito ayuda/hablar/que_me_llamen, me pueden/puede/
    podrian/podria/ayudan/ayuda .. llamar/ayudar/mandar/pasar/decir/marcar, me mandas/manda/
    mandan/pasas/pasa/das/dices/recuerdas .. direccion/codigo/unidad/numero/ubicacion/telefono,
    have/ask/get dispatch/office/someone/somebody call/to/text, is there ..
    code/key/lockbox/parking/gate, pls/please have, who has/had .. key/keys/code, need to
    talk/speak, what floor/unit/apt/building/suite/number/door, tienen .. numero/codigo/direccion/
    llave/telefono, hablar con, que piso/puerta/departamento/unidad/edificio, any/more
    info/details/notes on/about/for, send .. details/info/notes/pics/photos, tell me about, whats
    the issue/problem/story/scope/budget, need help/hand/somebody/someone .. lifting/with/moving/
    here/carrying/hauling, is/will/does the/this/tenant/customer/there ..
    home/gonna/be/have/know/a
""")
# What a technician who asks may be told at once.
WAY_IN = Lexicon("""
    code/codes/lockbox/combo/access/key/keys/fob/codigo/clave/llave/llaves/gate, get in, let me
    in
""")
WHEREABOUTS = Lexicon("""
    address/addy/directions/location/unit/apt/apartment/building/direccion/unidad/departamento/
        apartamento/ubicacion, where is/am/do, wheres, donde es/queda/esta
""")
JOBS = Lexicon("""
    jobs/trabajos, my jobs/list/route/calls/tickets, what/whats .. do_i_have/have_i_got/left/
        remaining/next .. today/now/left/next/else, what else .. have/got/left, whats my next/
        schedule/day, que tengo/me_toca/sigue, mis trabajos/ordenes, whats .. next/on_my_plate,
    anything else, que mas tengo
""")
# Of the technician's own days: about no job.
OWN_DAYS = Lexicon("""
    whats/what .. on/up/lined_up/booked/there for fri/friday/mon/monday/tue/tues/tuesday/wed/wednesday/thu/thurs/
        thursday/sat/saturday/sun/sunday/tomorrow/tmrw/next_week/the_week,
    what/whats do_i_have/is_my/on_my/my/have_i .. tomorrow/tmrw/monday/tuesday/wednesday/
        thursday/friday/saturday/sunday/schedule_look/next_week/week/this_week, whats/what ..
    tomorrow/tmrw/next_week/monday .. look, schedule for tomorrow/monday/today/next/the_week, on
    my plate .. tomorrow/monday/next, im/i/am/i_am/will_be/ill_be/gonna_be/be/need/taking/take/
        want/have off/available/free/unavailable/out/not_available/not_working/on_vacation/
        on_pto .. monday/tuesday/wednesday/thursday/friday/saturday/sunday/tomorrow/tmrw/next/
        the/this/after/until/til/through/from/all/mon/tue/tues/wed/thu/thurs/fri/sat/sun/
        weekend/week, im/i/am/i_am/will_be/ill_be/gonna_be/be/need/taking/take/want/have off/
        available/free/unavailable/out/not_available/not_working/on_vacation/on_pto .. <n>,
    off mon/tues/tue/wed/thurs/thu/fri/sat/sun/monday/tuesday/wednesday/thursday/friday/saturday/
        sunday, dont/not book/schedule me, no me agenden/programen/pongan,
    cant/not/wont work/working/available/in .. monday/tuesday/wednesday/thursday/friday/
        saturday/sunday/tomorrow/tmrw/weekend/next/this, i can/could work .. monday/tuesday/
        wednesday/thursday/friday/saturday/sunday/weekend, day off, days off, time off,
    vacation/pto/vacaciones, put/block me/out .. off/out/down/unavailable/my_calendar/
        my_schedule, doctor/dr/dentist/court .. appointment/appt/tomorrow/monday/tuesday/
        wednesday/thursday/friday, no trabajo/puedo_trabajar/estoy_disponible/estare/estoy ..
    lunes/martes/miercoles/jueves/viernes/sabado/domingo/manana/semana, estoy/estare libre/
        disponible/fuera, que tengo/me_toca/hay .. manana/lunes/martes/miercoles/jueves/viernes/
        sabado/semana, dia/dias libre/libres, mi/mis dia/dias libre/descanso, pedir .. dia/dias,
    tengo cita .. medico/doctor/dentista, what/when time/is .. first/start/tomorrow/tmrw/monday/
        last, free/available/open/off .. monday/tuesday/wednesday/thursday/friday/saturday/
        sunday/weekend/tomorrow, got/have/any/need/anything .. for_me/me/openings/work ..
    monday/tuesday/wednesday/thursday/friday/saturday/sunday/tomorrow/weekend/week, i can/could
    work/do .. this/next/weekend/saturday/sunday, going on pto/vacation/leave/holiday, i/ill
    wont/not be in/here/around/working, i wont be in/here/around/working, leaving early, calling
    in/out sick, calling out, sick today/tomorrow, llegare tarde manana
""")
SCHEDULE = Lexicon("""
    put .. on/down .. for, schedule/reschedule/rescheduled/rebook/resched/set_up/book .. for/to/
    on/monday/tuesday/wednesday/thursday/friday/saturday/tomorrow/tmrw/next/return/visit,
    schedule/reschedule/rescheduled/rebook/resched/set_up/book .. <n>, reschedule/rescheduled/
    rebook/resched, move/moved/push/bump/switch/change .. to/for/monday/tuesday/wednesday/
    thursday/friday/saturday/tomorrow/tmrw/next_week/until, swap .. day/days/with/time/times/
    morning, can/could we/i/you .. do .. monday/tuesday/wednesday/thursday/friday/saturday/
    tomorrow/tmrw/instead/morning/next, do it on/monday/tuesday/wednesday/thursday/friday/
    tomorrow, instead of today/tomorrow/monday/this, tenant/customer/resident/she/he/they wants/
    want/asked/needs/prefers/rather .. monday/tuesday/wednesday/thursday/friday/saturday/tomorrow/
    tmrw/next_week/another_day/different_day/later/weekend, ill/i_will/gonna/plan_to/going_to/
    will/i_can do/return/go/be_there/come/hit/start/get_to .. on .. monday/tuesday/wednesday/
    thursday/friday/saturday/sunday, come back/return .. on .. monday/tuesday/wednesday/thursday/
    friday, reagendar/reprogramar/mover/reagende/reprograme/cambiar/pasar/muevan/mueva/programar/
    agendar/agende .. lunes/martes/miercoles/jueves/viernes/sabado/manana/dia/para/semana,
    reagendar/reprogramar/reagenden, quiere/prefiere/pide/puede/podemos .. otro_dia/lunes/martes/
    miercoles/jueves/viernes/sabado/manana, swap/switch/shift/change <n> to/with/for,
    swap/switch/shift .. to/with .. monday/tuesday/wednesday/thursday/friday/tomorrow/next,
    need/have to .. move/swap/push/reschedule/come_back/return .. monday/tuesday/wednesday/
    thursday/friday/saturday/next, need to swap/move/push/reschedule <n>, tenant/customer/resident
    .. only/free/available/agreed/asked .. saturdays/weekdays/mornings/evenings/after/sat/sun/mon/
    tues/wed/thurs/fri/monday/tuesday/wednesday/thursday/friday/saturday, return visit for, la/el
    senora/inquilino/inquilina/cliente .. pide/quiere/prefiere/puede .. lunes/martes/miercoles/
    jueves/viernes/sabado
""")
UNDO = Lexicon("""
    undo/deshacer/deshaz/deshagan/oops/oopsie/equivoque, take that back, my mistake/bad ..
    wrong/undo/not/job, wrong job/one/button, ignore/scratch/disregard/cancel/never_mind/
        nevermind that/last/it/previous/my_last, strike that, didnt mean/mean_to, me equivoque,
    marked/closed/finished/completed/hit/sent/tapped .. accident/accidentally/mistake/mistakenly, by
        accident/mistake, reopen/unclose/uncomplete, reabr*, vuelva/vuelvan/vuelve/volver .. abrir,
    por error, fue .. error, no era .. ese/esa/trabajo, trabajo equivocado, ignore/ignoren/
        olviden/olvida .. eso/ultimo/mensaje/anterior
""")
ACK = Lexicon("ack/acknowledge/acknowledged/enterado")
NOTE = Lexicon("""
note/nota/fyi/heads_up/btw/update, tell/let/pass_along/inform .. office/know/mgmt/management/
manager/owner/tenant/landlord, for the record, make/add .. note, please note, tenant/customer/
resident/neighbor/she/he has/says/said/will/mentioned/told/also/reports/claims/complained/
complaining/smokes/was/is, pic/pics/photo/photos/fotos/foto/video/videos/picture/pictures, found/
noticed/seems/looks_like/appears/cracked/corroded/rusted/rotted/replaced/installed/tightened/
cleaned/snaked/flushed/reset/checked/measured/tested/adjusted/patched/sealed/drained/shut_off/
turned_off/turned_on/vacuumed/opened/removed/diagnosed/suspect/observed, heads up, el/la
inquilino/inquilina/senora/senor, avisen/avisenle/avise/diganle/dile/digale, encontre/hay/cambie/
puse/revise/limpie/instale/note/se_ve/parece
""")
THINGS = Lexicon("""
    model/serial/shutoff/valve/pipe/pipes/drain/heater/boiler/furnace/compressor/coil/filter/
        duct/vent/fan/motor/pump/panel/breaker/outlet/switch/wire/wiring/thermostat/unit/tank/
        toilet/sink/faucet/tub/shower/trap/disposal/fridge/stove/oven/dishwasher/washer/dryer/
        door/lock/hinge/window/wall/ceiling/floor/roof/stairs/handrail/railing/tile/drywall/
        mold/leak/leaking/leaks/water/gas/rust/corrosion/crack/subfloor/joist/insulation/roach*/
        mice/mouse/bugs/bees/tenant/resident/neighbor/pressure/temp/voltage/amps/psi/reading/
        readings/capacitor/relay/ac/hvac/meter/gate/lockbox/parking/dog/dogs/cat/cats/access/
        warranty/installed/clogged/broken/worn/bad/old/loose, valvula/tubo/tuberia/desague/
        calentador/caldera/compresor/filtro/motor/bomba/panel/interruptor/cable/termostato/
        tanque/inodoro/lavabo/llave/fregadero/tina/regadera/refri*/estufa/horno/lavadora/
        secadora/puerta/cerradura/ventana/pared/techo/piso/escalera/moho/fuga/agua/gas/oxido/
        inquilino/inquilina/vecino/vecina/presion/cucarachas/ratones/perro/perros/gato/viejo/
        vieja/roto/rota/podrido/podrida/tapado/tapada
""")
CHATTER = Lexicon("""
    wrong chat/number/person/text/group/guy, when/did/do .. paid/pay/payday, paycheck/payroll/
        timesheet/overtime/1099/w2/stub/raise/bonus/uniform/uniforms/christmas/superbowl, my
    check/pay/hours/money/card/truck_payment, good morning/afternoon/evening/night/luck, buenos
    dias, buenas tardes/noches, happy birthday/friday, have a good/great/nice, see you/ya
    tomorrow/monday/there, lol/haha/lmao/jaja*, thx/thanks/thank/ty/gracias, got it, copy/roger/
        understood/entendido/enterado/will_do/10_4/noted/ok/okay/k/cool/vale/orale, sounds good/
        great, no problem/worries/prob, mi cheque/pago/quincena, cuando .. pagan/paga/pago, game
    .. last_night/tonight, persona/numero equivocado/equivocada
""")
# Of what they work with, and of no job: "app keeps logging me out".
TOOLS = Lexicon("""
    app/portal/login/log_in/password/passcode .. wont/keeps/isnt/not/cant/crash*/froze*/stuck/loading/logging/down/
        forgot/reset/expired/locked, cant/forgot .. log_in/login/password, phone .. dying/dead/broke*/wont
""")
# Of their pay and papers, which dispatch does not handle.
PAPERS = Lexicon("""
    my/a/the/new/wrong w2/w_2/w4/w_4/1099/stub/paystub/pay_stub/paycheck/payroll/timesheet/time_sheet/timecard/
        time_card/per_diem/pto/direct_deposit/insurance_card/benefits/401k/mi_cheque/nomina
""")
QUESTION = Lexicon("""
    who/whos/what/whats/where/wheres/when/which/how/why/is_there/are_there/is_this/do_we/does/
        did/can_you/could_you/anyone_know/any_idea, que/cual/donde/cuando/como/quien/cuantos/
        hay_alguien/alguien_sabe
""")
# Worth mending when a thumb slips.
OFTEN_MISTYPED = [
    "arrived",
    "finished",
    "finishing",
    "complete",
    "completed",
    "accept",
    "accepted",
    "decline",
    "declined",
    "delayed",
    "access",
    "approval",
    "approve",
    "authorize",
    "reschedule",
    "running",
    "heading",
    "headed",
    "leaving",
    "traffic",
    "lockbox",
    "answering",
    "tomorrow",
    "replaced",
    "installed",
    "waiting",
    "ordered",
    "ordering",
    "behind",
    "repaired",
    "terminado",
    "terminamos",
    "camino",
    "llegue",
    "saliendo",
    "trafico",
    "necesito",
    "repuesto",
]
