"""Verbs of messaging, by idea: inbox, threads, queueing, delivery, receipts, consent."""
