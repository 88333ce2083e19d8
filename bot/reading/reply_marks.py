"""How mail programs mark what is not new: histories, forwards, banners, footers, disclaimers. Patterns only."""

from __future__ import annotations

import re

_ANY = re.IGNORECASE | re.MULTILINE

# Everything from here on is history, whatever stands below.
HISTORY = re.compile(
    r"^[ \t>]*(?:"
    r"-{2,} ?(?:Original Message|Original Appointment|Forwarded message|Mensaje original"
    r"|Mensaje reenviado|Mensaje enviado).*"
    r"|Begin forwarded message:.*|Inicio del mensaje reenviado:.*|_{10,}[ \t]*"
    r"|-{3,} ?On\b.{4,200}\bwrote ?-{3,}.*|Original Message[ \t]*"
    # Some telephones let the history follow on the very line that introduces it.
    r"|On\b(?=.{0,40}\d).{4,160}<\S+@\S+> ?wrote:[ \t]*\S.*"
    r"|El\b(?=.{0,40}\d).{4,160}<\S+@\S+> ?escribi[oó]:[ \t]*\S.*"
    r"|\**(?:From|De):\**[ \t].*\n(?:.*\n){0,3}?[ \t>]*\**(?:Sent|Date|To|Subject|Enviado(?: el)?"
    r"|Fecha|Para|Asunto):.*"
    r"|(?:From|De):[ \t][^\n<>]{0,80}<\S+@\S+>[ \t]*"
    r")$",
    _ANY,
)
FORWARD = re.compile(
    r"^[ \t>]*(?:-{2,} ?(?:Forwarded message|Mensaje reenviado).*"
    r"|Begin forwarded message:.*|Inicio del mensaje reenviado:.*)$",
    _ANY,
)
OUTLOOK_HEAD = re.compile(
    r"^[ \t>]*\**(?:From|De):\**[ \t].*\n(?:.*\n){0,3}?[ \t>]*\**(?:Sent|Date|Enviado(?: el)?|Fecha):.*$",
    _ANY,
)
HEADER = re.compile(
    r"^[ \t>]*\**(?:From|Sent|Date|Subject|To|Cc|De|Enviado(?: el)?|Fecha|Asunto|Para)\**:",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(r"^\s*(?:fwd?|rv|reenv|wg|tr)\s*:", re.IGNORECASE)
ABOVE_THIS_LINE = re.compile(
    r"^[^\n]{0,40}(?:(?:reply|write|respond) above this line|type your reply above"
    r"|responda (?:por )?encima de esta l[ií]nea|escriba su respuesta (?:por )?encima)",
    _ANY,
)
# A date stands near its beginning, and no empty line within: "El inquilino…" above it begins none.
_LINES = r"[^\n]{0,160}(?:\n(?![ \t>]*\n)[^\n]{0,160}){0,2}?"
ATTRIBUTION = re.compile(
    rf"^[ \t]*(?:On\b(?=[^\n]{{0,40}}(?:\d|day\b)){_LINES}\bwrote:"
    rf"|El\b(?=[^\n]{{0,40}}\d){_LINES}\b(?:escribi[oó]|ha escrito):"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d [^\n]{4,200}?>:"
    r"|(?:Am|Le|Em|Il)\b(?=[^\n]{0,40}\d)[^\n]{4,160}(?:schrieb[^\n]{0,80}| a écrit ?| escreveu| ha scritto):"
    r"|[^\n<>]{2,80}<\S+@\S+>\s(?:wrote|escribi[oó])(?: (?:on|at|el)\b[^\n]{2,60})?:)[ \t]*$",
    _ANY,
)
SIGNATURE = re.compile(r"^--[ \t]?$", re.MULTILINE)
_PROGRAMS = (
    r"proton\s?mail|spark|superhuman|samsung|blackberry|gmail|outlook|yahoo|front|mailbird|canary"
    r"|airmail|hey|mymail|k-9|blue\s?mail|aqua\s?mail|missive|edison|mobile|thunderbird|aol|windows"
    r"|workspace|nine|newton|spike|tutanota|zoho"
)
FOOTERS = re.compile(
    r"^[ \t]*(?:Sent from (?:my|the all|mail\b|outlook|yahoo|samsung|iphone|ipad|android|a mobile"
    rf"|{_PROGRAMS}).{{0,80}}|Sent (?:via|using|with|by) (?:the )?(?:my )?(?:{_PROGRAMS}|iphone).{{0,60}}"
    r"|Get (?:Outlook|BlueMail|Spark|Yahoo) (?:Mail )?for\b.*|Get the (?:all new|new) \w+ app.*"
    r"|Enviado (?:desde|con|mediante|por) (?:mi|el|la|correo|outlook|yahoo|gmail|samsung|iphone"
    rf"|{_PROGRAMS}).{{0,80}}|(?:Obtener|Obtenga|Obt[eé]n|Descarga(?:r)?) Outlook\b.*|Yahoo Mail:.*"
    r"|(?:Please )?(?:excuse|forgive|pardon) (?:any |the |my )?(?:typos|brevity).{0,60}"
    r"|Typos courtesy of.{0,40}|Virus-free\..*|Libre de virus\..*"
    r"|(?:Please )?consider the environment.*|Please consider.*before printing.*"
    r"|(?:Antes de imprimir|Piense en el medio ambiente).*"
    r"|This e-?mail has been (?:checked|scanned) for.*)$",
    _ANY,
)
MARKETING = re.compile(
    r"^[ \t]*(?:Not interested\?.*|To (?:unsubscribe|stop receiving|opt out)\b.*"
    r"|(?:Click here to )?unsubscribe (?:here|from|\|).*|Reply STOP\b.*)$",
    _ANY,
)
DISCLAIMER = re.compile(
    r"^[ \t*]*(?:CONFIDENTIALITY(?: NOTICE| STATEMENT)?|CONFIDENTIAL|(?:LEGAL )?DISCLAIMER"
    r"|PRIVILEGED (?:AND|&) CONFIDENTIAL|IMPORTANT NOTICE|NOTICE OF CONFIDENTIALITY"
    r"|AVISO (?:DE CONFIDENCIALIDAD|LEGAL|DE PRIVACIDAD)"
    r"|This (?:e-?mail|message|email|communication|transmission)(?: and any| \(including| is (?:a service"
    r"|intended|confidential|solely)| may contain| contains (?:confidential|privileged|information)"
    r"|,? together with| is not (?:a (?:contract|binding)|an offer|legal(?:ly)?\b|binding|intended)"
    r"| (?:does|shall) not (?:bind|constitute|create|form))"
    r"|The (?:information|contents?)(?: contained)? (?:in|of) this (?:e-?mail|message|communication)"
    r"|If you (?:are not|have received) (?:the intended|this (?:e-?mail|message))"
    r"|Est[ea] (?:mensaje|correo|comunicaci[oó]n)(?: electr[oó]nic[oa])? (?:y (?:sus|cualquier)|es confidencial"
    r"|contiene|puede contener|va dirigid)"
    r"|La informaci[oó]n (?:contenida|de este|en este)"
    r"|Si usted no es el destinatario)\b",
    _ANY,
)
BANNER = re.compile(
    r"^[ \t\[*<!⚠️]*(?:CAUTION|EXTERNAL(?: (?:E-?MAIL|SENDER|MESSAGE))?|WARNING|ATENCI[OÓ]N|PRECAUCI[OÓ]N"
    r"|ADVERTENCIA|(?:CORREO|MENSAJE|REMITENTE) EXTERNO|NOTICE|ALERT)\b[ \t]*(?:[\]:*!>-].*|$)"
    r"|^[ \t\[*]*(?:You don'?t often get email from|This (?:message|e-?mail) (?:is|was|came|originated|has"
    r" originated|comes)? ?(?:sent )?(?:from )?(?:an? )?(?:external|outside)|External (?:e-?mail|sender)"
    r"|No suele recibir (?:correos|mensajes)|Este (?:correo|mensaje) (?:proviene|viene|se origin[oó]) ).*",
    re.MULTILINE | re.IGNORECASE,
)
BANNER_GOES_ON = re.compile(
    r"\b(?:links?|attachments?|sender|organi[sz]ation|recogni[sz]e|phish|suspicious|outside|unknown"
    r"|enlaces|adjuntos|remitente|organizaci[oó]n|learn why|clic)\b",
    re.IGNORECASE,
)
