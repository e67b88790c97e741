"""What many ask for one by one is looked up together, and what is wrong with one is that one's alone."""

import asyncio
import threading
from collections.abc import Sequence

from form_api.gathering import Gathering


def found_by(gathering: Gathering[str], *keys: str) -> list[object]:
    """What each is told who asks at one time; in the place of an answer what was raised."""

    async def ask() -> list[object]:
        return list(await asyncio.gather(*map(gathering.find, keys), return_exceptions=True))

    return asyncio.run(ask())


def test_who_asks_together_is_answered_together() -> None:
    """One look-up for all, two that ask for the same included; what is not there is None."""
    asked: list[Sequence[str]] = []

    def look_up(keys: Sequence[str]) -> dict[str, str]:
        asked.append(keys)
        return {key: key.upper() for key in keys if key != "c"}

    assert found_by(Gathering(look_up), "a", "b", "a", "c") == ["A", "B", "A", None]
    assert asked == [["a", "b", "c"]]


def test_who_asks_meanwhile_is_in_the_next_one() -> None:
    """Nobody is told what was looked up before he asked."""
    asked: list[Sequence[str]] = []
    goes_on = threading.Event()

    def look_up(keys: Sequence[str]) -> dict[str, str]:
        asked.append(keys)
        goes_on.wait()
        return dict.fromkeys(keys, str(len(asked)))

    async def ask() -> list[str | None]:
        gathering = Gathering(look_up)
        first = asyncio.ensure_future(gathering.find("a"))
        while not asked:
            await asyncio.sleep(0)
        later = [asyncio.ensure_future(gathering.find(key)) for key in ("a", "b")]
        await asyncio.sleep(0)
        goes_on.set()
        return [await answer for answer in (first, *later)]

    assert asyncio.run(ask()) == ["1", "2", "2"]


def test_one_that_fails_keeps_nothing_from_the_others() -> None:
    """As a question that no key opens: it is told so, and the others are carried."""

    def look_up(keys: Sequence[str]) -> dict[str, str]:
        if "b" in keys:
            raise ValueError("no key opens it")
        return {key: key for key in keys}

    told = found_by(Gathering(look_up), "a", "b", "c")
    assert (told[0], told[2]) == ("a", "c")
    assert isinstance(told[1], ValueError)
