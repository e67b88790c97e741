"""crew: work on every core, in the order of what is to be done."""

import os
import subprocess
import sys
import time

import pytest

from generator.crew import cores, spread
from tests.building import ROOT

AT_WORK = """
import os, time
from generator.crew import spread

def work(number):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(number)

list(spread(work, [600] * {count}, 2))
"""


def slowly(number: int) -> int:
    time.sleep(0.001 * (number % 3))
    return number


def by_whom(_number: int) -> int:
    time.sleep(0.01)
    return os.getpid()


@pytest.mark.parametrize("count", [2, 3, 9, 99])
def test_what_the_work_gives_comes_in_order(count: int) -> None:
    """Whoever is ready first."""
    assert list(spread(slowly, range(count), 3)) == list(range(count))


@pytest.mark.parametrize("count", [3, 9])
def test_of_little_work_this_process_does_some(count: int) -> None:
    """So that one copy less is made; and nobody has one waiting while it could do another."""
    found = list(spread(by_whom, range(count), 2))
    assert len({*found}) == 2
    assert os.getpid() in found


@pytest.mark.parametrize("numbers", [[1, 0], [0, 1], [*range(99)]])
def test_what_the_work_raises_is_raised(numbers: list[int]) -> None:
    """In a process of its own too."""
    with pytest.raises(ZeroDivisionError):
        list(spread(lambda number: 1 / number, numbers, 2))


def test_where_no_process_can_be_copied_there_is_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a computer of staff that runs something else than Linux: `check` works there too."""
    monkeypatch.delattr(os, "sched_getaffinity")
    assert cores() == 1


@pytest.mark.parametrize("count", [2, 99])
def test_nobody_goes_on_for_one_who_was_killed(count: int) -> None:
    """As when memory is short: they would wait for ever, and keep the lock for which each later build waits."""
    code = AT_WORK.format(count=count)
    command = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert command.stdout
    crew = {int(command.stdout.readline()) for _ in range(2)}
    command.kill()
    try:
        assert command.communicate(timeout=30)[0] == ""  # at its end only when nobody is left who could write there
    finally:
        for process in crew if sys.exc_info()[0] else ():
            os.kill(process, 9)
