"""watch: a change is noted once, when it has held still."""

import os
from itertools import groupby
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.preview.watch import Marks, Watch, files_under, marks

FILE = Path("contacts.yml")


def looks_of(states: list[int]) -> list[Marks]:
    """What is seen at each look; state 0 is a file that is not there."""
    return [{FILE: (state, 10, 1, 0o100644) if state else None} for state in states]


def noted(states: list[int]) -> list[Marks]:
    """What a watch says has changed, look by look."""
    looks = iter(looks_of(states))
    now: Marks = {}

    def look() -> Marks:
        nonlocal now
        now = next(looks)
        return now

    watch = Watch(look)
    return [now for _ in states[1:] if watch.has_changed()]


@given(st.lists(st.integers(0, 3), min_size=1))
def test_a_change_that_holds_still_is_noted_in_the_end(states: list[int]) -> None:
    """Whatever came before, the last state is known once it has been seen twice more."""
    final = looks_of(states)[-1]
    assert [*looks_of(states)[:1], *noted([*states, states[-1], states[-1]])][-1] == final


@given(st.lists(st.integers(0, 3), min_size=1))
def test_nothing_is_noted_twice_or_in_passing(states: list[int]) -> None:
    """Each note differs from the one before, and what was seen at one look alone is never noted."""
    told = noted(states)
    runs = [(state, len(list(run))) for state, run in groupby(states)]
    assert all(one != other for one, other in zip([*looks_of(states)[:1], *told], told, strict=False))
    assert all(look in [looks_of([state])[0] for state, times in runs if times > 1] for look in told)


def test_a_file_that_is_away_for_a_moment_has_not_changed() -> None:
    """Some editors take it away before they put the new one in its place."""
    assert noted([1, 0, 1, 1]) == []
    assert noted([1, 0, 2, 2, 2]) == looks_of([2])


def test_a_mark_tells_every_way_of_saving(tmp_path: Path) -> None:
    """Written over, replaced by a file of equal size and time, taken away, and made unreadable."""
    file, other = tmp_path / "contacts.yml", tmp_path / "other"
    seen = [marks([file])]
    for write in (lambda: file.write_text("a"), lambda: file.write_text("ab"), lambda: file.chmod(0)):
        write()
        seen.append(marks([file]))
    other.write_text("ab")
    other.chmod(0)
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    other.replace(file)
    seen.append(marks([file]))
    assert seen[0] == {file: None}
    assert all(one != later for number, one in enumerate(seen) for later in seen[number + 1 :])


def test_what_editors_keep_beside_a_file_is_not_looked_at(tmp_path: Path) -> None:
    """Drafts, locks and backups come and go while somebody types."""
    (tmp_path / "pages").mkdir()
    for name in ("home.html", ".home.html.swp", "home.html~", "#home.html#"):
        (tmp_path / "pages" / name).touch()
    assert list(files_under(tmp_path)) == [tmp_path / "pages" / "home.html"]
    assert list(files_under(tmp_path / "nowhere")) == []
