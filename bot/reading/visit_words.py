"""The words tenants use of visits and open work, English and Spanish. Only words: no reading here."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

# Dropped in so many words.
# Money is to be called off, not a visit.
CANCELS_MONEY = Lexicon("""
    cancel/waive/remove/drop .. fee/fees/charge/charges/invoice/bill/payment/autopay, cancelar/
    cancelen/quiten/quitar .. cargo/cobro/factura/multa/pago
""")
CANCEL = Lexicon("""
    need/want/wanna/like/have .. to cancel, gotta/wanna cancel, quiero/necesito cancelar,
    cancel/canceling/cancelling .. appointment/appt/visit/job/request/ticket/service/repair/
    tomorrow/order/work/tech/plumber/guy/everything/thing/one, cancel the/my/that/this/it/todays,
    no need .. send/come/anyone/to_send/to_come/for_anyone/for_you/anymore/of_a, dont/wont need ..
    you/anyone/anybody/you_guys/it/plumber/someone/him/yall/tech/visit/repair/appointment ..
    anymore/come/guys/now/to/after, dont/doesnt need .. anymore/any_more, wont be needing, dont
    need you/yall/u/anybody/anyone/somebody, dont/no bother coming/sending/to_come, dont/not
    have_to come/send, dont come, dont send .. anyone/someone/anybody/him/the/a/nobody,
    nvm/nevermind/nvmd, never mind/mine, forget it/the/that/about_it/about_the/about_that, you can
    close/cancel, close .. ticket/request/job/it_out, not needed anymore, no longer
    need*/necessary, isnt/not .. needed, call off, scratch that, disregard, ignore ..
    request/message/that/my, ya no .. necesario/necesito/hace_falta/vengan/necesitamos/ocupo/
    ocupamos/se_ocupa/requiero/manden/quiero_la_cita, cancelar/cancele/cancelen/cancela/cancelo/
    cancelame .. cita/visita/servicio/reporte/orden/trabajo/todo/la/lo/mi, no ..
    hace_falta/es_necesario que .. vengan/manden/venga, no vengan, ya no venga/vengan,
    olvidelo/olvidenlo/olvidalo
""")
# Told to be over: it cancels only what is open.
RESOLVED = Lexicon("""
    fixed/solved/resolved/handled it/itself/that .. self/already/myself/ourselves,
    fixed itself/on_its_own/it_myself/by_itself, it/problem/issue/thing/that/leak fixed/resolved/
        solved/cleared/unclogged itself, stopped/quit/went_away/gone .. on_its_own/by_itself/itself,
    figured it/that out, no longer an_issue/a_problem/leaking/happening/broken/dripping, no leak
        now/anymore, its/it/is/was/everything all/already good/fixed/done/working_now/fine, is/its
        fixed, started/is/its/back working again/now/fine, works/working again/now/fine/already,
    back on/up now/by/again/itself, came/come/kicked back on/up, took care of .. it/that, taken care
        of, got .. fixed/sorted/working/to_work, already fixed/came/handled/replaced/done,
    husband/brother/friend/roommate/neighbor/dad/son/boyfriend/uncle/super/i/we fixed/repaired/
        unclogged/replaced, problem solved, no worries fixed, found .. key/keys, got back in,
    ya .. arreglo/arregle/arreglamos/quedo/arreglaron/resolvio/compuso/reparo/funciona/sirve/jala/
        paro/volvio/regreso, se arreglo .. solo/sola, ya no .. hay_problema/gotea/tira/huele,
    no se preocupen .. ya
""")
# The fault is not over, however these words sound.
NOT_OVER = Lexicon("""
    still/again/didnt/doesnt/not/isnt/never/wont/worse/todavia/aun/otra_vez/de_nuevo/sigue work*/
    leak*/fixed/broken/drip*/clog*/broke/the/same/not/happening/arregl*/igual/gote*/tirando/
    fallando, leak*/smell/noise/problem/water/mice/roach*/it came/comes/coming/is/are back & now/
    again/worse/today/already/so, back again, mal arreglado, supposedly/never .. fixed, fixed &
    but/still/again, used to, stopped working, not working
""")
# Said with a rating, it tells that the fault is still there.
UNRESOLVED = Lexicon("""
    still/again/didnt_fix/not_fixed/isnt_fixed/never_fixed/came_back/worse/back/now_it/todavia/
    aun/sigue/otra_vez/de_nuevo/no_quedo/no_arreglo
""")
# Said of a visit that is booked.
CONFIRMS_VISIT = Lexicon("""
    will be home/here/there, ill/i_will be home/here/there/around/ready, see you/u/ya/yall/them/him
        tomorrow/then/at/there/tmrw/soon/in, confirm/confirmed/confirming, works for me, that works,
        sounds good/great, still good/works/fine .. me/for_me/here, ahi/aqui/alli estare/estaremos/
        estoy, los/las/lo espero/esperamos, nos vemos, confirmo/confirmado/confirmada, todo bien ..
        manana, si .. ahi/aqui/manana, yes/yep/yeah .. tomorrow/see/be_there/ill/still/confirm*
""")
RESCHEDULE = Lexicon("""
    reschedule*/resched/re_schedule/postpone*/rebook, change/move/push/switch/bump/swap/shift/
    delay .. appointment/appt/time/day/visit/it/to/back/this/that/mine/window, different/another/
    other/new/better day/time/week/date/slot/appointment, come .. instead, instead, something/
    anything/any/bit/little/come/sooner/slot earlier/later/sooner, can/could/possible/chance ..
    come/earlier/later/sooner .. earlier/later/sooner/instead/today, doesnt/dont/wont/cant
    work/do/make .. how/what/can/could, how/what about .. morning/afternoon/mon/tue/tues/wed/thu/
    thur/thurs/fri/sat/next/tomorrow/monday/tuesday/wednesday/thursday/friday/saturday/sunday/
    tonight/today/after/evening/<n>, could/can/would/will/does .. we/you/he/they/it ..
    do/work/come/be .. mon/tue/tues/wed/thu/thur/thurs/fri/sat/monday/tuesday/wednesday/thursday/
    friday/saturday/sunday/tomorrow/next/later/earlier/at_<n>/after, could/can/would monday/
    tuesday/wednesday/thursday/friday/saturday/sunday/tomorrow/mornings/another ..
    work/be/instead, yes/ok/sure/yeah/fine .. if/only/after/before <n>, weekends/weekdays only,
    only .. weekends/weekdays/mornings/afternoons/evenings, not home/available/here ..
    tomorrow/then/that_day/at_that .. can/could/any/what/how, wont be home/here, have to work &
    can/could/another/move/change/different, cambiar/cambie/cambien/cambio/cambiamos/mover/muevan/
    mueva/pasar/pasarla/aplazar/recorrer/adelantar/cambiarla/moverla .. cita/visita/dia/hora/para/
    fecha/la/al/a/el, otro/otra dia/hora/fecha/horario, mejor .. lunes/martes/miercoles/jueves/
    viernes/sabado/domingo/manana/tarde/otro/despues/dia/temprano, puede/podria/pueden/podrian
    ser/venir/vengan .. lunes/martes/miercoles/jueves/viernes/sabado/otro/domingo/tarde/temprano/
    antes/despues, mas temprano/tarde, que tal .. lunes/martes/miercoles/jueves/viernes/sabado/
    manana, solo .. fines/tardes/mananas/puedo, reprogramar/reagendar/posponer/mover_la/
    reagendamos/reprogramo/posponemos
""")
STATUS = Lexicon("""
    who/whos .. fix/fixing/gonna/doing/handling,
    is/was/whens my/the/our appointment/appt/visit .. at/for/on/in/still/today/tomorrow/confirmed,
    do/should/does i/we/someone .. need/have/be .. home/there/here/present, tengo que .. estar,
    following/follow up/upp, checking in/on/up/back, check on/up, just checking,
    any/an/no/got update*/news/word/progress/eta_on/movement, update/updates on/about/please/pls,
    update me, status/progress, whats/what/wat is/going/happening/the/up going/happening/up/deal/
    status/story .. with/on, whats going/happening/up with/on, whats up w/with, has/did/have/is
    anyone/anybody/someone/somebody/they/u/you/yall/the .. look*/see/get/got/come/even/assigned/
    order*/receive*/schedule*/find/forget/forgot/working_on, heard/hear ..
    back/anything/nothing/yet, havent/have_not/never .. heard, still waiting, still on/coming/
    scheduled/good/happening .. for/tomorrow/today/tmrw/to/yall/or/sched*/on/still, is/are ..
    still .. coming/on/happening/scheduled, we .. still on, did/has/have/is/when
    part/parts/the_part .. part/parts/order/come/arrive/in/ordered/arrived, part/parts .. come/
    came/arrive/arrived/in/ordered/order/yet, which one .. fixing/first/coming, where/how ..
    are/is/do .. we/things/repair/request/it/ticket .. at/going/with/stand/coming, where ..
    we/things/my .. at/stand/on/request, who .. coming/come/sending/assigned/tech/plumber/is_it/
    will_be/be_here/did_you_send/shows_up, whos .. coming/assigned/plumber/tech/guy/fixing, what
    .. is/are/for/he/they .. visit/appointment/coming/appt .. for/about, whats ..
    appointment/visit .. for/about, when .. will/going/gonna/is/are/can/do/does ..
    it/this/they/yall/you/my/the .. fixed/fix/done/repaired/finished/scheduled/look/looked, what
    happened/about/is_happening .. with/to/my, did you forget/get/receive/see .. my/about/me,
    is/was/did .. my request/ticket/job/order .. been/go/get/open/closed/in/still/received/being,
    forgot/forget .. about me/us/my, been .. week/weeks/days .. since/and .. nothing, confirm ..
    appointment/appt/visit/time & you/can/is/please/still, am i still .. on/scheduled, que
    paso/pasa/hubo/onda .. con/mi/la, alguna novedad/noticia/respuesta/novedades, hay novedades/
    noticias/noticia/alguna/algo_nuevo, como va/van/vamos/sigue .. mi/reporte/reparacion/el/la/lo/
    con/las, en_que va/quedo/quedamos/estado, estado, estado de/del/mi, saben/sabe/sabes/tienen/
    hay/tiene .. algo/noticias/novedades/info/informacion .. de/del/sobre/la/mi, nadie .. dicho/
    ha_venido/llamado/contesta/avisado/respondido, siguen viniendo, sigue en_pie/pie/programada,
    siempre .. vienen/van_a/viene/si_vienen, quien .. viene/va_a_venir/vendra/vienen/mandan/es, ya
    .. llego/pidieron/ordenaron/tienen .. pieza/piezas/parte/refaccion, llego .. pieza/parte,
    se_olvidaron/olvidaron de .. mi/mi_reporte, cuando .. arreglan/arreglar/reparan/componen/
    queda/estara/lo, ya revisaron/vieron/recibieron, pa_cuando/para_cuando
""")
ETA = Lexicon("""
    is/are the/my/your plumber/tech/guy/technician/electrician/man .. coming/on/close/near/here/still,
    what/which/wat/wut time/tiem/hour .. tomorrow/coming/come/arrive/here/be/today/is/are/will/u/
    should/do, what time, around what time, how far/long/soon .. out/away/is/until/till/before/
    will/be/now/here/u/you/are, how long, how much longer, will it be/come ..
    morning/afternoon/early/late, morning or afternoon, wait any longer, how soon, how many
    min/minutes, when .. coming/come/arrive/arriving/arrives/here/show/get_here/be_here/showing/
    getting/there/send, eta, time frame/window, timeframe, whens .. guy/plumber/tech/he/he_coming/
    coming/someone/electrician/they, wheres/where/where_is/wheres_the .. guy/tech/plumber/
    technician/he/she/electrician/they/man/repairman/yall/dude/he_at/are_you/u, supposed to ..
    here/come/be .. at/by/<n>/hour/hours/already/ago, said .. here/come/be/coming ..
    by/at/between/<n>, narrow .. window, window .. was/is/ends/ended/over/passed/past/almost/
    closed, running late/behind, hour/hours late, is/r/are .. late, is anyone/someone/anybody/he/
    she/they/tech/plumber/somebody/yall/u .. coming/on/close/near/still_coming/here, nobody/
    no_one/noone/nobodys/he/anyone/hasnt .. here/shown/come/showed/came .. yet/here/up, on .. way,
    his/her/their way, almost here, getting close, should .. i wait/stay/keep_waiting, that was ..
    hour/hours/min ago, que hora/horas/ora, hora .. llegan/llega/vienen/viene,
    cuando/cuanto/kuando .. llega/llegan/viene/vienen/falta/tarda/tardan/vendran/vendra/van_a/
    mandan/va_a_venir/llegara/llegaran/demora/demoran, a que hora, donde esta/viene/anda/andan/
    vienen/va .. tecnico/plomero/electricista/senor/muchacho/el/ya, ya .. viene/vienen/
    esta_en_camino/vienen_en_camino/anda_cerca/mero_llega, en camino, sigo esperando, llevo ..
    esperando, quedaron/quedo de .. llegar/venir/estar, ya paso la_hora/el_horario, aun/todavia no
    .. llega/llegan/viene/vienen/ha_llegado/han_llegado
""")
ASKS_ANSWER = Lexicon("""
    how long/far/soon/much_longer, when .. here/coming/come/arrive/he/be/get, any idea/eta,
    where/wheres .. are/is/r/guy/plumber/tech/he/everyone, is .. anyone/someone/he/somebody ..
        coming/on, what time, still coming, cuando/cuanto .. llega/llegan/vienen/tardan/viene/tarda,
    a que hora, ya vienen/viene, donde .. estan/esta/viene
""")
