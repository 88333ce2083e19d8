"""How state machines are played against the real database: few and always the same games, unless asked to explore.

HYPOTHESIS_PROFILE=explore plays many new and longer ones.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

EXPLORING = os.environ.get("HYPOTHESIS_PROFILE") == "explore"
EXPLORING_GAMES, EXPLORING_STEPS = 200, 60


def play(machine: Callable[[], RuleBasedStateMachine], *, games: int, steps: int) -> None:
    """Play so many games of so many steps each, or the explorer's many. Raises what an invariant raises."""
    chosen = settings(
        max_examples=EXPLORING_GAMES if EXPLORING else games,
        stateful_step_count=EXPLORING_STEPS if EXPLORING else steps,
    )
    _run(machine, chosen)


def find_out(machine: Callable[[], RuleBasedStateMachine], *, games: int, steps: int) -> None:
    """A control: one of so many games must show what is wrong with this machine."""
    chosen = settings(
        max_examples=games,
        stateful_step_count=steps,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    with pytest.raises(AssertionError):
        _run(machine, chosen)


def _run(machine: Callable[[], RuleBasedStateMachine], chosen: settings) -> None:
    # Its documentation asks for a callable; only its annotation for a class.
    run_state_machine_as_test(machine, settings=chosen)  # type: ignore[arg-type]
