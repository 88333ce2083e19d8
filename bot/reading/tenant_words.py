"""The words of a tenant's intents, English and Spanish. Only words: no reading here."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

NO_LONGER_HERE = Lexicon("""
    texting/texted/reached/messaging .. wrong, no longer .. my/his/her number/phone/address/apartment,
    this number .. belongs/changed/isnt/not, new number/phone & dont/not/who & know/tenant/person,
    got/have this number recently/last/new, never heard of .. you/this/that/him/her/company/property,
    who dis/is_dis, not a tenant/renter/resident, not your/the tenant/person/resident, dont have an
        apartment/unit/landlord, i own .. home/house, im not/this_is_not who/the_person,
    este numero no, numero es_de/pertenece, no conozco a, no rento/alquilo .. nada/con/ningun,
    yo no vivo/alquilo/rento, ya no soy/vivo/alquilo, persona equivocada,
    wrong number/person/guy/phone/numbr/num, numero equivocado/incorrecto, numero no_es,
    moved/move out .. building/place/apartment/there/of/in/last/ago/already/from/year/months,
    no longer live/rent/lease/reside/a_tenant/at/there, dont/didnt live/rent/lease .. there/here/
        anywhere/anymore/at/from_you,
    dont rent anywhere/from, not my apartment/building/landlord/apt/unit/place, never
        lived/rented .. there/here/anywhere/at,
    dont know .. who/what .. this/you/u .. is/are, u/you/yall have/got .. wrong,
    this isnt/not .. number/phone/him/her/them, this is not her/his/their/him, not
        the/a/your tenant, not .. tenant anymore,
    who is/r/are this/you & dont/never/not & live/rent/tenant/know/apartment,
    ya no vivo/rento/vivimos/rentamos/soy, no vivo/rento ahi/alli/en/aqui/nada,
    se equivoco/equivocaron/equivoca de/con, me mude/cambie .. de/ya/hace, nos mudamos,
    no soy .. inquilino/inquilina/persona/esa/ese/quien, yo no rento/vivo/soy, no conozco,
    not .. person .. looking/trying, no one/body/nobody by that name, sold .. condo/house/unit/place
""")
_HUMAN_WORDS = (
    "person/human/someone/somebody/manager/agent/office/representative/dispatcher/anyone/\
supervisor/rep/people/operator"
)
HUMAN = Lexicon(f"""
    talk/speak/chat/spoke/talking/speaking .. {_HUMAN_WORDS}, get/give/connect/transfer .. me ..
        {_HUMAN_WORDS}, real/actual/live person/human/agent/people, human being please/now,
    call/phone/ring me .. back/asap/please/at/when/now/today, have/get someone/somebody call/phone,
    someone/somebody/anyone call me, call me, can/could/will someone/somebody/you/u/anyone ..
        call/phone, give .. me .. call, i need/want to talk, need/want .. human/operator/
        representative/supervisor/call, operator/representative, just/please/pls call,
    whats .. office/your number/phone, phone number/line .. talk/call/reach,
    pasame/paseme/pasenme/comunicame/comuniqueme/comuniquenme .. con,
    hablar/hablo/platicar/comunicarme con/a .. alguien/persona/gerente/humano/encargado/oficina/
        ustedes/senorita/agente/administrador, que me llamen/llame/marquen, alguien .. llame/llamar/
        marque/hable, me pueden/puede/podrian/podria llamar/marcar/hablar/comunicar, llamenme/
        llameme/marquenme/marqueme, una persona real/de_verdad, persona real, necesito/quiero .. una
        llamada/persona/humano, telefono .. oficina/puedo_llamar
""")
# A call wished before a visit is a way in, not a wish for a person.
CALL_FOR_ENTRY = Lexicon("""
    call/text/ring/buzz me .. before/first/when/once/if/prior/ahead/upon/on/as, call/text/phone ..
        first/before, <n> min/minutes out, before u/you/they/he come/comes, llame*/avise*/marque* ..
        antes/primero/cuando
""")
BILLING = Lexicon("""
    charge/charged/charges/charging/invoice*/deposit/refund*/receipt/late_fee/rent_payment/
    reimburse*/overcharged, included in .. rent/lease, my/the/this .. bill,
    bill/bills/billed/billing .. for/me/wrong/too/my/is/high/month/us/to/this/come/question,
    my/the/this/a/got bill, who/whos pays/pay/paying/is_paying/will_pay/pays_for/covers/
    responsible/paying_for, how much .. cost/is/owe/will/pay/charge/do_you/be/it/for/does, whats
    .. cost/price/fee, is/are .. free/covered/cost, do/will/would/gonna/have i .. have_to_pay/owe/
    pay/get_billed/be_charged/pay_for, have to pay, pay .. for .. this/repair/it/visit, fee/fees,
    come out of .. my/rent/pocket/deposit, cost me/anything/extra, landlord/owner
    pay/pays/cover*/paying, payment/pay .. rent/online/plan/card, cobro/cobraron/cobran/cobrar/
    cobraran/cobrarme/cobre/cobrando/factura*/deposito/reembolso*/recibo, quien
    paga/pago/cubre/va_a_pagar, cuanto cuesta/debo/cobran/sale/va_a_costar/me_van/es/seria, tengo
    que/q pagar, me toca pagar, pagar .. reparacion/renta/visita/esto, costo, es gratis, lo
    pago/paga
""")
COMPLAINT = Lexicon("""
    rude/unprofessional/unacceptable/ridiculous/pathetic/useless/incompetent/terrible/worst/
    horrible/lousy/disrespectful/disgusted/sloppy/joke/jokers/clowns/unbelievable/criminal/
    disappointed/disappointing/appalling/outrageous/awful/garbage_service/bs/bullshit/lied/lying/
    scam/neglect*/slumlord/lawyer/sue/attorney, left/leave/leaves .. mess/dirt/mud/trash/disaster/
    tools/garbage/door_open/door_unlocked/filthy/footprints, tracked/dragged mud/dirt, made/such
    .. mess, broke/scratched/damaged my .. table/tv/floor/lamp/vase/counter/dresser/wall,
    stole/stolen & tech/guy/plumber/worker/your, nobody/no_one/noone/nobodys showed/came/called/
    shows/calls/answers/cares/bothered/ever/come, never showed/came/called/fixed/apologized/
    came_back/show/calls/answered/cleaned/come, third/second/3rd/2nd/4th/fourth/fifth/5th time,
    fed up, sick of/and, tired of, robot text/texts, close/closed/closing .. without, waste/wasted
    of/my/a, you/u people, no show, no call no_show, your guy/plumber/tech/technician/worker/man/
    people/crew was/is/smelled/cursed/yelled/acted/never/smoked & late/rude/drunk/high/mean/nasty/
    gross/jerk/disrespectful/smelled/clueless, cussed/yelled/cursed/screamed .. at, week/day/month
    <n>, worst service, how many times, customer service, what a joke, yall/you_guys/u_guys
    are/is/r/suck, not happy, horrible/bad/poor/terrible/crappy/shitty
    job/service/work/experience, still waiting on a, did a bad/terrible, half .. assed/job, took
    .. day off, waited all/around/<n>/hours/the, made it worse, desastre/grosero/grosera/groseria/
    inaceptable/pesimo/pesima/terrible/mugrero/cochinero/irresponsables/incompetentes/verguenza/
    burla/malisimo/abuso/queja/quejarme/molesto/molesta, no hacen/hace/hicieron nada,
    quejando/quejandome/quejado, me quejo/queje, nadie vino/llego/ha_venido/llama/aparecio/viene/
    contesta/hace, nunca vinieron/llegaron/vino/llego/vienen/llegan/contestan/llaman, no llegan/
    vinieron/vino/llegaron/llego_nadie & veces/vez/siempre/todo_el_dia/otra_vez, falta de
    respeto/profesionalismo, mal servicio/trabajo/atencion/hecho, dejo/dejaron .. tirado/sucio/
    mugre/lodo/mugrero/peor, ya van/es .. veces/tercera, perdi .. dia/trabajo, estoy harto/harta,
    cansado/cansada de, que mal/poca
""")
# Harm our own people did: displeasure, though a thing is broken.
BLAMES = Lexicon("""
    your/ur/the guy/guys/tech/technician/plumber/worker/workers/people/crew/electrician/man/painter/
        painters/repairman/contractor .. broke/scratched/damaged/ruined/stole/cracked/stained/left/
        spilled/tracked/ate/used/smoked/dented/lost/threw my/a/the/mud/dirt/it/all/his/their/trash/
        tools, su/el/sus tecnico/tecnicos/plomero/trabajador/gente/muchacho/electricista ..
        rompio/rayo/dano/ensucio/dejo/robo/quebro/mancho mi/mis/el/la/un/todo/sucio/tirado/abierta
""")
# A picture or a way in told of open work, whatever else is named with it.
SENDS = Lexicon("""
    pic/pics/photo/photos/picture/pictures/video/foto/fotos & here/sent/sending/send/attached/of/
    is/aqui/mande/mando/envio/adjunto/le, heres/here_is/this_is .. pic/photo/picture/video,
    gate/door/lockbox/entry/alarm code is/es, codigo .. es
""")
HELP = Lexicon("""
    what .. can/do/should i/we .. text/say/do/use/ask/send, how .. does/do .. this/it/these/yall/u
    work, how do/can i .. use/pay/submit/report/log/reset/send/make/put/request/contact/reach/add
    , how to .. submit/report/pay/request/use/log/reset, what is/are/does this/these .. number/
    service/for/text/thing/do, whats this .. number/for/about, what happens if, what should i do
    if, portal/login/password/log_in/website/app/username, is/are this/you/u .. bot/robot/human/
    real/ai/automated/machine/computer/person, am i talking/texting .. bot/robot/real/human/
    person/who, who am i/is_this, who are you, can i/you .. text/send/use .. photos/pics/here/
    this/number/spanish, what if, do you/u/yall .. do/handle/fix/offer/speak, what ..
    hours/counts/qualif*, when .. are/r .. you open, what .. number .. for, como funciona/uso/
    usar/puedo/hago/le_hago/reporto/se_usa/pido/entro, que puedo/debo .. hacer/mandar/escribir/
    poner/pedir, que es este/esto/este_numero, para que es/sirve, es un/una
    robot/bot/maquina/persona, eres un/una/robot/bot, con quien hablo, quien es/eres, que pasa si,
    que hago si, olvide mi_contrasena/mi_clave, contrasena, clave del portal, opciones, comandos
""")
OTHER_MATTERS = Lexicon("""
    fire drill, pool/gym/office .. open/hours/close/closed, parking ..
    spot/space/pass/permit/sticker /my_spot, parked in/my/behind, towed/tow/towing,
    upstairs/downstairs/next_door neighbor/neighbors .. blast*/loud/party/music/noise/stomp*/
    smok*/dog, neighbor/neighbors/guy/people/tenant & smokes/smoking/music/loud/party/noisy/barks/
    barking/stomp*/fighting/yelling/weed, neighbor/neighbors dog/dogs/kids .. bark*/loud/run*,
    dog/dogs bark/barks/barking .. all/next/neighbor, music/party .. loud/blasting, blasting
    music, noise complaint, next door & smoke/smoking/bbq/smell*/music/noise/loud/dog, utility/
    electric_company/whole_block/whole_street/city/whole_neighborhood/pge/coned .. says/lost/
    outage/out/said/working, pocket/butt dial*/text, sorry pocket, my kid/toddler/son/cat ..
    text/texted/typed/phone/sent, lease .. renew*/end*/sign*/expire*/break/up/add/term*,
    renew/sign/break/end .. lease, package/packages/paquete/paquetes .. missing/stolen/delivered/
    robado, sublet/sublease, add .. roommate/to_my_lease, can i/we paint/get_a_dog/have_a/grill/
    hang_a/put_up, available/vacant apartment/units/apartments, apartments/units available,
    simulacro, vecino/vecinos/vecina .. ruido/musica/fiesta/fuma*/grit*/perro, mucho ruido ..
    vecin*/arriba, contrato, estacionamiento .. mi_lugar/ocupado, me quitaron .. estacionamiento,
    was just .. toast/neighbor/neighbors/popcorn/cooking, false alarm, merry/happy christmas/
    birthday/holidays/new_year/thanksgiving, how are you/u, como esta/estas/estan, lol, haha*
""")
# Told only so that we know: it was nothing, or it is the whole street's.
NOTHING_TO_DO = Lexicon("""
    false alarm/alarms, falsa alarma, fire drill, simulacro, was/is just/only/me & toast/popcorn/
    cooking/dinner/food/steam/burnt/burned, burnt/burned .. toast/popcorn/dinner/food & sorry/
    good/fine/false/just/lol, electric/power/utility/water/light company/crew & outage/working/
    street/block/back/til/until/neighborhood/everyone, whole block/street/neighborhood/city/
    complex & power/outage/lost/out, utility says/said/outage, toda la_cuadra/la_calle/la_colonia
    & luz, alarm/alarms/detector & went off & my/i/from/just & cooking/cook/cooked/toast/burnt/
    burned/popcorn/bacon/steam/shower/dinner/lunch, alarma/detector & cocinando/comida/cocine/
    quemo/vapor & sono, sorry .. neighbors/everyone/everybody/alarm
""")
NEIGHBOURS = Lexicon("""
    neighbor/neighbors/vecinos/vecino/upstairs/downstairs .. loud/noise/noisy/music/party/ruido/
        musica/blasting/fighting/smokes/smoking/barking/stomping/weed
""")
RATED_GOOD = Lexicon("""
    star/stars/excellent/excelente/great/awesome/terrible/estrellas/nice/trabajo/rating/out_of/
        late/fixed/good/ok/bad/bueno/bien/mal/malo/job
""")
PRAISE = Lexicon("""
    great/good/excellent/awesome/perfect/fantastic/amazing/nice/wonderful/best/decent/recommend*/
        happy/satisfied/love/loved/super/meh/average/terrible/awful/bad/poor/worst/fine/quick/
        professional/friendly/stars/star,
    excelente/buen/buenisimo/bueno/buena/bien/perfecto/genial/contento/contenta/satisfecho/recomiendo/recomendado/
        rapido/amable/malo/mala/mal/pesimo/regular/estrellas/maravilla, <n>/<n>, 10, cero/zero
""")
PROVIDES = Lexicon("""
    permission to enter/come/go, have .. permission, nobody/no_one/noone .. home/here/there,
    my other/new/work/cell number/phone, use this one/number, another number,
    code is/es/to/for, gate/door/lockbox/alarm/entry/access code/combo, codigo/clave, sent/
    attached/here/sending/send .. pic/pics/photo/photos/picture/pictures/video/foto/fotos/image,
    pic/pics/photo/photos/foto/fotos/picture/pictures/video, home/available/free/around/off/here
    .. all_day/after/before/until/most/anytime/thurs/mon/tue/wed/fri/today/tomorrow/monday/
    tuesday/wednesday/thursday/friday/saturday/sunday/weekdays/weekends/mornings/evenings/at/from/
    between/till/every/by/in_the, any time/day, anytime, best time/day, mornings/afternoons/
    evenings/weekends .. best/work/good/better/fine/ok, im/i_am/ill_be/well_be/were/i_get home/
    here/off/free/around/available, someone/somebody/wife/husband/roommate/mom/son/dad/daughter/
    sister will/is/can .. be/home/let/there, key/keys .. under/with/at/in/is/are, have/got/theres
    .. dog/dogs/cat/cats/pet/pets/baby/puppy, dog/dogs/cat/cats .. is/are/will/be/in/barks/
    friendly/bite/crated/away/nice/locked/ok/wont, no pets/dogs/cats/animals, apt/unit/apartment/
    depto/apto/number <n>, you/they/u/he/tech/guy can/may/could .. come/enter/go/let/use/park ..
    in/yourself/themselves/anytime/key/when/while/inside/spot, let/lets yourself/yourselves/
    himself/them in, ok/okay/fine .. enter/to_enter/come_in, please/pls knock/ring/call/text,
    knock first/loud/hard, use .. back/side/front/key/lockbox/door/entrance, buzz/buzzer/callbox
    <n>, buzz .. in/me, doorbell .. broken/doesnt_work .. knock, pueden/puede ..
    entrar/pasar/usar/llegar, my name is, name is, me llamo, mi nombre es, soy ..
    del/de_la/el_inquilino, the address is, address is, its in/on the, its/it under/behind/next,
    vivo en, mi numero/direccion .. es, estoy/estare/estamos/estaremos en_casa/casa/disponible/
    libre/aqui/todo, tengo .. perro/gato/perros/gatos/mascota/mascotas/bebe, no tengo/hay/tenemos
    mascotas/perros/animales, model/serial number/no, brand is, text/call me .. before/when/first,
    llame*/avise*/toque* .. antes/cuando/primero/fuerte, la llave .. esta/debajo/bajo, estan/esta
    las/la llaves/llave, disponible, also/btw/fyi .. dog/cat/code/gate/park*, park
    in/on/at/behind, i work nights/days/from, trabajo de/hasta, water/it is/has off/on now/still,
    i turned/shut .. off, turned .. off .. valve/water/breaker
""")
THANKS = Lexicon("""
    thanks/thank/thanx/thnx/thx/ty/tysm/tyvm/gracias/appreciate/appreciated/agradezco/thankyou,
    muy amable/amables
""")
ACKNOWLEDGES = Lexicon("""
    ok/okay/oki/cool/great/perfect/awesome/alright/k/kk/vale/bueno/listo/perfecto/excelente/nice/
    good/sounds_good/got_it/gotcha/sweet/understood/entendido/enterado/enterada/noted/will_do/bet/
    word/fine/oka/sale/va/orale/bien/okey/cheers/blessings/bendiciones, you too, igualmente, no
    worries/problem, have a good
""")
GREETING = Lexicon("""
    hi/hello/hey/hola/yo/hiya/howdy/buenas/saludos/heyy/heyyy/helo/sup/buen, good morning/afternoon/
        evening/day, morning/gm, buenos/buenas/buen dias/tardes/noches/dia, que tal, anyone/anybody
        there/here, hay alguien, you there, bueno
""")
CRIES_FOR_WORK = Lexicon("""
    something/somethings/thing/it/its/stuff & broke*/broken/leak*/noise/smell*/wrong/stuck/weird/
        fix/fixed/repair*/working, need/needs/want/necesito/ocupo/quiero .. repair*/fix*/
        maintenance/reparacion/mantenimiento/arregl*/plumber/plomero/electrician/electricista/
        handyman/technician/tecnico, maintenance request/issue/problem, work order, se descompuso/
        rompio/dano, algo .. roto/mal/descompuesto, reportar/reporto/report a/un/una/algo
""")
