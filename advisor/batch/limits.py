"""Limits on what one report may use, so that one that never ends, or eats all memory, costs its row alone.

They are the system’s own, and hold inside libraries too. Windows has none of them.
"""

import contextlib
import math
import sys
from collections.abc import Iterator

MEGABYTE = 1024 * 1024


def limit_memory(megabytes: int) -> None:
    """Limit the memory of this process for good; what is asked for beyond it raises MemoryError."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has no such module

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes:
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, hard))


@contextlib.contextmanager
def limited_time(seconds: int) -> Iterator[None]:
    """End this process (SIGXCPU) where what is done here takes more processor time than this."""
    if sys.platform == "win32" or not seconds:
        yield
        return
    import resource  # noqa: PLC0415 - Windows has no such module

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = math.ceil(used.ru_utime + used.ru_stime) + seconds
    try:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
        yield
    finally:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
