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
    r"|away from|vacation|on leave|autoreply)"
)
_SENTENCES = re.compile(
    r"(?:^|[.!?\n]\s*|\b(?:hi|hello|hola|thanks for your (?:e-?mail|message)|thank you for your"
    r" (?:e-?mail|message))\b[^.!?\n]{0,40}[,.!]?\s*)"
    r"(?:(?:i am|im|i will be|ill be|we are|i'm)(?: currently| now)? (?:out of (?:the )?office|ooo\b"
    r"|away (?:from|until|on)|on (?:\w+ )?(?:leave|vacation|holiday|pto)\b|traveling until|off until"
    r"|unavailable (?:until|from|through)|out until|out through|out of the country)"
    r"|(?:estoy|estare|me encuentro|me encontrare) (?:fuera de (?:la )?oficina|de (?:vacaciones"
    r"|licencia|viaje)(?!,? (?:pero|no|lo|la|y lo|sigan))|ausente)|gone \w+ (?:till|until|through)"
    r"|(?:this is an |this message is )auto(?:mated|matic|matically)"
    r"|este es un (?:mensaje|correo) automatico"
    r"|this mailbox is (?:not|un)\s?monitored|please do not reply to this)"
)
_ANYWHERE = re.compile(
    r"(?:is|are) no longer (?:with|employed|working (?:at|for)|at) |ya no (?:trabaja|labora|colabora)"
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
