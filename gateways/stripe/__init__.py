"""Stripe: cards by hosted checkout. A card number never comes near this house."""
