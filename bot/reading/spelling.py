"""Repairs one slip of the finger in words that matter ("overflwing"), and leaves every real word
alone.
"""

from __future__ import annotations

from collections.abc import Iterable

# Shorter words have too many neighbours to be repaired safely.
SHORTEST_REPAIRED = 5
# Everyday words one letter away from a danger word; repairing them would invent danger.
_REAL = """
    small spell shell smile smelt shook stock shack sock socks parks marks frame frames flakes
    later burnt burns burst house hoses horse outside outlets panels channel wiring wired tripping
    dripping dropping stripping flooring floored blooding blood tasks leaves lease least leads
    looked locker locket alarmed popping pourin rusty rushed gushy brook broker breaks breaker
    freeing breezing frozen heated healing hearing heart beater hotter heaters water waters waiter
    wafer caught laughed stick struck stack truck tracked trapped tapped wrapped cased cable
    cables baked looking cooking locking clocked blocked cloaked soaked poked joked pulling
    pooling fooling cooling coming combing ceilings feeling sealing dealing railing failing
    falling filling calling fallen feels feces faces sever server never serves shower shorted
    shorter shot shots smoked stroke stoke spoke stove stover hissy kissing missing dizzy dozy
    fumes funes sewing seeping sweeping burners batter battery bettery gases grass glass class
    light lights night nights right might tight weight eight inside insides insider beside besides
    puerta puesta cuesta fuerte fuente frente fuera llama llamo llame llamar llaman llanta llantas
    cierro ciega quema queda quedo quede quemar cerrar entrar entra entro gasto gastos gatos gasta
    piso pisos salen salir sale sirve sigue siguen baño banos bebes water winter waster waters
    wants white while whole where there their these those three through panic picnic basement
    bases bags legs eggs odors doors floor flour flush plush brush crush rush sound round found
    pound ground hound bound sounds party parts ports sorts shorts sports spurs trash thrash crash
    stank stand stack stunk sting string strong strange storage range orange chipped ship ships
    clicks clocks slick quick quits quote quiet quite heavy heave leaky leafy leaked peaked backed
    packed banked bucked pocket packet racket bracket bucket cracks crack cracked crackle track
    tracks trucks frozen freezer freezers repeat repair
"""
REAL_WORDS = frozenset(_REAL.split())


class Speller:
    """Brings a token one slip from a wanted word to that word. known: words left as they are."""

    def __init__(self, wanted: Iterable[str], known: Iterable[str]) -> None:
        words = {word for word in wanted if len(word) >= SHORTEST_REPAIRED}
        self._known = frozenset(words) | frozenset(known)
        self._by_stump: dict[str, set[str]] = {}
        for word in words:
            for stump in _stumps(word):
                self._by_stump.setdefault(stump, set()).add(word)

    def repair(self, sentence: str) -> str:
        """The sentence with slips repaired; digits and short words are never touched."""
        return " ".join(self._repaired(token) for token in sentence.split(" "))

    def _repaired(self, token: str) -> str:
        if len(token) < SHORTEST_REPAIRED or not token.isalpha() or self._is_real(token):
            return token
        near = {word for stump in _stumps(token) for word in self._by_stump.get(stump, ())}
        close = sorted(word for word in near if word[0] == token[0] and _one_slip(token, word))
        return close[0] if close else token

    def _is_real(self, token: str) -> bool:
        return token in self._known or token in REAL_WORDS or self._begins_with_known(token)

    def _begins_with_known(self, token: str) -> bool:
        """So "smelling" already holds "smell": endings are the lexicon's business."""
        return any(token[:end] in self._known for end in range(SHORTEST_REPAIRED, len(token)))


def _stumps(word: str) -> set[str]:
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _one_slip(a: str, b: str) -> bool:
    """One letter more, less, other, or two neighbours swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next(
        (at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    rest_a, rest_b = a[start:], b[start:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return swapped or rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]
