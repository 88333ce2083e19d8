"""Matters only a person may answer: someone hurt, the law, discrimination. Pure. Danger that is now is the scan's."""

from __future__ import annotations

from enum import StrEnum

from bot.reading.lexicon import Lexicon
from bot.reading.text import sentences


class Grave(StrEnum):
    """Why a person takes over at once; the words are the office's."""

    INJURY = "somebody was hurt"
    LEGAL = "speaks of the law"
    DISCRIMINATION = "speaks of discrimination"


_INJURY = Lexicon("""
    hurt/injured/scalded/sprained/twisted .. me/myself/him/himself/herself/son/daughter/kid/baby/mom/back/leg/arm/hand/
        ankle/head/knee,
    cut/burned/burnt/broke my hand/arm/leg/foot/feet/finger/head/wrist/ankle/face, cut/burned/burnt/hurt myself,
    i/he/she/kid/son/daughter/baby/husband/wife/mom slipped/tripped/fell/injured/got_hurt/got_burned/got_shocked/
        got_electrocuted/was_injured/was_hurt,
    slipped and fell/hit/hurt, got shocked/electrocuted, emergency room,
    went/going/taken/rushed/in/had_to_go .. to_the_er/the_hospital, stitches,
    me/se lastime/lastimo/queme/quemo/corte/corto/cai/cayo, resbalo/resbale/lastimado/lastimada
""")
_LEGAL = Lexicon("""
    lawyer/attorney/lawsuit/suing/litigation/legal_action/legal_aid/tenants_union/housing_authority,
    will/ill/gonna/going_to/to/can/could/might sue, small claims, take/taking/see/go/going .. to/in court,
    health department/inspector, code enforcement/violation, building inspector,
    withhold* .. rent, not paying .. rent, report/reporting you, rent escrow, breach of .. lease,
    abogado/abogada/demandar/demandare/demandarlos/tribunal/denunciar/denuncia, una demanda, accion legal
""")
_DISCRIMINATION = Lexicon("""
    discriminat*/racist/racism/racial/fair_housing/harass*/retaliat*/disability/ada_violation,
    because .. black/mexican/hispanic/latino/latina/asian/muslim/jewish/gay/disabled/immigrant*/section_8,
    discrimina*/racista/racismo/acoso/represalia*, porque soy/somos .. negro/negra/mexicano/mexicana/latino/latina/
        inmigrante*
""")
_MATTERS = (
    (Grave.INJURY, _INJURY),
    (Grave.LEGAL, _LEGAL),
    (Grave.DISCRIMINATION, _DISCRIMINATION),
)


def grave_in(words: str) -> Grave | None:
    """The gravest matter the words speak of, or None."""
    said = sentences(words)
    return next((matter for matter, lexicon in _MATTERS if lexicon.said(said)), None)
