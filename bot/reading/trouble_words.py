"""The words of a technician whose visit goes otherwise than planned. Only words: no reading here."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

LATE = Lexicon("""
    late/delayed/behind/delay, running/run late/behind/over/slow/long, stuck/caught/sitting/held
    .. traffic/light/train/up/bridge/accident/wreck, traffic .. bad/terrible/heavy/jam/nuts/
        crazy/awful/brutal, bad/heavy traffic, wont make .. time/oclock/window/appt, wont make
    .. <n>, wont/not/cant be there/get_there/make_it/arrive .. til/until/till/before/by, wont/
        not/cant be there/get_there/make_it/arrive .. <n>, not gonna/going_to make .. time/
        window/oclock, not gonna/going_to make .. <n>, more like <n>, went/going/ran/taking/
        took/running long/longer/over, this/last/that/my/previous/first/job/one/call .. longer/
        long/over than/then/expected, taking .. longer, need/give .. another/extra/more hour/
        half/few, need/give .. another/extra/more <n>, be/gonna .. bit/little late/behind, be/
        gonna .. <n> late/behind, push/pushing/bump/move .. back an/a/half, push/pushing/bump/
        move .. back <n>, held up, <n> behind, got/flat/blew .. flat_tire/tire, pushed back,
    hour/hr/min/mins behind/late, slow going, later than, tarde/retrasado/atrasado/demorado/
        retraso/atraso/tardando/tardado, mucho/hay/en_el/pesado trafico, trafico .. pesado/
        terrible/feo/horrible, atorado/parado/detenido .. trafico/trancon/tapon/autopista, me
    voy a tardar/demorar/retrasar, voy a llegar .. tarde/despues, voy .. tarde/retrasado/
        atrasado/minutos_tarde, tardo/tardare/demoro, no llego .. a_las/hasta/tiempo/antes, se
    alargo, trancon, be another/about/like/at_least <n>, another <n>, accident/wreck/
        construction/detour/train/roadwork on/ahead/blocking, cant get_there/make_it/be_there/
        arrive before/by/until/til/till, se me poncho/ponchada/descompuso, llanta, choque/
        accidente, running .. behind/late/over, overslept, stuck at/on/behind/in, slowing/
        slowed/holding/held/keeping me, slowing down, last/previous/prior/earlier/this/first/
        other call/job/stop/one/customer .. more/long/over/late/longer/still, still at/on ..
    last/other/previous/prior/first/job/call, pushing/pushed it to/back, <n> more min/mins/
        minutes, otros/unos <n> mas, traigo/llevo/tengo retraso, snow/rain/storm/weather/roads
    .. slow/slowing/bad/icy/delay, got lost, wrong turn, gps .. wrong, cant find parking,
    looking for parking, hold up, holdup
""")
NO_ACCESS = Lexicon("""
    noaccess, no access/entry/one_home/key/keys/way_in/show/answer/response/reply, no/nobody/
    noone/nobodys/noones/not home/here/there/around/answer*/respond*/inside/opening/coming/showed/
    showing, isnt home/here/there/answering, no one .. home/here/there/answer*/showed/let/come/
    comes/open*/respond*/around, nobody .. home/here/there/answer*/showed/let/come/comes/open*/
    respond*/around, knocked/knocking/rang/ringing/buzzed .. no/nobody/noone/times/3x/2x/nothing/
    minutes/mins, knocked/called/rang .. no_answer/no_response/nothing, cant/unable/couldnt/
    wasnt_able/not_able/no_way to/get/access/enter .. in/inside/into/unit/access/enter/building/
    property/past/through, cant/couldnt access/enter, lockbox/lock_box/keybox .. empty/wrong/
    missing/gone/broken/jammed/not/doesnt/isnt/wont, empty lockbox, code/fob/keypad .. doesnt/not/
    wrong/isnt/didnt/changed/bad/invalid/wont/denied/incorrect, wrong/bad/old code/key/keys,
    gate/door/unit/building .. locked/chained/deadbolted/bolted/latched/padlocked, locked gate,
    key/keys .. doesnt/not/missing/wont/didnt/isnt/wrong/broken/dont/gone, wont/not/refused/
    refuses/refusing/didnt/denied/wouldnt let/open/entry/access/to_open/to_let/me_entry ..
    me/us/in/door/up/inside, refused/refuses/refusing/denied entry/access/service/me, tenant/
    resident/lady/guy/occupant refused/refuses/refusing/declined/sent_me_away/turned_me/kicked/
    not_home/isnt/wasnt_home, turned me/us away, locked out, stuck outside, dog/dogs .. loose/
    inside/wont/aggressive/growling/attack*/barking .. not/cant/wont, dog/dogs .. loose,
    aggressive/mean/vicious dog, not going in/inside, no go, no hay nadie/acceso/quien/respuesta/
    llave/llaves, nadie .. abre/contesta/en/sale/responde/abrio/atiende/esta, no abren/abre/
    contestan/contesta/responde/responden/sale/atiende/atienden/me_abre/me_abren/esta_el/esta_la/
    esta_en, no puedo/pude/me_dejan/me_deja/me_dejo/quiere/quieren/pudimos
    entrar/pasar/abrir/que_entre, no me dejan/deja/dejo/quiere/quieren/abren/abre/abrio, codigo/
    llave/llaves/clave/control/candado .. no/incorrecto/equivocado/mal, toque/toco/toque_y_toque
    .. nadie/no/nada, sin acceso, cerrado con, puerta/porton/reja .. cerrada/cerrado/candado,
    el/la inquilino/inquilina/senora/senor no esta, perro .. suelto/bravo, cant/couldnt/cannot go
    in/up/inside, cant get up/in/to, no adult, minor .. home/alone, kid answered, doorman/
    security/concierge/super/guard .. wont/not/no/refuse*/deny/denied, door .. wont open, not
    letting me, sent me away, asked/told me to leave/go, no way inside, dog/dogs .. no_go, buzzer
    .. not/broken/nobody/doesnt, no suena/funciona el timbre/intercom, timbre .. nadie/no,
    wrong/bad/old gate/door/lockbox/entry/building code, wont open, shut/slammed the door,
    doesnt/dont/didnt want me/us in/inside/here, tenant/resident at/is_at work, tenant
    sleeping/asleep
""")
# Leaving the shop for the job, whatever was bought there.
FROM_SHOP = Lexicon("""
    leaving/left .. headed/heading/otw/omw/on_my_way/driving/to_the_job, back .. from .. shop/
        store/supply/depot/lowes .. headed/heading/omw/otw
""")
PARTS = Lexicon("""
    part/parts is/are/on/isnt/not/arrives/tomorrow/needed/number/wont/should/coming/order,
    ordered/ordering/reorder/order/reordered .. board/motor/valve/it/one/new/a/an/the/compressor/
    part/pump/from/today/online/them, need/have/gotta/going/got to order, had to order, on
    order/backorder/back_order, running/going/headed/heading/off/gotta_run/run/ran/run_out/
    swinging/swing/driving/gotta_go/need_to_go/need_to_run/go/stopping/picking .. ferguson/supply/
    supplier/home_depot/homedepot/depot/lowes/store/grainger/menards/ace/hardware/warehouse/
    johnstone/parts/get_one/grab_one/get_a/get_some/get_the/grab_a/grab_some/pick_up/up_a/up_some/
    up_the/wholesale*, supply house/store/shop, home depot/lowes, hardware/parts store,
    backordered/special_order/backorder/backorderd, going/went/gotta/have to get/grab/pick/fetch,
    pick/picking/grab/grabbing/get/getting/fetch/fetching up/a/the/some/new .. valve/motor/board/
    cartridge/ring/fitting/fittings/pump/compressor/capacitor/igniter/element/thermostat/breaker/
    gasket/flapper/filter/belt/materials/material/supplies, need/needs/needing/requires/require/
    waiting/missing/short/out/lack/lacking/dont_have/doesnt_have/didnt_have/dont_carry .. new/
    part/board/motor/compressor/valve/cartridge/igniter/gasket/fitting/seal/relay/sensor/
    capacitor/pump/coil/blower/element/thermocouple/belt/flange/control/transformer/contactor/
    fan_motor/gear/switch/hinge/kit/spring/oring/bracket/flapper/thermostat/breaker/on_the_truck/
    on_my_truck/in_the_van/on_truck/hose/supply_line/handle/disposal/module/heater/faucet/
    right_one/size/material/materials, waiting on/for .. delivery/supplier/shipment/vendor/
    warehouse/manufacturer/part/it_to_come, comes in/arrives/ships/ship/be_in .. monday/tuesday/
    wednesday/thursday/friday/days/week/tomorrow/tmrw, out of stock, not in stock, special order,
    lead time, not/dont/didnt .. on .. truck/van, dont/doesnt/didnt have .. on/in ..
    truck/van/me/stock, la/lo/las/los pedi/pido/encargo/encargue/ordene, pedi/pido/pedir/encargue/
    encargar/ordenar/ordene/comprar/conseguir/consigo .. pieza/repuesto/refaccion/valvula/motor/
    tarjeta/uno/una/bomba/compresor/capacitor/el/la/otro/otra, necesito/falta/hace_falta/me_falta/
    faltan/requiere/ocupo/no_traigo/no_tengo .. pieza/repuesto/refaccion/valvula/motor/tarjeta/
    bomba/compresor/capacitor/empaque/llave_nueva/material/materiales/nuevo/nueva/otra/otro/
    resistencia/termostato/tuberia/tubo, voy .. ferreteria/tienda/home_depot/proveedor/almacen/
    bodega/por_una/por_un/comprar/por_material, esperando/espero .. pieza/repuesto/refaccion/
    material/proveedor, en la ferreteria, supplier/vendor/warehouse/parts_house/supply/
    manufacturer/carrier/distributor says/said/wont/has/doesnt/is/quoted_me, special ordering, hay
    que/falta pedir/comprar/conseguir/ordenar, tarda .. dias, the/this/that/right/correct/another/
    different/special part/parts, part for/from, parts for/from, out/off/gone/going/went/running/
    stepping to/and grab/get/buy/pick/fetch, ordering/reordering .. new/one/it, need .. moen/
    kohler/delta/honeywell/goodman/carrier/rheem/watts, not in .. stock/until/till/yet, wont be
    in, checking/check with .. supplier/supply/vendor, no tengo .. pieza/repuesto/refaccion, no
    traigo, need to get/buy/grab/pick .. one/it/some/another, dead/shot/bad/fried/toast/burnt/
    cracked .. order/ordering/ordered/need/needs_new, on its way .. part, eta on .. part, wrong
    size/part/model/one/valve/board .. ordered/sent/came/order/shipped, ordered again, fui por/a,
    came in wrong/damaged/broken, reordering/reorder, didnt/doesnt come with, voy/fui a comprar,
    forgot .. at the shop, till/until .. part/gasket/board/motor/valve comes
""")
PARTS_BESIDE = Lexicon("repuesto/repuestos/refaccion/refacciones/pieza/piezas")
# Short of it only for the trip: nothing is on order, the technician will be back with it.
FETCHING = Lexicon("""
    running/run/going/headed/heading/off/swinging/gotta_run/go/picking/grabbing/getting/grab/
        get/pick/fetch .. ferguson/supply/home_depot/depot/lowes/store/grainger/menards/ace/
        hardware/warehouse/one/up/some, back in, real quick, brb, be right back, voy .. por/a/
        al/comprar, ahorita regreso, ya regreso
""")
APPROVAL = Lexicon("""
    nte/approval/approve/approved/approves/authorize/authorization/authorized/aprobacion/
    autorizacion/authorisation/preapprove, need/get/want/waiting_on/waiting_for/have/give_me/
    gimme/needs/requesting/request .. ok/okay/go_ahead/approval/auth/green_light/signoff/sign_off/
    permission/thumbs_up, can/could/may/should/shall/do i .. go_ahead/proceed/replace/install/
    spend/swap/buy/add/do_it/move_forward/change/start, ok/okay/alright/cool/fine to .. replace/
    spend/proceed/go/install/do/swap/buy/add/order/start, is it ok/okay .. if/to, okay/ok with
    you, want/need/like me to, do/would you want, over/above/past/more_than/exceed/exceeds/
    exceeding/exceeded/beyond .. nte/limit/budget/not_to_exceed/amount/approved, over/above/past/
    more_than/exceed/exceeds/exceeding/exceeded/beyond .. <n>, go ahead with, green light, sign
    off, will/gonna/going_to/itll/its/that_will/thatll/would/could run/cost/be .. <n> to/for/
    total/installed/in_parts/parts/with/including, quote/quoted/estimate/price/quoting ..
    is/for/of, quote/quoted/estimate/price/quoting .. <n>, raise/increase/bump ..
    nte/limit/budget, raise/increase/bump .. <n>, need/needs/want .. more money/funds/budget,
    need/needs/want .. more <n>, extra <n>, <n> more/extra for/to, additional <n>, tenant/
    customer/owner/resident/she/he/they wants/want/asked/asking/needs .. too/also/want_me/
    done_too/as_well/while, how much .. can/do, owner .. approve/pay/ok/cover, extra/additional/
    outside/beyond .. scope/work, necesito/necesita/espero/falta/ocupo/pido/solicito ..
    aprobacion/autorizacion/ok/permiso/visto_bueno/que_aprueben/que_autoricen, me autorizan/
    autoriza/aprueban/aprueba/dan_permiso/dan_el_ok, autorizan/aprueban/autoricen/aprueben, puedo/
    procedo/le_cambio/la_cambio/lo_cambio/sigo .. cambiar/gastar/comprar/proceder/reemplazar/
    seguir/con_el/con_la/poner/instalar, procedo, quieren/quiere que .. cambie/haga/ponga/instale/
    siga/lo/la, sale/saldria/cuesta/costaria/son/seria/serian/va_a_salir/va_a_costar .. <n>
    dolares/con/por/de/la/el/en_total/pesos, pasa/rebasa/excede/supera ..
    limite/presupuesto/nte/monto, replace/replacement/new/install .. for <n>,
    need/needs/necesito/necesita .. <n> more/mas, aprueben/autoricen .. <n>, que/me
    aprueben/autoricen/aprueban, yes or no, le doy/hago/entro, looking/you_are_looking at <n>,
    saldria/sale/seria/quedaria en <n>, <n> to/for .. ok/okay/good/approved/proceed/go_ahead,
    needs full/complete/whole/new .. handle/proceed/approve/want, how .. want me/us to, more than
    .. repair/expected/quoted, ok/okay/good with that, let me know if ..
    proceed/ok/okay/approved/want, before i .. start/proceed/order/do, waiting ..
    go_ahead/approval/ok, price/cost is/would/will, esta bien si, cuanto .. gastar/puedo, replace/
    new_one/replacing/replacement/fix is <n>, another/extra <n> for, aprueba/apruebas .. <n>, <n>
    for new/a_new/the_new, wanna/want_to spend, can i/we open/cut/pull/remove, need a yes/no
""")
PAUSE = Lexicon("""
    breaking/pausing/pause/paused, stopping/done/leaving/calling/quitting/knocking/wrapping/
        packing/stop/quit .. for_the_day/for_today/for_now/for_lunch/for_tonight/it_a_day/
        it_a_night/off_for/for_the_night/here_for_now, call it a day/night, stop/stopping/
        stopped here/there/now/work/working, wont/not/cant finish .. today/tonight, not
    finished/done .. today/tonight, back .. tomorrow/tmrw/tmr/monday/tuesday/wednesday/thursday/
        friday/thurs/tues/mañana/manana/morning/later .. finish/continue/to_finish/and_finish/
        complete, be/ill/will/coming/come/ill_be/gonna_be/heading/return/returning back .. hr/
        hour/hours/min/mins/minutes/tomorrow/tmrw/tmr/thurs/on/later/after/soon/shortly/morning/
        monday/tuesday/wednesday/thursday/friday/manana, be/ill/will/coming/come/ill_be/
        gonna_be/heading/return/returning back .. <n>, back in/at/after/around/by a/an/half/few/
        couple/lunch, back in/at/after/around/by <n>, back tomorrow/tmrw/soon/later/shortly,
    brb, be right back, gotta/have_to/need_to/got_to/had_to/must jump/run/leave/step/stop/go/
        dip/pause/head/take_off, stepping/step/stepped out/away/off, taking/take/took .. call/
        break/lunch/five/breather/minute, finish/finishing/continue/resume/pick/complete ..
    tomorrow/tmrw/tmr/later/monday/tuesday/wednesday/thursday/friday/morning/next_week/after/
        manana, pick .. back_up, to be continued, will finish/continue/resume, letting .. dry/
        cure/set/cool/drain, has/needs to dry/cure/set/cool, dry/drying/cure/curing ..
    overnight, overnight, regreso/vuelvo/volvere/regresare/vengo/continuo/sigo/termino/acabo/
        terminare/seguire .. manana/rato/tarde/lunes/martes/miercoles/jueves/viernes/hora/
        despues/luego/minutos, regreso/vuelvo/volvere/regresare/vengo/continuo/sigo/termino/
        acabo/terminare/seguire .. <n>, hago/haciendo/tomo/tomando .. pausa/descanso, pausa/
        descanso/almuerzo/almorzar, voy a comer/almorzar, salgo/me_voy .. un_momento/un_rato/
        por_hoy, lo dejo .. hoy/aqui/manana, por hoy, ahorita vuelvo/regreso, ya vuelvo/regreso,
    to finish .. up/tomorrow/later, come back .. finish/tomorrow/later, ran out of .. daylight/
        time, resume at/in/on, le sigo, sigo manana, manana .. sigo/termino/regreso/vuelvo/
        acabo, taking/on/at/my/for lunch, my break, smoke break, bathroom break, quick break,
    too dark/late/hot/cold to, heading/going home, done for, calling it, lunch/almuerzo,
    leaving/letting/let it .. dry/cure/set/cool
""")
