"""Acts on what managers decide by mail. The trade checks every limit again; the flow only chose the words."""

from __future__ import annotations

from bot import steps
from bot.acts.scene import Scene
from bot.reading.property_manager import Verdict
from core.errors import Refused
from core.jobs.actions.approvals import approve, decline, hold
from core.jobs.actions.purchase_orders import set_purchase_order
from core.jobs.model import ApprovalRequest, DecidedHow
from core.messaging.wire import Channel


def decide(scene: Scene, step: steps.DecideApproval) -> None:
    """Write the decision down in their name. Refused for one nobody vouches for, whatever the flow thought."""
    if not scene.message.proven_sender or scene.conversation.channel is not Channel.EMAIL:
        raise Refused("Nobody vouches for who sent this; it decides nothing.")
    request = _settle(scene, step)
    scene.message.job_id = request.job_id


def _settle(scene: Scene, step: steps.DecideApproval) -> ApprovalRequest:
    session, actor, how = scene.session, scene.known.actor, DecidedHow.EMAIL
    match step.verdict:
        case Verdict.APPROVES:
            cents = step.amount_cents
            return approve(
                session, step.request_id, amount_cents=cents, how=how, words=step.words, actor=actor
            )
        case Verdict.DECLINES:
            return decline(session, step.request_id, how=how, words=step.words, actor=actor)
        case Verdict.HOLDS:
            return hold(session, step.request_id, how=how, words=step.words, actor=actor)
        case Verdict.DOUBTFUL:
            raise Refused("A go-ahead that is not plain decides nothing.")


def write_purchase_order(scene: Scene, step: steps.WritePurchaseOrder) -> None:
    """Keep the PO number with the job."""
    actor = scene.known.actor
    job = set_purchase_order(
        scene.session, step.job_id, step.po_number, words=step.words, actor=actor
    )
    scene.message.job_id = job.id
