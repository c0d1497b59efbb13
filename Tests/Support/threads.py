"""Many threads that begin at the same moment."""
import threading
from collections.abc import Callable
from typing import Any


def together(count: int, work: Callable[[], Any]) -> list[Any]:
    """What `work` returned in each of `count` threads; what one of them raised is raised."""
    barrier = threading.Barrier(count)
    results: list[Any] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            barrier.wait(timeout=60)
            results.append(work())
        except BaseException as error:  # raised again below
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
