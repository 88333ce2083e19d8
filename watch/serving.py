"""What the web server does at its start, given to gunicorn as `--config python:watch.serving`.

Looking through every object for rings of garbage takes a process of this size a tenth of a second, in which it answers
nobody. What is loaded at the start lives as long as the process and need not be looked through; of what comes later
almost everything goes with its last reference, so that looking seldom costs little memory.
"""

from __future__ import annotations

import gc

# New objects before the young are looked at; looks at the young before the older; at the older before all.
SELDOM = (50_000, 20, 100)


def collect_seldom() -> None:
    """Leave what is loaded out of every later look for rings, and look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def post_worker_init(_worker: object) -> None:
    """Gunicorn calls this in each web process when its application is loaded."""
    collect_seldom()
