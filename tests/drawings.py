"""Draws the states of jobs, payment plans and messages from the rules themselves.

`python -m tests.drawings` writes docs/states.md.
"""

from __future__ import annotations

from pathlib import Path

from core.billing.model.plan import PLAN_MOVES
from core.jobs.lifecycle import ALLOWED, NEVER_BY_HAND
from core.messaging.states import RANK, SETTLED
from core.messaging.wire import MessageState

TARGET = Path(__file__).parents[1] / "docs" / "states.md"


def drawn() -> str:
    """The whole page, made anew."""
    return "\n".join(
        [
            "# States",
            "",
            "Drawn from the rules by `python -m tests.drawings`; a test fails when this page is not what they say.",
            "",
            "## Categories of job status",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *_job_arrows(),
            "```",
            "",
            f"Never set by hand: {', '.join(sorted(NEVER_BY_HAND))}.",
            "",
            "## Payment plans",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *_plan_arrows(),
            "```",
            "",
            "Active and kept follow the money. Broken: money counted before the plan was agreed on was taken back, so"
            " that its instalments are not what is owed.",
            "",
            "## Messages out",
            "",
            "A state only gives way to one of a higher rank, in whatever order receipts arrive.",
            "",
            "| rank | state | settled |",
            "|---:|---|---|",
            *_message_rows(),
            "",
        ]
    )


def _job_arrows() -> list[str]:
    return [
        f"    {was} --> {wanted}" for was, allowed in ALLOWED.items() for wanted in sorted(allowed)
    ]


def _plan_arrows() -> list[str]:
    return [
        f"    {was} --> {wanted}" for was, moves in PLAN_MOVES.items() for wanted in sorted(moves)
    ]


def _message_rows() -> list[str]:
    ordered = sorted(
        (state for state in RANK if state is not MessageState.RECEIVED), key=lambda s: (RANK[s], s)
    )
    return [
        f"| {RANK[state]} | {state} | {'yes' if state in SETTLED else ''} |" for state in ordered
    ]


if __name__ == "__main__":
    TARGET.write_text(drawn(), encoding="utf-8")
