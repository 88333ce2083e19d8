"""The books at full size: 10,000 random deeds by 16 hands at once, no law broken. Run by `make prove-books`."""

from __future__ import annotations

import sys
import time

import click

from tests.core.billing.hands import HANDS, play
from tests.servers import TestServers, cloned_database

STEPS = 10_000


@click.command()
@click.option("--steps", default=STEPS, show_default=True, help="How many deeds.")
@click.option("--seed", default=0, show_default=True, help="Which random choices.")
def main(steps: int, seed: int) -> None:
    """Play, and fail with the law that was broken."""
    servers = TestServers()
    try:
        with cloned_database(servers.ensure(), "fixline_books") as database:
            began = time.monotonic()
            played = play(database, steps=steps, seed=seed)
            seconds = time.monotonic() - began
    finally:
        servers.stop()
    for name, times in sorted(played.done.items()):
        click.echo(f"{times:7d}  {name}")
    click.echo(f"{played.refused.total():7d}  refused")
    click.echo(f"{played.steps} steps by {HANDS} hands in {seconds:.0f} s: no law broken.")


if __name__ == "__main__":
    sys.exit(main())
