"""Queue numbers: none twice, none left out, none above the limit, whoever takes them, and whoever is killed."""

import multiprocessing
import os
import signal
from collections import defaultdict
from datetime import date
from functools import partial
from multiprocessing.process import BaseProcess

from form_api.outbox import Outbox
from tests.form_api.outbox.conftest import Open
from tests.form_api.questions import REFERENCE, SEALER
from tests.form_api.submissions import DAY, claim, queue, standing, submit
from tests.waiting import wait_for

LIMIT, EACH, PROCESSES = 70, 250, 4


def numbers(outbox: Outbox) -> dict[date, list[int]]:
    """Those that were given, by day."""
    given: defaultdict[date, list[int]] = defaultdict(list)
    for entry in outbox.all():
        if entry.submission:
            given[entry.submission.day].append(entry.submission.number)
    return {day: sorted(of_day) for day, of_day in given.items()}


def test_the_first_is_number_one_of_the_first_day(outbox: Outbox) -> None:
    """A submission has its place as soon as it is stored."""
    submit(outbox)
    assert (standing(outbox).day, standing(outbox).number) == (date(2020, 3, 24), 1)


def test_a_full_day_is_followed_by_the_next(outbox: Outbox) -> None:
    """Above the limit nobody is turned away: the next day has room."""
    for number in range(5):
        submit(outbox, claim(message=str(number)), reference=f"r{number}", places=queue(2))
    assert numbers(outbox) == {date(2020, 3, 24) + n * DAY: each for n, each in enumerate([[1, 2], [1, 2], [1]])}


def test_a_higher_limit_fills_the_day_up(outbox: Outbox) -> None:
    """Where the office takes more a day, the first day has room again."""
    for number, limit in enumerate([1, 1, 3]):
        submit(outbox, claim(message=str(number)), reference=f"r{number}", places=queue(limit))
    assert numbers(outbox) == {date(2020, 3, 24): [1, 2], date(2020, 3, 25): [1]}


def test_each_service_has_its_own_queue(outbox: Outbox) -> None:
    """Number 1 of one service is not number 1 of another."""
    for service in ("klaim", "lain"):
        submit(outbox, claim(message=service), reference=service, places=queue(service=service))
    assert [standing(outbox, each).number for each in ("klaim", "lain")] == [1, 1]


def test_the_same_submission_again_takes_no_number(outbox: Outbox) -> None:
    """A double click is one place in the queue."""
    assert submit(outbox) == submit(outbox, reference="second") == REFERENCE
    submit(outbox, claim(message="lain"), reference="third")
    assert standing(outbox, "third").number == 2


def crowd(url: str, name: str) -> None:
    """One process of a server under load."""
    outbox = Outbox(url, SEALER, busy_seconds=60)
    for number in range(EACH):
        reference = f"{name}-{number}"
        submit(outbox, claim(message=reference), reference=reference, places=queue(LIMIT))
    outbox.close()


def is_beyond(outbox: Outbox, number: int) -> bool:
    return len(outbox.all()) > number


def started(url: str) -> list[BaseProcess]:
    fresh = multiprocessing.get_context("spawn")
    processes = [fresh.Process(target=crowd, args=(url, f"p{number}")) for number in range(PROCESSES)]
    for process in processes:
        process.start()
    return list(processes)


def test_a_thousand_at_once_from_several_processes(url: str, outbox: Outbox) -> None:
    """1 to n on each day, no gap, none twice, none above the limit."""
    for process in started(url):
        process.join(120)
        assert process.exitcode == 0
    given = numbers(outbox)
    whole_days, rest = divmod(EACH * PROCESSES, LIMIT)
    assert [len(given[day]) for day in sorted(given)] == [LIMIT] * whole_days + [rest]
    assert all(of_day == list(range(1, len(of_day) + 1)) for of_day in given.values())


def test_a_killed_process_leaves_no_gap(url: str, opened: Open) -> None:
    """Whatever it was at: its number is given with its submission, or it is free."""
    outbox, processes = opened(), started(url)
    for process, after in zip(processes, (20, 60), strict=False):
        wait_for(partial(is_beyond, outbox, after), "some submissions")
        os.kill(process.pid or 0, signal.SIGKILL)
    for process in processes:
        process.join(120)
    given = numbers(outbox)
    assert sum(map(len, given.values())) == len(outbox.all()) >= EACH * (PROCESSES - 2)
    assert all(of_day == list(range(1, len(of_day) + 1)) for of_day in given.values())
    assert [len(given[day]) for day in sorted(given)][:-1] == [LIMIT] * (len(given) - 1)
