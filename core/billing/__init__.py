"""Billing: what was done is charged, and what was paid is counted; a cent never vanishes."""
