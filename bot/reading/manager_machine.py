"""Tells a machine's letter by its wording, where its headers say nothing. A person's words are never read as one's
for a single phrase of theirs inside a longer answer.
"""

from __future__ import annotations

import re

from bot.reading.text import fold

_SUBJECT = re.compile(
    r"^\W*(?:(?:automatic|auto(?:mated)?)[ -]?(?:reply|response)|auto:|out of (?:the )?office|ooo\b"
    r"|respuesta automatica|fuera de (?:la )?oficina|undeliver|delivery (?:status|failure|has failed)"
    r"|mail delivery|returned mail|failure notice|no se pudo entregar|ticket (?:received|#|\[)"
    r"|we(?: ha)?ve received your|thank you for contacting|request received|case (?:received|created)"
    r"|away from|vacation|on leave|autoreply|message (?:blocked|delayed|undeliverable)|delayed$|no entregado|devuelto)"
)
_SENTENCES = re.compile(
    r"(?:^|[.!?\n]\s*|\b(?:hi|hello|hola|thanks for your (?:e-?mail|message)|thank you for your"
    r" (?:e-?mail|message))\b[^.!?\n]{0,40}[,.!]?\s*)"
    r"(?:(?:i am|im|i will be|ill be|we are|i'm)(?: currently| now)? (?:out of (?:the )?office|ooo\b"
    r"|away (?:from|until|on)|on (?:\w+ )?(?:leave|vacation|holiday|pto)\b|traveling until|off until"
    r"|unavailable (?:until|from|through)|out until|out through|out of the country"
    r"|(?:at|in|attending) (?:an? |the |our )?(?:\w+ )?(?:conference|convention|training|retreat|seminar|trade show"
    r"|jury duty|court)\b[^.!?\n]{0,30}\b(?:until|till?|through|thru|all week|this week))"
    r"|(?:estoy|estare|me encuentro|me encontrare) (?:fuera de (?:la )?oficina|de (?:vacaciones"
    r"|licencia|viaje)(?!,? (?:pero|no|lo|la|y lo|sigan))|ausente)|gone \w+ (?:till|until|through)"
    r"|(?:this is an |this message is )auto(?:mated|matic|matically)"
    r"|este es un (?:mensaje|correo) automatico"
    r"|this mailbox is (?:not|un)\s?monitored|please do not reply to this)"
)
_ANYWHERE = re.compile(
    r"(?:is|are|am) no longer (?:with|employed|working (?:at|for)|at) |no longer works? (?:for|at|here)"
    r"|ya no (?:trabaja|labora|colabora)|dejo la empresa|ya no existe en este dominio|usuario inexistente"
    r"|\(auto(?:mated|matic)?[ -]?(?:reply|response|responder)?\)|(?:sent|enviado|generated"
    r"|genero) auto(?:matically|maticamente)"
    r"|mensaje automatico|assistant bot|(?:sent|goes) to every (?:message|e-?mail)|(?:e-?mail|message) volume"
    r"|(?:this|the) (?:e-?mail |old )?(?:account|address|inbox|mailbox) (?:is|was|has been|belongs)(?: to)?"
    r" (?:no longer|closed|retired|not (?:read|attended|in use)|changing|a former|being phased)"
    r"|address is not attended|after-hours inbox|buzon (?:no se (?:revisa|lee)|desatendido|lleno|cerrado)"
    r"|correo fuera de servicio|was (?:blocked|quarantined|rejected) by|rechazado por el servidor|delivery delayed"
    r"|no se pudo entregar el|inbox was closed|mailbox unavailable|retired (?:on|in|after) (?:\w+ )?\d"
    r"|has left the company|your message could not be delivered|could not be delivered to one or more"
    r"|delivery to the following recipient|mailer-daemon|address not found|user unknown"
    r"|message to \S+@\S+ (?:was|has)|message to <\S+> was delayed|delivery will be tried|no se pudo entregar su"
    r"|mailbox (?:is )?full|su mensaje no (?:pudo|se pudo)"
    r"|your (?:ticket|case|reference|request) (?:number|id|\(\S+\)) (?:is|has been)|ticket number is"
    r"|(?:your )?(?:request|ticket|inquiry|e-?mail|message) \(?\S*\)? ?has been (?:received|logged|created|opened)"
    r"|will respond within (?:\w+ ){1,3}(?:business )?(?:day|hour)|respond(?:eremos|eran?) (?:dentro|en un plazo)"
    r"|(?:limited|spotty|intermittent|no|sporadic|little) access to (?:my )?e-?mail"
    r"|not (?:checking|monitoring|reading) (?:my )?e-?mails?"
    r"|(?:inbox|mailbox|address) is(?:nt| not| un)\s?(?:actively )?monitored"
    r"|automated (?:response|reply|message)|received your (?:e-?mail|message|request) and (?:will|someone)"
    r"|ha sido recibid|numero de (?:caso|ticket|folio)|responderemos a la brevedad|responderemos lo antes"
    r"|(?:our )?offices? (?:is|are|will be) closed (?:for|until|through|on|today)|will reopen on?"
    r"|oficinas? (?:estara|esta)n? cerrad"
    r"|email address you entered|recipient(?:'s)? (?:mailbox|address) (?:is|was|could)"
    r"|acceso limitado a(?:l| mi) correo"
    r"|respondere a mi regreso|(?:will )?(?:reply|respond) (?:when|upon) (?:i|my) return"
    r"|a su regreso|automatically generated|generado automaticamente|hemos recibido su (?:correo|solicitud|mensaje)"
)


def machine_words(words: str, subject: str) -> str | None:
    """The wording that shows a machine wrote this, or None. Subjects count where they are its own."""
    own_subject = _SUBJECT.search(fold(subject))
    if own_subject:
        return own_subject.group().strip()
    plain = fold(words)
    found = _SENTENCES.search(plain) or _ANYWHERE.search(plain)
    return found.group().strip() if found else None


def is_told_by_words(words: str) -> bool:
    """Whether the wording shows a machine, and no "but" or "so" goes on as only a person does."""
    found = machine_words(words, "")
    return found is not None and _GOES_ON.search(fold(words)) is None


_GOES_ON = re.compile(
    r"(?:vacation|vacaciones|office|oficina|ooo|out|away|fuera)\b[^.!?\n]{0,25}\b(?:but|so|pero"
    r"|asi que)\b(?! (?:if|my|please contact|si))"
)
