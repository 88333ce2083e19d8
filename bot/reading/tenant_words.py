"""The words of a tenant's intents, English and Spanish. Only words: no reading here."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

NO_LONGER_HERE = Lexicon("""
    wrong number/person, numero equivocado, moved out .. building/place/apartment/there/of/in,
    no longer live/rent/lease, dont live/rent/lease .. there/here/anywhere/anymore,
    dont rent anywhere, not my apartment/building/landlord,
    dont know .. who/what .. this/you .. is, you have the wrong, this isnt .. number/phone,
    not .. tenant anymore, ya no vivo, no vivo ahi/alli/en, se equivoco/equivocaron de,
    me mude .. de/ya, no soy .. inquilino/persona
""")
HUMAN = Lexicon("""
    talk/speak/chat .. person/human/someone/somebody/manager/agent/office/representative,
    real/actual/live person/human/agent, call/phone me .. back/asap/please/at/when/now,
    have someone call, someone call me, call me, can/could someone call,
    need/want .. human/operator/representative, operator/representative/agent,
    hablar con .. alguien/persona/gerente/humano, que me llamen, me pueden/puede llamar,
    llamenme/llameme, una persona real
""")
CANCEL = Lexicon("""
    cancel .. appointment/visit/job/request/ticket/service/repair/it/tomorrow/order/work,
    cancel the/my/that/this, no need .. send/come/anyone/to,
    dont need .. you/anyone/anybody/you_guys/it/plumber/someone .. anymore/come/guys/now,
    dont need you, dont come, dont send .. anyone/someone/anybody,
    fixed it/itself .. self/already, fixed itself, fixed it myself, nvm/nevermind, never mind,
    forget it/the/about, figured it out, you can close, no longer need*/necessary,
    not needed anymore, started working again, works/working again, call off,
    ya no .. necesario/necesito/hace_falta/vengan,
    cancelar/cancele/cancelen .. cita/visita/servicio/reporte, ya .. arreglo/arregle/quedo,
    ya no vengan, olvidelo
""")
RESCHEDULE = Lexicon("""
    reschedule/resched/postpone, change/move/push/switch/bump .. appointment/time/day/visit/it/to,
    different/another/other day/time/week, come .. instead, instead,
    something earlier/later/sooner, any/come earlier/sooner/later,
    doesnt/dont/wont work .. how/what/can,
    how about .. morning/afternoon/mon/tue/wed/thurs/fri/next/tomorrow/monday/tuesday/wednesday/
        thursday/friday/saturday,
    yes/ok/sure .. after/before <n>, weekends/weekdays only,
    only .. weekends/weekdays/mornings/afternoons/evenings,
    cambiar .. cita/visita/dia/hora/para/fecha, otro/otra dia/hora/fecha,
    puede/podria ser .. lunes/martes/miercoles/jueves/viernes/sabado/otro,
    reprogramar/reagendar/posponer/mover_la
""")
STATUS = Lexicon("""
    any/an update*/news/word, update on, status/progress, whats going/happening/up with/on,
    has/did anyone/anybody/someone .. look*/see/get/come/even,
    heard/hear .. back/anything/nothing, still waiting, still on, still coming/scheduled,
    did .. part/parts .. come, part/parts come in, which one .. fixing/first,
    where/how .. are/is .. we/things/repair/request/it .. at/going/with,
    when .. will/going .. it/this .. fixed, what happened/about/is_happening .. with/to/my,
    is .. my request/ticket/job, que paso/pasa .. con/mi, alguna novedad/noticia,
    hay novedades/noticias, como va .. mi/reporte/reparacion/el/la, estado, estado de/del,
    nadie .. dicho/ha_venido/llamado, siguen viniendo, confirm .. appointment
""")
ETA = Lexicon("""
    what/which time .. tomorrow/coming/come/arrive/here/be/today/is, what time,
    how far/long out/away/is/until/till/before/will, how long,
    when .. coming/come/arrive/arriving/arrives/here/show/get_here/be_here, eta,
    wheres/where .. guy/tech/plumber/technician/he/she/electrician/they/man,
    supposed to .. here/come/be .. at/by/<n>, narrow .. window, running late,
    nobody/no_one .. here_yet/shown_up_yet/come_yet, on .. way yet, que hora/horas,
    cuando/cuanto .. llega/llegan/viene/vienen/falta/tarda/tardan,
    donde esta/viene .. tecnico/plomero/electricista, ya .. viene/vienen/esta_en_camino
""")
ASKS_ANSWER = Lexicon("""
    how long, how far, when .. here/coming/come/arrive, any idea/eta, where are/is/r,
    cuando/cuanto .. llega/llegan/vienen/tardan
""")
BILLING = Lexicon("""
    charge/charged/charges/invoice/deposit/refund/receipt/late_fee/rent_payment/reimburse*,
    bill/bills/billed .. for/me/wrong/too/my/is/high/month, who pays/pay/is_paying/will_pay,
    how much .. cost/is/owe/will/pay, have to pay, pay .. for .. this/repair/it, fee/fees,
    cobro/cobraron/cobran/cobrar/factura/deposito/reembolso/recibo, quien paga,
    cuanto cuesta/debo/cobran/sale
""")
COMPLAINT = Lexicon("""
    rude/unprofessional/unacceptable/ridiculous/pathetic/useless/incompetent/terrible/worst/
        horrible/lousy,
    left .. mess/dirt/mud/trash, tracked mud, made .. mess, nobody/no_one showed/came/called,
    never showed/came/called/fixed, third/second/3rd/2nd time, fed up, sick of, robot text,
    close .. without, waste of, you people,
    desastre/grosero/groseria/inaceptable/pesimo/pesima/terrible, nadie vino/llego,
    nunca vinieron/llegaron, week/day <n>, worst service, how many times
""")
HELP = Lexicon("""
    what .. can/do i text/say/do, how does this work, how do i .. use/pay/submit/report/log,
    what is this .. number/service/for, what happens if, what should i do if,
    portal/login/password/log_in/website/app, como funciona/uso/usar,
    que puedo .. hacer/mandar/escribir, what if
""")
OTHER_MATTERS = Lexicon("""
    fire drill, pool .. open/hours, parking .. spot/space/pass/permit,
    upstairs/downstairs neighbor/neighbors .. blast*/loud/party/music/noise/stomp*,
    music/party .. loud/blasting, blasting music,
    utility/electric_company/whole_block/city .. says/lost/outage/out, pocket/butt dial*,
    sorry pocket, lease .. renew*/end*/sign*, package/paquete .. missing/stolen/delivered,
    simulacro, vecino/vecinos .. ruido/musica/fiesta, was just .. toast/neighbor/neighbors
""")
NEIGHBOURS = Lexicon("""
    neighbor/neighbors/vecinos/vecino .. loud/noise/noisy/music/party/ruido/musica/blasting/
        fighting
""")
CONFIRM = Lexicon("""
    yes/yep/yeah/yup/sure/ok/okay/confirm/confirmed/perfect/correct/y/si/claro/vale/perfecto/sip/
        absolutely/definitely,
    that/this/it works/is_fine, works for me, sounds good, esta bien, de acuerdo, go ahead,
    let .. in, will be home, works, adelante, 1
""")
DECLINE = Lexicon("""
    no/nope/nah/n/cant/wont, dont want/like/think, not .. work/good/that/home/available,
    doesnt work, no se puede, no puedo, 2
""")
RATED_GOOD = Lexicon("""
    star/stars/excellent/excelente/great/awesome/terrible/estrellas/nice/trabajo/rating/out_of/
        late/fixed
""")
PROVIDES = Lexicon("""
    code is/es, gate/door/lockbox/alarm/entry code/combo, codigo,
    sent/attached/here .. pic/pics/photo/photos/picture/video, pic/pics/photo/photos/foto/fotos,
    home/available/free .. all_day/after/before/until/most/anytime/thurs/mon/tue/wed/fri/today/
        tomorrow,
    im/i_am/ill_be home, key .. under/with/at, have .. dog/dogs/cat/cats/pet/pets/baby,
    apt/unit/apartment/depto/apto <n>, apt/unit, you/they can/may .. come/enter/go in,
    pueden entrar, my name is, me llamo, mi nombre es, the address is, its in the, vivo en,
    estoy en casa, model number, text/call me .. before/when/first
""")
THANKS = Lexicon("""
    thanks/thank/thx/ty/tysm/gracias/appreciate/agradezco, thank you,
    ok/okay/cool/great/perfect/awesome/alright/k/kk/vale/bueno/listo/perfecto/excelente/nice/good/
        sounds_good/got_it,
    muy amable
""")
GREETING = Lexicon("""
    hi/hello/hey/hola/yo/hiya/howdy/buenas/saludos, good morning/afternoon/evening,
    buenos/buenas dias/tardes/noches, que tal, anyone/anybody there
""")
