"""What property managers say, by concept, in English and Spanish. Words only: it decides nothing."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

_PAPER = "estimate/quote/bid/proposal/price/amount/it/this/that/them/work/repair/job"
_DAY = (
    "monday/tuesday/wednesday/thursday/friday/saturday/mon/tue/tues/wed/thu/thur/thurs/fri"
    "/lunes/martes/miercoles/jueves/viernes/sabado/tomorrow/manana/today/hoy"
)

UNSUBSCRIBE = Lexicon("""
    unsubscribe/unsub/desuscribir*/desinscribir*, take/remove/drop/get .. me/us/my/our/address/email .. off/from/
        out .. list/emails/email/mailing/these/alerts/notices/distribution/notifications/everything/thread, remove
    take me/us .. from/off, stop .. emailing/sending .. me/us/emails/these/notices/this, stop/cancel/quit/end
    these/the/your/all/my/further/all_further/all_the emails/e_mails/mails/notices/messages/alerts/mailings/
        estimates_please/notifications/newsletter/newsletters/subscription/completion_notices/reminders, stop/quit
    all/further/sending/with_the/email/emails/emailing/mailing/e_mailing/e_mails/mailings
        emails/e_mails/notices/messages/mail/quotes/me/us, stop/quit email/emails/e_mail/e_mails/emailing/mailing,
    dont/no_longer/not .. want/wish/need/send .. emails/notices/messages/these/notifications, no .. me
    envien/manden/lleguen .. correos/mas/avisos/actualizaciones, quiten*/quiteme/borren*/saquen*/denme/
        eliminen* .. lista/correos/baja/avisos, dejen de mandar*/enviar*, darme de baja, opt .. me/us out,
    remove/delete/drop .. from .. list/distribution/mailing/emails/notifications, wrong
    person/contact/email_address/email/inbox .. emails/list/remove/delete/stop, no longer .. receive/get/want ..
    these/updates/emails/notices/alerts, ya no .. recibir/quiero/manden/envien .. correos/avisos/notificaciones,
    ya no me avisen/escriban, off/from your/the/this mailing/email/distribution/mail list,
    no .. manden/envien/mandar/enviar .. avisos/correos/notificaciones/mensajes/actualizaciones, opt out, remove
    me/us, no_longer/dont want .. newsletter/newsletters, no more of these/this/those, no more
    emails/e_mails/mail/mailings/notices/notifications/reminders/seasonal_reminders, doy/dar/denme/den de_baja
    mi/este/nuestro/esta, denme de baja, remove/delete/drop/purge/erase my/this/our/the
    address/email/e_mail/name/data/contact, take this/my address .. out/off, no quiero/queremos recibir,
    discontinue/cease/end/halt/quit .. notifications/notices/emails/updates/messages/mailings, do_not/dont
    contact/email/write me/us/again/anymore, never contact/email/write me/us, turn .. emails/notices/
        notifications/alerts off, turn off .. emails/notices/notifications/alerts, not/no_longer interested in ..
    mailings/emails/newsletter/notices
""")
SALES = Lexicon("""
    minute chat/call/demo, minutes for/to .. call/chat/demo/connect, book a demo, booked jobs,
    grow your, page one, more leads, generate .. leads, our agency/software/platform/services can,
    i/we help .. companies/businesses/contractors, free trial/audit, seo,
    llamada/demo .. minutos, aumentar .. ventas/clientes,
    open to/interested in/available for a quick/brief/short call/chat, quick call .. about,
    financing options, our platform/solution/product, marketing services, boost your, partner with you,
    special offer/promotion/pricing, limited time, increase your, lead generation, we specialize
""")

CANCEL = Lexicon("""
    cancel/cancelled/canceled/cancelar/cancele/cancelen/cancelenlo/cancelarlo/cancelling/canceling/anular/
        anulen/anule, scrap/scratch/kill/drop/void/scrub/nix this/the/it/that/job/visit/appointment/order/
        work_order, no need .. come/go/send/for/anymore/now, no longer need*/necessary/required/wanted, dont
    need .. anymore/now/to_come/you/this/it/visit/someone/service/anyone, not needed, isnt needed, wont be
    needed/needing, wont need, dont/do_not send/come/bother/dispatch, call/called/calling .. off,
    works/working/running/draining/fixed .. now/again/fine/itself/okay/ok, tenant/resident/they/he/she/
        maintenance/super/handyman/we/someone/conserje/inquilino fixed/resolved/handled/solved/took_care/got_to/
        repaired/arreglo/reparo/resolvio, fixed it/itself/already, resolved itself/already, got it
    fixed/working, ya no .. necesario/vengan/hace_falta/se_necesita/necesitamos/manden/hay_necesidad/es, ya
    se/lo arreglo/soluciono/resolvio/compuso, ya funciona/sirve/quedo, no hace falta, no vengan/manden,
    disregard/ignore .. request/this/order/job/appointment, withdraw, take .. off .. schedule/calendar/books,
    close .. this/out/job/ticket .. without/no_longer, can/may/should/lets/please/just/you cancel,
    wont/will_not/not be needing/necessary/required, after all, sorted it/itself/out, took care of, all
    good/set/fixed now, already fixed/repaired/resolved/handled/done/taken_care, problem/issue/leak/it ..
    went_away/resolved/stopped/cleared, false alarm, did it myself/himself/herself/themselves, sold the/this
    property/building/house/unit, tenant/resident .. moved_out/fixed/canceled/refused, que no vengan, ya no
    vengan/vayan/manden, ya lo/se/esta arregl*/reparo/resuelto/soluciono, no visit/service/appointment/work ..
    needed/necessary/required, duplicate request/job/order, stand .. down, pull him/her/them/your_guy/the_crew
    off, que pare/paren, scrub monday/tuesday/wednesday/thursday/friday/tomorrow/it, drop tomorrow/the_visit,
    off .. your schedule/calendar/board/list, never mind/nevermind, pull/remove/delete/close this/the/it
    job/one/visit/order/request, skip this/the/it visit/one/job/appointment, were/we_are/owner_is selling, nvm,
    olvid*, cancel*
""")
CANCEL_WORD = Lexicon("""
    cancel/cancelled/canceled/cancelar/cancele/cancelen/cancelenlo/anular/anulen/anule,
    call .. off, scrap/scratch/void .. job/visit/appointment/this,
    no longer need*, dont/do_not come/send, ya no vengan/necesario/hace_falta, no vengan,
    wont be needing, no need .. come
""")
NOT_GOING_ON = Lexicon("""
    hold off/on/this, on hold, put .. hold, postpone .. indefinitely, not this time,
    leave it for_now/alone, skip this/it, pause, for now, until further notice, esperen/en_espera
""")
RESCHEDULE = Lexicon(f"""
    reschedul*/reprogram*/reagend*/postpone .. to/until/till/for/by, reschedul*/reprogram*/reagend*, postpone,
    push/pushed/move/bump/shift/switch/slide/change/swap/delay .. to/back/out/up/later/earlier/until/till/a_day/
        a_week/by/{_DAY}/appointment/visit/time/date/day/window/afternoon/morning/next_week,
    {_DAY}/morning/mornings/afternoon/afternoons/that_day/time/date/week/window/it/this/that/8am/9am ..
    wont_work/doesnt_work/dont_work/not_work/no_good/not_good/not_possible/is_bad/not_going_to_work/is_out/
        are_out/isnt_good/cant/conflict*/not_available/unavailable, wont/doesnt/dont/not/cant work ..
    can/how/could/would/please/is, instead, works/is/be/would_be/much better/easier/best, different/another/
        other/new/later/earlier/sooner day/time/date/window/slot/appointment, can/could/would/will
    you/we/they/someone/tech do/come/make/try/go/be/swing .. {_DAY}/next_week/week_after/another_day/earlier/
        later/sooner/afternoon/morning/instead, what about/else .. {_DAY}/next_week/afternoon/morning/available,
    how about/is .. {_DAY}/next_week/afternoon/morning, any other time/day/slot/opening, anything/something/
        anytime .. week_after/next_week/later/earlier/afternoon/morning/{_DAY}/sooner, later in the week, next
    available, wont/not/cant be home/there/available/around/present/in_town, needs/need/prefers ..
    afternoon/morning/evening/weekend/after/before, cambiar/mover/pasar/cambien/muevan/pasen/correr/adelantar/
        atrasar/recorrer/cambiarlo/moverlo .. fecha/dia/hora/para/cita/visita/{_DAY}/semana/tarde, otro/otra
    dia/hora/fecha/horario/momento, no puede/puedo/podemos/podra/va_a_estar/estara .. {_DAY}/dia/hora/casa/cita/
        visita/manana/ahi, mejor .. {_DAY}/tarde/semana, vengan/venir/puede_ser/pueden .. {_DAY}/otro_dia/
        mas_tarde/mas_temprano/la_tarde, too early/late/soon for, could/can/would it/this/that/they/he be
    after/before/at/on/in/between/earlier/later, is there .. slot/earlier/later/time/opening/availability, que
    tal, puede/podria/podrian/pueden ser/venir/pasar .. despues/antes/otro/{_DAY}/tarde/manana, no se
    puede/podra, out of town/away/traveling/at_work/working .. {_DAY}/that_day/until/then/morning/afternoon,
    conflict/conflicts .. with/that/on, not/isnt/wont_be/arent/cant available/around/possible/free/ideal/
        convenient, bad time/day, change of plans, reach/call/contact/coordinate .. tenant/resident ..
    reschedule/new_time/another_time/time, only available/free/home after/before/on/in/between,
    prefer/prefers/preferred .. time/afternoon/morning/{_DAY}/later/earlier, next available, double booked,
    doctor appointment, se puede/podemos/podriamos .. otro/otra/cambiar/mover/para/{_DAY}, le queda mejor, wait
    until/till/for the/next/after, conflicts/conflict/clashes/overlaps/interferes with, later/earlier in the
    day/week/month, moverlo/cambiarlo/posponer*/aplazar*, ese dia, not before <n>, hold .. until/till
    the/next/{_DAY}, wrong day/date, make it first/the/earlier/later, adelant*, would suit/work/be_better,
    pasenla/pasenlo/muevanla/muevanlo/cambienla/cambienlo al/a/para, like it sooner/later/earlier, vengan
    despues, slot .. week_after/another, after/before <n> .. possible/ok, come/visit/arrive
    later/earlier/sooner, other/another options/option
""")
BILL_TO = Lexicon("""
    reissue/rebill/re_bill/re_issue/reinvoice/resend/redo/revise/correct .. invoice/bill/to/name,
    reissue/rebill/reinvoice/redirect, bill/invoice/charge .. to/tenant/owner/resident/directly/landlord/
        insurance/hoa/llc/separately, bill the/it/them/him/her/this, bill/invoice/charge/charged/charges/billed
    .. back to/against, charged/billed/invoiced to/back, chargeback, charge .. tenant/resident/owner,
    tenant_caused/tenant_charge/tenant_responsibility/tenant_damage, invoice/bill/this/it ..
    go/goes/sent/send/addressed/made_out/issued/belongs/should_be .. to/under/in_the_name, invoice/bill ..
    llc/instead/should/wrong, wrong entity/company/name/llc/owner/property, put/add/include/reference/use/note/
        need/needs/requires .. po/purchase_order, po number/# .. on/is/for/please, po is, missing .. po,
    new/different/updated/correct billing/bill_to/entity/po, change/update/correct/switch ..
    bill/billing/invoice/payer/name, split .. invoice/bill/it/between, separate invoice/invoices/bill,
    owner/tenant/resident/insurance pays/is_responsible/will_pay/should_pay/is_paying, factura/facturar/
        facturen/cobrar/cobren/cobrarle/cobrenle/refacturar/facturenle .. a/al/nombre/inquilino/dueno/
        propietario, orden de compra, care of, c o, wrong entity/company/name/llc/owner/property/address/
        customer/bill_to/party .. on/this/invoice, should/needs_to/must/please say/read/show/list/be_addressed/
        be_in/be_under/be_billed/be_charged/be_split/be_made, landlord/owner/tenant/they/them/insurance/hoa/
        resident/he/she is/are/will_be/will/should/to pay/paying/covering/cover/responsible ..
    not_us/this/instead, is/are/will_be paying .. not us, not us, not our/ours responsibility/charge/bill/
        invoice, different/separate/two/individual invoice/invoices, to .. separate/different
    entity/company/llc, tenant/resident .. damage/caused/broke/fault/responsible/misuse/negligence, back
    charge/backcharge, made/make out to, attn/attention .. to, under .. name/llc/entity/company, po/oc/orden
    has/is/cambio/changed/es, el/la oc, split this/it/them, dividan*/dividir*, cargo al seguro/inquilino/dueno,
    lo/la/se cobran/cobren al, no me lo/la facturen, invoices/bills go/goes/addressed, invoice/bill .. goes to,
    for the insurance now, our reference, cuando facturen, put the hoa/owner/tenant/company, a nombre de, debe
    decir/ir/salir, dividir/separar .. factura, le toca/corresponde .. pagar, numero de orden, falta ..
    orden/po, under .. llc/inc/lp/company, charge them/him/her/tenant, going forward .. bill/invoice/under, make
    .. out to, insurance/owner/landlord/tenant .. paying/pays
""")
PAYMENT = Lexicon("""
    check/cheque/payment/ach/wire/transfer/zelle/remittance/funds/deposit .. mailed/sent/issued/paid/cut/way/
        processed/went/out/initiated/scheduled/cleared/posted/go/goes/going/releasing/coming/arrive/run/made/
        submitted/release, mailed/sent/paid/cut/issued/processed/released/submitting/sending/paying ..
    check/invoice/payment/ach/wire/this/bill/balance/full, release/process/submit/approved_for payment,
    with_9/w9/w_9/coi/remit/remittance, paid .. today/friday/yesterday/online/in_full/last_week/this/already/
        monday/portal, already/just/been paid, set .. up as .. vendor, vendor setup/packet/form/portal/
        registration, do/can/how .. you/we/i .. take/accept/pay .. ach/card/check/credit/online/zelle/you/this,
    how/where .. pay/send_payment/mail/remit, charge/run/use .. card/account, card on file, net <n>, next
    check/pay run, ap/accounts_payable .. processed/queue/paid/will, routing number, bank details/info,
    certificate of insurance, pagado/pagada/pagamos/pagaremos/pago/pagos/transferencia/cheque/deposito/
        depositamos/transferimos/abonamos, como/donde .. pago/pagar/transferir, forma de pago, tarjeta ..
    archivo/registrada/cargo, carguen/cobren .. tarjeta, payment/check/invoice .. submitted/approved/scheduled/
        processing/queue/remitted/completed/attached/confirmation, submitted .. payment/portal, best/easiest way
    to pay, pay .. by/with/via/using/through/over_the_phone/online/this/it, confirmation of payment, proof of
    payment, invoice/bill/this .. approved/scheduled/queued .. payment/check_run/processing/run, should
    hit/arrive/receive/have .. account/by/payment, link to pay, payment link/plan/terms/portal, comprobante
    de/del pago/transferencia, adjunto .. pago/comprobante, remittance advice, tax id/ein, insurance
    certificate, cut you/a check, mailing .. check, direct deposit, venmo, sent/send/sending ..
    money/payment/funds/via_zelle, fue pagada/pagado, ya pague/pagamos/se_pago/esta_pagada/quedo_pagada/
        deposite, liquid*, settle it/this/up/the_bill, se paga/pagara, go/goes out .. run/friday/monday, payment
    run, aceptan .. tarjeta/transferencia/efectivo, autopay, pay .. cash, try it/the_card again, deposit now,
    dar/darlos de alta, did you get/receive .. check/payment/transfer, paid by/via/with/through,
    runs/run/cuts/cut checks, run/charge/use my/our/the visa/card/mastercard/amex, hago/hacer/haga ..
    deposito/transferencia/pago
""")
STATUS = Lexicon("""
    update*/news/word/eta .. on/about/for/yet/please/from, any/an/some/quick/get/got/need/send/have/with_an/
        please update*/news/word/eta/movement/progress, update me/us/please, status/progress/estatus/estado,
    did/has/have/havent/hasnt .. anyone/anybody/someone/tech/technician/guys/guy/crew/plumber/you/they/he/
        electrician/team .. go/been/gone/come/make/show/get/out/arrive/finish/start/stop/complete/visit/able/
        been_out/there, ever go/went/come/came/show/make/get, still on site/there/coming/on/waiting/on_for/
        happening/pending/scheduled/open, is/are your/the tech/technician/plumber/guys/crew ..
    on/there/coming/running/late/still/here/close, where are/is/do/does/things/does_this ..
    we/you/they/tech/stand/things/this/guy/at/it, whats/what_is .. happening/going/status/latest/story/timeline/
        timing/holdup/eta, what happened, whats up with, showed/show/shown up, no show, nobody/no_one/none/nadie
    .. came/showed/come/been/called/shown/arrived/vino/llego/ha_venido/aparecio, when/what_time/what_day/
        how_soon/approximately .. coming/come/scheduled/be_done/finished/arrive/arriving/expect/there/complete/
        out/visit/happen/get/start/finish/available/going, is/was/are this/it/that/job/work/the_job/the_work/
        repair/everything .. done/finished/complete/completed/scheduled/resolved/fixed/taken/still/happening/
        closed, been scheduled/done/completed/fixed/resolved/taken_care/assigned/finished/dispatched, how/hows
    .. going/coming_along/come_along/look/looking/progress, checking/following/circling/touching
    in/up/back/base, follow up, still waiting/havent/no_word/nothing/not_heard, havent/have_not/not
    heard/seen/received .. back/anything/from/tech/anyone, keep/keeps calling/asking, running late, on
    track/schedule, novedad/novedades/noticia/noticias/avance/avances, como va/vamos/van/sigue/quedo,
    cuando/a_que_hora/que_dia .. vienen/llegan/terminan/van/va/viene/llega/pasan/estara/podrian/queda/termina,
    ya fue/fueron/vino/vinieron/llego/llegaron/termino/terminaron/quedo/esta/pasaron/paso, sigue/siguen/seguimos
    .. ahi/esperando/pendiente/trabajando, en que va/quedo, any luck/movement/progress/sign/idea/chance/
        development/info, wondering/curious/checking/asking/see/know/confirm/verify .. if/when/whether/where ..
    got/was/has/been/is/are/will/tech/someone/done/coming/scheduled/completed, how much longer, how long
    until/till/before, nobody/no_one/noone/none .. been/by/has/is/was/contacted/reached/responded, nadie
    se/ha/me/le presento/presentado/venido/contactado/llamado, se presento/aparecio/presentaron, been
    by/out/over/there yet, latest on, where .. with/on this, get this/it/that .. taken_care/done/scheduled/
        fixed, got taken_care/done/fixed/scheduled/resolved, taken care of, still not/nothing/no/hasnt/havent/
        waiting, is it/this/that/everything .. done/fixed/complete, que paso con, ya quedo/terminaron/
        esta_listo/esta_arreglado, en que estado/status/fecha, parts/part .. arrived/in/come_in/come/ordered/
        here, supposed to .. be/come/show/arrive/yesterday/today, was/were supposed, missed
    appointment/visit/window, stood up, a que hora, still on/good/happening/coming, sigue/siguen en_pie, did you
    get/receive my/our approval/answer/reply, wheres the/your/our, recibieron mi/nuestra/la, se hizo, was the ..
    ever, no llego, window was, we/us good for, confirmation text, never got, esperando respuesta, list of
    everything, era para las, date please, is he/she/anybody/anyone/someone coming/working/on, nadie fue/vino,
    did/has/have .. plumber/tech/technician/electrician/you/they/anyone/someone .. ever/call/called/contact/
        contacted/reach/reached, completion date, still no one/nobody/nothing/word/show, were/was told ..
    am/pm/noon/today/yesterday/monday/morning/afternoon, how did/does .. go/look/turn_out, tech/technician/
        plumber/anyone/someone been assigned/dispatched/sent
""")
ASKS_WORK = Lexicon("""
    please/pls/can/could/kindly/would_you .. send/handle/fix/dispatch/look/check/repair/quote/
        come/get_someone/get_somebody/get_a/have_someone/have_a/take_care/address/see/assign/
        take_a_look/schedule/arrange/set_up/inspect/go,
    send someone/somebody/plumber/tech/whoever/out/a_tech/your/electrician,
    need/needs/want/like .. someone/somebody/plumber/tech/electrician/quote/estimate/repair*/
        bid/replaced/fixed/looked/handyman/service/painted/cleaned/visit/come_out,
    work order, go/come/get/head back/out out/to/there, get .. quote/estimate/bid/price/someone,
    tenant/resident/tenants/they/she/he says/reports/reported/reporting/complains/complaining/
        called/texted/is_saying .. leak*/broke*/not/no/still/wont/water/isnt/smell*/stuck/noise,
    please handle/schedule, see below/attached, new request/issue/problem/job/ticket/work,
    while you/youre/they/he/the_tech .. there/out/site, also/additionally
        .. need/please/fix/look/check/can/could/add/replace,
    add .. to .. job/visit/order/list/scope/ticket, another/other issue/problem/thing/unit/leak,
    turnover/turn/make_ready/move_out/move_in .. need/ready/please/repairs/clean*,
    favor .. mandar/enviar/arreglar/revisar/atender/programar/pasar/checar,
    manden/envien/mandar/enviar/mande .. alguien/plomero/tecnico/electricista/a,
    pueden/podrian/puede .. mandar/enviar/revisar/arreglar/venir/ir/pasar/checar/cotizar,
    necesito/necesitamos/ocupamos/requiere/requerimos .. alguien/plomero/tecnico/reparar/cotizacion/
        presupuesto/visita/que_vengan/arreglar/reparacion, hay una/un fuga/goteo/problema,
    no funciona/sirve/prende/enfria/calienta,
    take/have/get .. look at, need/needs/have/has .. cleaned/changed/painted/installed/inspected/
        serviced/replaced/repaired/checked/quoted/done/addressed/removed/snaked/unclogged/rekeyed,
    get/have/send/schedule .. out/over/someone/control/electrician/plumber/cleaner/crew/hvac/
        locksmith/roofer/painter/handyman/tech/technician, service call, fyi from/see tenant/below,
    looking for/to .. quote/estimate/bid/someone/repair/replace, price/pricing/cost on/for/to .. replace/
        install/repair/paint/clean/fix, quote/estimate/bid for/on/to, can/could/would you/we/someone/
        your_tech/your_guy/he/they .. look/check/fix/repair/replace/quote/come/send/get/add/schedule/
        handle/take, please add/include/have, tenant/resident/tenants .. reports/reported/reporting/
        complaining/complained/called/emailed/noticed/found/states/mentions/mentioned,
    vacancy/vacant/turnover, arreglen/reparen/revisen/atiendan/cambien/instalen/limpien,
    cotizacion/cotizar/presupuesto .. para/de/cambiar/pintar/reparar, tiene/hay/tenemos .. problema/
        fuga/goteo/plaga/ratones/cucarachas/cortocircuito/humedad/gotera, se descompuso/tapo/rompio/
        reporta/reporto,
    get/have/need .. cleaned/fixed/repaired/replaced/painted/checked/serviced/installed,
    open/create/submit/put_in/enter .. ticket/work_order/request/job,
    bring/install/add a/new/another/some
""")
AGAIN = Lexicon("""
    again/still/back/worse/same/otra_vez/de_nuevo/sigue/nuevamente/volvio .. leak*/broke*/
        not_working/dripping/out/problem/issue/doing/clog*/goteando/fallando/sin/fallar/
        descomponerse/working/running,
    stopped/quit working/heating/cooling/draining again, isnt/not/didnt/wasnt fixed/resolved/hold/
        working/right/done, leak*/broke*/clog*/dripping/failed/out/problem/happening again,
    came/come/coming back, go/come back out, new .. leak*/broken/problem, already broke*/leak*/out,
    call back/callback, warranty call/visit/claim, no quedo bien, quedo mal,
    lasted .. days/day/week/hours, up/out/down again, not/isnt/wasnt/never .. fixed/repaired/solved/
        working/resolved/done_right, didnt last/hold/work/fix, worse than, same problem/issue/thing/
        leak, redo, still leaking/broken/clogged/dripping/running/out/not/making/doing/wont,
    se volvio/volvio a, otra vez/de nuevo .. falla/gotea/tapado/fuga/problema
""")
ASKS_PAPER = Lexicon("""
    can/could/would/please/pls/need .. send/provide/share/email/give/get/forward/have ..
        breakdown/photos/photo/pictures/pics/copy/itemized/details/report/receipt/license/invoice/
        documentation/paperwork/detail/explanation/desglose/fotos/warranty,
    breakdown of, itemized, desglose
""")
# Asking without a question mark.
ASKS = Lexicon("""
    explain/clarify/elaborate/specify, please/kindly/pls advise/confirm/tell/explain/clarify,
    let me/us know .. what/why/how/if/whether/when/who/which/where, wondering, curious,
    dont/do_not/didnt understand/recognize/recall/see_why/know_why/know_what, not sure why/what/how,
    want/need/like to know/understand, tell me/us .. what/why/how/when/who/if/more,
    expliquen*/explicar/explicarme/aclarar/aclaren, no entiendo/reconozco/sabemos/se_por_que,
    quisiera/queria/me_gustaria saber, diganme/digame/saber si/cuanto/cuando/que
""")
