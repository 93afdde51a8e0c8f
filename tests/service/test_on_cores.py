"""Work on every core: a worker ends after so many items, and no result is lost or out of order."""

from tests.cli.running import python

COUNT = """
import os, sys, time
sys.modules["numpy"] = None
import rechallenge.service.on_cores as cores

cores._cores = lambda: 2

def work(item):
    time.sleep(0.05)
    return item, os.getpid()

job = cores.Job(work, None, None, fewest=1, renewed_after={renewed_after})
done = list(cores.results(job, range(9)))
assert [item for item, _process in done] == list(range(9))
processes = [process for _item, process in done]
print(len(set(processes)), max(processes.count(one) for one in processes))
"""


def test_a_worker_ends_after_so_many_items_and_another_goes_on() -> None:
    """Nine items, at most two for a worker: at least five workers."""
    workers, most = map(int, python("-c", COUNT.format(renewed_after=2)).out.split())
    assert (workers >= 5, most) == (True, 2)
    workers, _most = map(int, python("-c", COUNT.format(renewed_after=None)).out.split())
    assert workers == 2
