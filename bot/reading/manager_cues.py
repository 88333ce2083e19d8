"""Single words that lean one way where no phrase decided: weak signs. A leaning never approves."""

from __future__ import annotations

from bot.reading.lexicon import Lexicon

DAYS = Lexicon("""
    monday/tuesday/wednesday/thursday/friday/saturday/sunday/mon/tue/tues/wed/thurs/fri/day/days/
        morning/afternoon/evening/weekend/week/noon/slot/slots/window/oclock/later/earlier/sooner/
        lunes/martes/miercoles/jueves/viernes/sabado/dia/dias/tarde/semana/horario/fecha
""")
REFUSING = Lexicon("""
    stop/stopped/against/cheaper/elsewhere/bids/steep/expensive/pricey/budget/refuse*/reject*/
        declin*/rechaz*/caro/cara/costoso/cancel/cancelar, changed .. mind, cambio de opinion,
    other bids/quotes/options/estimates, different brand/company/direction, dont want/like/need/agree
""")
AGREEING = Lexicon("""
    yes/yep/perfect/great/fine/accepted/agreed/absolutely/certainly/listo/
        perfecto/claro/adelante/excelente/dale/acepto, lock it, sounds good, by me/us, all good
""")
DROPPING = Lexicon("""
    duplicate/unnecessary/fixed/solved/resolved/resuelto/arreglado, no visit/service/appointment ..
        needed/required/necessary, off .. schedule/calendar, found .. problem/breaker/issue/was,
    in house, not necessary/required/needed
""")
PROGRESS = Lexicon("""
    date/completion/complete/completed/done/finish*/update*/eta/timeline/ever/yet/still/progress/
        already/arriv*/coming/late/part/parts/when/here/terminado/terminaron/listo/cuando/todavia/
        aun/ya/avance, show up, called/call .. tenant/resident/them,
    how did, what happened, contesta/contestan, supposed/told
""")
PAYING = Lexicon("""
    pay/pays/paid/paying/payment/payments/zelle/visa/mastercard/amex/venmo/paypal/check/checks/cheque/
        ach/wire/ap/remit*/deposit*/transfer*/card/cuenta/pago/pagar/pague/pagado/tarjeta/banco
""")
BILLING = Lexicon("""
    po/entity/llc/name/owner/addressed/nombre/razon/social/facturar/facturen/insurance/separate/
        purchase_order/orden_de_compra/belongs/tenant/split/landlord/account
""")
WANTING = Lexicon("""
    need/needs/please/pls/can/could/want/wants/also/replace*/repair*/fix/clean*/install*/inspect*/
        quote/estimate/broken/leaking/necesito/necesitamos/pueden/podrian/favor/urge/ocupamos/
        tambien/revisen/reparar/arreglar/cotizacion
""")
FAULTY = Lexicon("""
    again/same/worse/leak*/broke*/clog*/jammed/stopped/failed/returned/otra_vez/mismo/falla/gotea
""")
# Single words of whoever agrees, as they are also misspelt; with likely weights they are read back, no more.
AFFIRMING = Lexicon("""
    yes/yess*/yep/yup/yea/yeah/ye/ys/aye/si/sip/ok/okay/okd/oks/fine/sure/go/start/begin/proceed*/preceed*/agead/
        approv*/aprov*/apporv*/aprob*/authori*/autoriz*/signed/initialed/firmad*/granted/affirmative/roger/deal/
        trato/agreed/agree/accept*/acept*/do/haga*/hagale/dale/denle/va/venga/vale/adelante/conforme/perfecto/
        simon/andele/orale/arranquen*/works/comfortable/plan/authority/wins/yours/choose/choice,
    very well, of course, on board, count me/us in, put me down, carry out, thatll do, knock yourselves, ship it,
    rush it, make it so, you got it, by all means, why not, as you see fit, sin falta, get it done/in/working/
        going/moving, we are/were in, im in
""")
