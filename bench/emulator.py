"""A process of its own for the carrier emulator: what both sides of the telling send to. Keeps no journal."""

from __future__ import annotations

import os
from dataclasses import replace

from sandbox.carrier.serve import serve
from sandbox.ground import emulator_settings, lay_ground, this_folder

# Four send workers' posts may all wait for a slow carrier, and somebody must still be able to count.
THREADS = 160


def main() -> None:
    """Serve until a signal ends the process."""
    folder = this_folder(os.environ)
    ground = lay_ground(os.environ, folder)
    serve(
        replace(emulator_settings(ground, folder), journal=None),
        ground.sandbox_port,
        threads=THREADS,
    )


if __name__ == "__main__":
    main()
