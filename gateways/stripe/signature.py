"""Whether a notice truly came from Stripe. Light: the web process imports this alone."""

from __future__ import annotations


def verify_stripe(content: bytes, header: str, secret: str) -> bool:
    """Whether the secret made this `Stripe-Signature` over the raw bytes, five minutes ago at most.

    Source: Stripe, "Check the webhook signatures". A repeat of theirs is signed anew; ours are known by event id.
    """
    if not header or not secret:
        return False
    # The SDK takes memory that a web process which takes no cards has a better use for.
    import stripe

    try:
        stripe.WebhookSignature.verify_header(
            content, header, secret, stripe.Webhook.DEFAULT_TOLERANCE
        )
    except (stripe.SignatureVerificationError, ValueError, IndexError, OverflowError, TypeError):
        return False
    return True
