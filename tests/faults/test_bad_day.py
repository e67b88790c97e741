"""The load of a bad day in short; `make load` is the long form."""

import sys
from collections.abc import Iterator

import pytest

from tests.load.bad_day import SmallServer, small_server

SECONDS = 3


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallServer]:
    with small_server(tmp_path_factory.mktemp("bad-day")) as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("attacked", [False, True], ids=["crowd", "attackers"])
def test_a_bad_day_costs_nobody_an_answer(
    server: SmallServer, capsys: pytest.CaptureFixture[str], attacked: bool
) -> None:
    """A crowd on the site and at the form, then 1,300 connections that mean ill beside it: no error, nothing lost."""
    measured = server.measured(visitors=100, questions=25, seconds=SECONDS, attacked=attacked)
    with capsys.disabled():
        sys.stdout.write(f"\n{measured}\n")
    assert len(measured.visitors.seconds) == 100 * SECONDS
    assert len(measured.questions.references) == 25 * SECONDS
    assert measured.is_well, measured
    assert measured.connections >= (1300 if attacked else 0)
