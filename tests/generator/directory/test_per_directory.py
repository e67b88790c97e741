"""What is worked out of a directory is worked out once, and is never another directory's."""

from generator.directory import Directory, PerDirectory
from tests.form_api.questions import two_desks, with_files


def test_it_is_worked_out_once_for_each_directory() -> None:
    """A thousand questions ask for it; a changed contacts.yml is seen with the next one."""
    asked: list[Directory] = []

    def work_out(directory: Directory) -> int:
        asked.append(directory)
        return len(asked)

    count = PerDirectory(work_out)
    one, other = two_desks(), with_files()
    assert [count(one), count(one), count(other), count(other), count(one)] == [1, 1, 2, 2, 3]


def test_equal_directories_are_two() -> None:
    """Comparing thousands of services each time would cost more than it saves."""
    told = PerDirectory(id)
    one, other = two_desks(), two_desks()
    assert (told(one), told(other)) == (id(one), id(other))
