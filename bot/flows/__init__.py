"""One file a kind of talk. A flow turns words and context into a Decision; flows know nothing of
each other.
"""
