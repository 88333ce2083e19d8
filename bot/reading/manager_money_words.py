"""What property managers say of money asked for, by concept, in English and Spanish. Words only: it decides nothing."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

_PAPER = "estimate/quote/bid/proposal/price/amount/it/this/that/them/work/repair/job"
_DAY = (
    "monday/tuesday/wednesday/thursday/friday/saturday/mon/tue/tues/wed/thu/thur/thurs/fri"
    "/lunes/martes/miercoles/jueves/viernes/sabado/tomorrow/manana/today/hoy"
)

APPROVE = Lexicon(f"""
    approve/approved/approving/approval_granted/aprobado/aprobada/aprobamos/apruebo/aprobados,
    authorize/authorized/authorise/authorised/autorizado/autorizada/autorizo/autorizamos,
    go ahead/forward, went ahead and approved, please proceed, proceed, procede/procedan/proceda,
    pueden/puede/podrian proceder/empezar/comenzar/hacerlo/seguir/iniciar/arreglarlo/repararlo,
    move/moving/moved ahead/forward, do it/this_one, lets do/go/get/fix/replace/proceed/move,
    go for it, green light/lit, greenlight, luz verde, visto bueno, vo bo, adelante,
    signed/sign/signs off, owner/board/client is/are/was ok/okay/fine/good/on_board/in,
    good/okay/ok/fine/clear/cleared/free/welcome to go/start/proceed/schedule/begin/do/move,
    you have my/our/the approval/ok/okay/go/authorization/permission/blessing/go_ahead/consent,
    accept/accepted/aceptamos/acepto/aceptado .. {_PAPER}/presupuesto/cotizacion,
    ok/okay/okayed/yes/fine/good up to, not to exceed, yes .. do_it/proceed/please/go_ahead,
    give/giving .. go_ahead/green_light/ok, you can/may start/begin/proceed/schedule/do,
    haganlo/hagalo/hazlo/hagan_el/dele/denle/arreglenlo/reparenlo/cambienlo/haganle,
    all set to go, all good to go, book it, get it done, make it happen, have at it, fix it,
    estamos/estoy/esta de acuerdo, la duena/el_dueno/el_propietario/la_propietaria .. de_acuerdo/
        acepto/acepta/autorizo/aprobo/autoriza,
    ok/okay/fine/good with/by me/us, que lo hagan/haga, have .. do/fix/make the repair/work/job/it,
    said/says yes/ok/okay/go_ahead/fine, dijo/dice que si, dio .. ok/visto_bueno/permiso,
    thumbs up, approval/authorization/consent granted/given/received/confirmed/attached/obtained,
    this/my/our authorization/approval/consent/go_ahead/okay, consider this/it,
    voted/votes yes, blessing, feel free to, pull the trigger,
    have him/her/them/your_guy/your_guys/your_tech/your_team/your_crew/the_tech/the_plumber/someone
        do/go/start/begin/fix/replace/install/proceed/finish/complete/take_care,
    get started/going/moving/rolling, start the/work/this, complete/perform/finish the_work/it/this,
    as quoted/proposed/written/estimated/recommended, count us in, lets roll, run with it,
    give/gave .. ok/okay/approval/green_light/go_ahead/blessing/thumbs_up/permission,
    im/i_am/we_are/were all for, no objection/objections/problem_with_that/issue_with_that,
    have/has/got/received .. approval/authorization/owners_ok/go_ahead/consent/permission .. owner/
        board/landlord/client/proceed/go, autorizacion/aprobacion .. dueno/propietario/dada/otorgada,
    cleared/clears .. by/with .. owner/board, he/she/they/owner/board/client/landlord
        approved/approves/agreed/agrees/accepted/wants_to_proceed/wants_it_done/said_go,
    el_dueno/la_duena/propietario/nos ya aprobo/acepto/autorizo/dio, que lo hagan/empiecen,
    pueden/puede hacer/comprar/pedir/cambiar/reparar/instalar/agendar/programar, autorice/autoricen,
    accept/accepted/accepts/accepting, lock it in, fine/ok/okay/good by me/us, spend up to,
    within .. threshold/limit/budget, order it/the/them, put it on the schedule, green light,
    knock it out, pueden/puede continuar/avanzar/seguir/terminar, por/del propietario autorizado,
    good/ok/okay/fine with us/me/him/her/them, continue with/as
""")
# Said of an estimate they agree; said of a visit or a finished job they only thank.
AGREE = Lexicon(f"""
    sounds/looks/seems good/great/fine/ok/okay/reasonable/fair/right, works/work for us/me/them/owner,
    thats/this/its/that_is/this_is/it_is/price_is/all fine/ok/okay/good/acceptable/great, were/we_are/im/i_am
    ok/okay/good/fine/happy/comfortable with, fine/good/ok/okay/happy with {_PAPER}/you/doing, we/ill/i/lets ..
    take/go_with/choose/pick/prefer/want/do .. option/first/second/cheaper/repair/replacement/one, option
    a/b/c/one/two/1/2/3, opcion a/b/c/uno/dos/1/2, go with, going with, vamos con, please/pls/kindly/so
    schedule/start/order/perform/complete/begin/install/replace/repair/set, get it/this/that/them/these
    done/scheduled/ordered/going/fixed, order the part/parts/unit, do the repair/work/job/first/cheaper/whole,
    do what it/you takes/need/have, start whenever/when/now/tomorrow/today/monday/then, crack on, on you go, use
    your judgement/judgment/discretion, trust you, no problem with this/the/that, on the calendar/schedule/
        books, schedule/book it, blessing, why not, ok/okay/okd/fine at/for/to <n>, dont see why_not, see no
    reason not, no veo por_que no, hagan lo_que/el/la, sigan/siga/sigue sin/con/adelante, nada que objetar,
    confio en, autorizado por, por_que_no/que_remedio, denle/dale nomas, que cambie/reparen/arreglen/hagan, just
    the first/second/main/repair, only the first, go with that, its a go, lo hacen ya/hoy, counter, he/they can
    replace/do/change/go/fix, esta bien, me/nos parece bien, conforme/conformes, de acuerdo, suena bien, si
    por_favor/claro, favor .. proceder/programar/hacer/realizar, programen/programenlo/agendenlo
""")


# What another may do or has done is no decision of theirs, nor is what they once meant to do.
HEARSAY = Lexicon("""
    said/gave/sent/okd/approved/authorized/autorice/aprobe .. ago/back/last/since/hace/weeks/wks/in_january/
        in_february/in_march/in_april/in_may/in_june/in_july/in_august, wholl/hell/shell/theyll/well/fella/
        cousin/brother/warranty_company/insurance_company/owner/landlord/ourselves/himself .. do/does it,
    do it ourselves/ourself/himself/herself/themselves/myself/for_half,
    think/believe .. already approved/signed/accepted, so she/he/they can/could approve/decide/sign/look, in
    principle/theory/general, was/were going to approve/accept/sign, when/once/if we/you/i do, ways to approve,
    newsletter, approved/aprobado/approve by/por error/mistake, habia aprobado, going to approve but, check with
    .. owner/board/boss first, before .. owner/board .. approves/decides/signs, did you get/receive/see,
    recibieron, said/gave/sent .. approval/yes/ok .. last/monday/tuesday/wednesday/thursday/friday/week/
        yesterday/already/days, i/we already said/gave/sent
""")


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


BARE_YES = _words("""
    yes yep yeah yup ok okay k sure si claro perfecto dale absolutely definitely certainly
    confirmed confirm fine agreed vale correcto
""")
BARE_BESIDES = _words("""
    please pls thanks thank you gracias por favor muchas thx ty hi hello team all hola of course
    regards best the both a lot so much saludos
""")

DECLINE = Lexicon("""
    decline/declined/declining/rechazado/rechazada/rechazo/rechazamos/reject/rejected/rejecting,
    denied/denegado, disapprove*/no_autorizado, cant/cannot/wont/unable_to/couldnt/wouldnt/not_able_to ..
    approve/authorize/authorise/do/accept/justify/afford/move/go/spend/proceed, not approved/authorized/
        approving/authorizing/accepting/moving/going/interested/doing/worth, dont/do_not/please_dont/didnt ..
    approve/authorize/proceed/do/want/go/start/accept, never approved/authorized, no aprobado/aprobada/
        autorizado/procedan/autorizamos/aprobamos/apruebo/acepto/aceptamos/lo_hagan/lo_haga, no se
    aprobo/autorizo/aprueba/autoriza, no lo/la aprobo/autorizo/aprueba/acepta/aprobamos, owner/owners/he/she/
        they/board/boss/client/landlord/hoa/dueno/propietario says/said/dice/dijo/voted no/que_no/against,
    owner/board/landlord/client .. turned_down/refused/refuses/passed/doesnt_want/does_not_want/wont_pay/
        rejected, turn/turned/turning .. down, too high/expensive/much/pricey/steep, muy/demasiado
    caro/cara/alto, way over budget, over budget/our_budget, out of .. budget, passing on, pass on,
    well/we_will/ill/going_to/gonna/have_to pass, no_thanks/no_thank_you/no_gracias/no_deal, going/go/gone/went
    with .. someone/another/other/different/somebody/else, somebody/someone/another/other/cheaper ..
    vendor/contractor/company/plumber/quote/bid/elsewhere, found/hired/got/using/use/have ..
    someone/somebody/cheaper/another/else/cousin/handyman .. half/less/cheaper/instead/do_it,
    usar/contratar/buscar .. otro/otra/alguien, not going ahead/forward, not moving forward, leave it
    as/the_way/alone, not this year/time/month, dont bother, not at this time, not right now, not/isnt/arent
    willing/inclined/happening/worth/spending/paying/needed, no go, hard pass, no way, live with it/without,
    way/much/far/lot more/higher than/over, more than .. expected/wanted/budget/budgeted/thought/hoped/worth,
    thats a lot/steep/crazy/nuts/ridiculous/outrageous, cant/cannot/wont/not .. afford/pay/spend/swing/budget/
        cover, not in .. budget/cards, well/we_will/ill wait/skip/leave/handle_it/do_it_ourselves/fix_it,
    do/doing/handle/handling it ourselves/myself/in_house, in house .. handle/do/maintenance, our/my own
    guy/plumber/crew/vendor/contractor/handyman, another/other/second quote/bid/opinion/estimate ..
    came/got/went/cheaper/lower/first, nevermind/never_mind/forget it/about, going/gone/went/go ..
    in_another_direction/different_direction/other_direction, leave/leaving it/that as_is/for_now, not
    proceeding, no proceder/procederemos/seguiremos, no vamos a/nos_interesa, no lo/la haremos/vamos, no
    queremos/quiero, se sale del presupuesto, es mucho/demasiado, ya conseguimos/encontramos/contratamos, por
    ahora no, mejor no, cheaper/less elsewhere/from/quote, withdraw, changed .. mind, other/more/another/
        additional bids/bid/quotes/estimates/opinion, owner/owners/client/board passed/pass/nixed/killed, fuera
    de presupuesto, lo dejamos/dejemos asi, leave/let it/that go/be/off/alone/out, lets not, not
    happy/comfortable/interested .. with/in, let it go, nothing/none goes/gets/happens .. ahead/done/before/
        until, nothing for_now/at_the_moment/yet, nada por/de .. momento/ahora, de momento no, not
    now/today/this, no extras/extra_work, nada de extras, skip the repair/whole/work/job, dont
    order/start/touch/do anything/it/yet/this, close the order/ticket/job, so/just skip it, cierren la orden, no
    le veo/vemos .. caso/sentido, dejenlo/dejelo, ni loco/locos/de_broma, no lo/la voy/vamos
    a_aprobar/a_autorizar/a_pagar, none of it, neither option/of/one/price, no hagan/haga/empiecen/toquen/
        compren/pidan, needs .. new/another/separate approval, not paying, what a bargain/joke, por ese precio,
    no pago/pagamos, we/ill/i buy .. building/new/car, too steep/pricey/rich, not economical, doesnt make sense,
    no vale la pena
""")
HOLD = Lexicon("""
    deferred/defer/deferring, revisit/revisiting after/this/in/it, lo dejamos para, sit on this/it/that,
    esperense/esperate/espere_a/aguanten/aguante, wait/waits for/until .. adjuster/insurance/bank, ask me again,
    until/till .. releases/release/reopens, not till/until/before,
    mejor esperamos/esperar/esperemos/despues, esperamos a/al/hasta/unos,
    hold, holding off, put/keep/place/leave .. on hold/pause, on hold, hold off/on/it/this/up,
    hold .. until/till/for_now/please, pause, wait on/until/till/for .. owner/approval/
        board/boss/before/budget/me/us, please/pls/lets wait, sit tight, stand by, not yet,
    dont/do_not .. start/do/schedule/order/proceed .. yet/until, table this/it,
    postpone, aplacen/esperen/espere/esperar/esperemos/pausen/detengan/en_pausa/en_espera,
    todavia no, aun no, revisit .. later/next/in,
    give us/me .. days/week/time/until, on ice, back burner, not ready/yet, for now .. nothing/wait,
    let/lets us/me/me_and .. hold/wait, no .. yet .. owner/board/approval, wait a/until/for/on,
    hold the/your/everything, por ahora .. esperen/no_hagan, denme/denos .. dias/tiempo
""")
NOT_YET = Lexicon("""
    cc/ccing/copying/copied/looping .. owner/board/regional/boss/manager/approval/approve/decide,
    give/gimme/denme me/us/a/an/un a/an/one/another/until/till/hour/hours/day/dia/minute/rato/sec/bit,
    will/ill/well .. let_you_know/get_back/advise/reply/respond/confirm/circle_back/follow_up,
    let you know, get/getting back to, sent/sending/forwarded/forwarding/passed/passing/
        submitted/submitting .. owner/board/boss/client/corporate/landlord/approval/hoa/dueno/
        manager/supervisor, need/have/waiting/want/going to/for/on .. run/check/talk/ask/discuss/
        review/confirm/hear .. owner/boss/board/client/manager/landlord/corporate/hoa/partner,
    run/running .. by .. owner/boss/board/client/manager/landlord/them/him/her/corporate/partner,
    waiting/awaiting .. owner/approval/response/word/answer/board/landlord,
    under review, reviewing, looking/look into/it_over/over, checking with, talk to .. owner,
    les/le aviso/avisare/confirmo/aviso/digo/informo, te aviso/confirmo, quedo
        pendiente/atento/atenta, lo consulto/reviso/checo, voy/tengo/debo a/que
        consultar/preguntar/revisar/hablar, consultar/consultando/consultarlo .. dueno/propietario,
    think/thinking about/it_over, lo pienso, asking the owner,
    discuss/review/share/take/bring/present/send .. with/to/past .. owner/board/client/landlord/hoa/
        partner/boss/husband/wife/them/corporate, and revert, ill/i_will/will/we_will tell/know/
        decide/answer/think/review/look/see/call/update, in touch, by end_of_day/tomorrow/friday
        .. answer/decision/decide, look at/over/into this/it/these, get/getting .. approval/
        authorization/sign_off/signature .. from/first, need/needs/have_to/must .. approval/
        authorization/okay/consent/sign_off, with .. owner/board now, not decided/sure yet,
    lo/la voy_a/vamos_a/tengo_que/comento/presento/paso/mando/envio .. dueno/propietario/jefe/
        junta/consejo, lo vemos/veo/platico/comento, dejame/dejenme/permitame,
    will/ill .. check/see/look/consider/review/come_back/circle_back, come/coming back to you
""")
# What makes a go-ahead depend on something else. Dates and money caps stand apart, below.
CONDITION = Lexicon("""
    if/unless/provided/providing/assuming/depending/contingent/pending/subject_to/dependiendo,
    si/siempre_que/siempre_y_cuando/con_tal/a_menos/salvo/mientras/en_caso,
    as/so long as, only if/when/after, on the condition, on condition, conditional/conditionally,
    once/after/when/until .. owner/board/landlord/confirm*/hear/sign*/paid/approve*/agree*/
        signature/deposit, but .. first/only_if/need_to, first .. need/send/confirm/call/tell/get,
    una vez que/cuando .. dueno/confirme/apruebe, let me know first, call/text me first/before,
    before you start/do/begin/go/proceed, antes de, con la condicion
""")
DATED = Lexicon(f"""
    once/after/when/until/before/as_long_as/si/cuando/despues .. {_DAY}/week/month/<n>/the_<n>/
        back/home/payday/vacant/moves/january/february/march/april/may/june/july/august/
        september/october/november/december/semana/mes, after/until/starting/from/on the <n>/<n>th
""")
PARTLY = Lexicon("""
    only/solamente/solo/unicamente, just/solo the/el/la/do, except/excepto/menos/minus/sans,
    leave .. alone/out/for_now, skip/omit/omitan/sin_el/sin_la/not_the/but_not/everything_but,
    option/opcion a/b/c/one/two/1/2/3/uno/dos, first/second/cheaper one/option/choice,
    without/sin the/el/la, part of, instead of, half of, all but, rather than
""")

# The only words that may be acted on as they stand; any other yes is read back.
PLAIN = Lexicon("""
    approve/approved/approving/approval/aprobado/aprobada/aprobamos/apruebo/aprobados,
    authorize/authorized/authorise/authorised/authorization/autorizado/autorizada/autorizo/autorizamos,
    go ahead, proceed, procede/procedan/proceda/proceder, adelante, do it, go for it, green light,
    accept/accepted/acepto/aceptamos/aceptado, lets do it/this, move/moving ahead/forward,
    haganlo/hagalo/hazlo, visto bueno, luz verde, ok/okay/fine/yes up to,
    board/owner/client/landlord .. said_yes/voted_yes/agreed/approved
""")
HESITANT = Lexicon("""
    maybe/might/probably/perhaps/tentatively/likely/leaning/inclined/guess/hope/hoping/almost/soon/
        should/would/could/will/gonna/going_to/about_to/considering/thinking/thought/supposed/plan/
        planning/want/wants/like_to/need/needs/ask/asking/try/trying/mistake/error/wrong/previous/
        last/earlier/already/another/other/different/once/whether/pending/to_be/before/
        quizas/tal_vez/creo/supongo/casi/pronto/voy_a/vamos_a/anterior/otro/otra/antes
""")
