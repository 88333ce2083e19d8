"""`make chaos`: a run under fire, told as it goes; one JSON object on the last line, and 1 when it was not clean."""

from __future__ import annotations

import argparse
import json
import secrets
import sys

import click

from tests.chaos.run import Options, run

MESSAGES, FAULTS, MINUTES = 10_000, 66, 10.0
SEEDS = 1_000_000


def main() -> int:
    """Run; 0 when nothing was lost and nothing came twice."""
    report = run(_options(), click.echo)
    click.echo(json.dumps(report.as_json()))
    return 0 if report.is_clean else 1


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(SEEDS))
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--faults", type=int, default=FAULTS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    given = parser.parse_args()
    return Options(given.seed, given.messages, given.faults, given.minutes)


if __name__ == "__main__":
    sys.exit(main())
