import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import pool
import pytest


@pytest.mark.parametrize(
    ("method", "function", "expected"), [("spawn", pool.spawned, 7), ("fork", pool.forked, 8), ("forkserver", pool.served, 3)]
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_pool(method, function, expected):
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        assert executor.submit(function, 4).result() == expected


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_fork():
    pid = os.fork()
    if pid == 0:
        pool.child(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 4
