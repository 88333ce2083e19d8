"""Finds homes that managers call by name alone: "the Dunmore furnace", "at The Wickes", "Eastgate room 12". A name that
may as well be a person's, a day or a paper is none.
"""

from __future__ import annotations

import re

_NOT_A_HOME = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun"
    r"|Christmas|Easter|Thanksgiving|Ramadan|Memorial|Labor|I|We|You|He|She|It|They|My|Our|Your|The|This|That|If"
    r"|Is|Are"
    r"|Do|Did|Can|Could|Please|Pls|Yes|No|Ok|Okay|Hi|Hello|Hey|Dear|Good|Thanks?|Best|Regards|Cheers|Mr|Mrs|Ms|Dr"
    r"|Unit|Apt|Apartment|Suite|Room|Rm|Lot|Loft|Job|Invoice|Estimate|Quote|Order|Check|Line|Option|Dept|Visa|Amex"
    r"|Mastercard|Zelle|Venmo|Paypal|Bosch|Samsung|Kohler|Moen|Rheem|Trane|Carrier|Whirlpool|English|Spanish|Google"
    r"|Net|Part|Step|Phase|Level|Floor|Section|Chapter|Right|Wrong|Same|Great|Nice|Not|Still|Any|Some|Every|Each|Both"
    r"|Put|Add|Use|Send|Bill|Split|Take|Drop|Cancel|Check|Fix|Move|Keep|Tell|See|Have|For|From|In|At|On|To|Depto|Apto"
    r"|Local|Departamento|Batch|Over|Why|Would|Under|About|Hola|Buen[oa]s|Gracias|Favor|Lunes|Martes|Jueves"
    r"|Viernes|Enero|Mayo|Junio|Julio|Agosto)\b)"
)
_WORD = rf"{_NOT_A_HOME}[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{{2,}}(?![\w'’])"
_NAME = rf"(?:(?:The|Las|Los|La|El|Old|North|South|East|West) )?{_WORD}(?: {_WORD}){{0,2}}"
_KIND = (
    r"(?:Park|Glen|Mews|Bldg|Building|Motel|Hotel|Lodge|Cannery|Mill|Mills|Close|House|Estates?|Ridge|Pointe?"
    r"|Crossing|Station|Cent(?:er|re)|Suites|Hall|Gate|Grove|Gardens?|Manor|Villas?|Yard|Wharf|Block|Tower)"
)
_SPANISH_KIND = (
    r"(?:Torre|Plaza|Privada|Residencial|Lomas|Villas?|Casa|Edificio|Condominio|Quinta|Fraccionamiento|Rinc[oó]n"
    r"|Jardines|Colonia|Conjunto|Hacienda|Palma)"
)
_OF_A_JOB = (
    r"(?:job|ones?|house|place|building|bldg|furnace|boiler|deck|visit|ticket|invoices?|bills?|work|estimate|quote"
    r"|repair|roof|property|appt|appointment|order|project|site|lobby|clubhouse|sprinkler|owner|tenants?)(?! account)"
)
_ASKED_OF_PEOPLE = (
    r"(?<!tell )(?<!ask )(?<!call )(?<!text )(?<!with )(?<!from )(?<!thank )(?<!told )(?<!asked )"
)
_HOME = re.compile(
    rf"\b({_NAME}) (?:room|rm|lot|loft|unit|apt|apto|depto|suite|local|casa) #?[0-9A-Z]"
    rf"|\b((?:{_WORD} ){{1,2}}{_KIND})\b|\b({_SPANISH_KIND}(?: (?:de |del |la |los "
    rf"|las )*{_WORD}){{1,2}}(?: \d{{1,4}})?)"
    rf"|(?<=[a-záéíóúñ,;] ){_ASKED_OF_PEOPLE}({_NAME}) {_OF_A_JOB}\b"
    rf"|\b({_WORD} {_WORD}) {_OF_A_JOB}\b"
    rf"|\b(?:at|on|for) ({_NAME})(?! (?:and I|is going|will|said|told|has|wants)\b)"
    rf"|(?<!invoices )(?<!bills )\b(?:go|come|came|went|going|coming|get(?: \w+)?|send \w+(?: \w+)?|back|over|ir"
    rf"|van|vayan|fueron|vengan|manden)"
    rf" (?:to|a) ({_NAME})"
    rf"|(?<=, )({_WORD} \d{{1,4}})(?=[,.!?]|$)|^({_WORD} \d{{1,4}}-\d{{1,4}})\b"
    rf"|(?<!nombre )\b(?:en|del?) ((?:Las|Los) {_WORD}|{_WORD} {_WORD}|{_WORD} \d{{1,4}})\b"
    rf"|(?<=[a-z.] )(The {_WORD}(?: {_WORD})?)\b",
    re.MULTILINE,
)


def home_named(text: str) -> str:
    """The home as they call it, or ""."""
    found = _HOME.search(_FIRMS.sub(" ", text))
    return next(group for group in found.groups() if group).strip() if found else ""


# Whom to bill is no home.
_FIRMS = re.compile(
    rf"(?:{_WORD} ){{1,3}}(?:LLC|LP|Inc|Ltd|AB|SA|SL|S\.L\.|S\.A\.|Partners|Management|Holdings|Mutual|Associates"
    r"|Insurance|Bank|account)\b|\b(?:out to|nombre de|facturen a|all invoices go to) [^.,\n]{2,40}"
)
