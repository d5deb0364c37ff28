"""What the machine did while something was measured: figures mean little where others use it too."""

import os
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path

REFERENCE = 2_000_000


def reference() -> float:
    """Return the seconds that a fixed piece of work takes now."""
    began = time.perf_counter()
    total = 0
    for number in range(REFERENCE):
        total ^= number
    return time.perf_counter() - began


def _used(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _busy() -> float:
    """Return the seconds that the cores have worked since the machine started, as far as the system tells."""
    told = Path("/proc/stat")
    if not told.is_file():
        return 0.0
    user, nice, system, _idle, _wait, irq, soft, *_ = map(int, told.read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


@dataclass
class Machine:
    """The machine from now on."""

    load: float = field(default_factory=lambda: os.getloadavg()[0])
    before: float = field(default_factory=reference)
    began: float = field(default_factory=time.monotonic)
    busy: float = field(default_factory=_busy)
    own: float = field(default_factory=lambda: _used(resource.RUSAGE_SELF))
    children: float = field(default_factory=lambda: _used(resource.RUSAGE_CHILDREN))

    def told(self) -> str:
        """Say what it did, once all that was started is over."""
        seconds = time.monotonic() - self.began
        busy = _busy() - self.busy
        own = _used(resource.RUSAGE_SELF) - self.own
        children = _used(resource.RUSAGE_CHILDREN) - self.children
        return (
            f"  {os.cpu_count()} cores, {seconds:.0f} s: server and workers used {children:.0f} s of them, "
            f"these visitors {own:.0f} s, others {max(0.0, busy - own - children):.0f} s\n"
            f"  load average {self.load:.1f} before and {os.getloadavg()[0]:.1f} after; "
            f"the same work took {self.before:.3f} s before and {reference():.3f} s after"
        )
