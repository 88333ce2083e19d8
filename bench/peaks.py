"""How much memory processes have held at most, by the kernel's own high-water mark. Refuses systems without /proc."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import psutil

PROC = Path("/proc")
KILOBYTES_A_MEGABYTE = 1024


class NoPeaks(Exception):
    """This system does not tell a process's peak memory the way we read it."""


def need_peaks() -> None:
    """Raise NoPeaks early, before minutes of measuring, where peaks cannot be read."""
    if not (PROC / "self" / "status").exists():
        raise NoPeaks("The benchmark needs Linux: peak memory is read from /proc.")


def peak_megabytes(pid: int) -> float:
    """The most a process has held since its start. Raises NoPeaks when it has ended."""
    try:
        words = (PROC / str(pid) / "status").read_text()
    except OSError as error:
        raise NoPeaks(f"Process {pid} has ended before it was measured.") from error
    return high_water(words)


def high_water(status: str) -> float:
    """The VmHWM line of a /proc status file, in MB."""
    for line in status.splitlines():
        name, _, value = line.partition(":")
        if name == "VmHWM":
            return int(value.split()[0]) / KILOBYTES_A_MEGABYTE
    raise NoPeaks("The status file has no VmHWM line.")


def peaks_of(pids: Mapping[str, int]) -> dict[str, float]:
    """The peak of each named process, or of the largest of its children where those do the work."""
    return {name: round(max(map(peak_megabytes, _family(pid))), 1) for name, pid in pids.items()}


def _family(pid: int) -> list[int]:
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
