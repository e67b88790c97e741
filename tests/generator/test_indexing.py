"""indexing: the index of the search comes into a folder apart from the pages."""

from pathlib import Path

from generator.directory import Directory, language
from generator.indexing import put_index
from generator.search import Entry, search_files, search_of

MANY = [
    Entry(f"{number}/", f"Layanan {number} {number * 7}", "Kantor", (f"Layanan {number}",), ())
    for number in range(1500)
]


def index(*more: str) -> dict[str, str]:
    """In pieces, with a service more for each word."""
    told = [Entry(f"{word}/", word, "Kantor", (word,), ()) for word in more]
    return dict(search_files([*MANY, *told], language("id")).files)


def there(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_a_folder_has_the_newest_index_alone(tmp_path: Path) -> None:
    """And of the older one nothing, also not what was compressed."""
    put_index(tmp_path, index())
    for name in index():
        (tmp_path / f"{name}.gz").write_text("packed", encoding="utf-8")
    put_index(tmp_path, index("Xilofon"))
    files = {name: text for name, text in there(tmp_path).items() if not name.endswith(".gz")}
    assert files == index("Xilofon")
    assert {name.removesuffix(".gz") for name in there(tmp_path)} == files.keys()


def test_what_is_there_is_not_written_again(tmp_path: Path) -> None:
    """An index that has not changed costs a look."""
    assert put_index(tmp_path, index()) == len(index()) > 10
    assert put_index(tmp_path, index()) == 0


def test_a_file_that_another_build_shares_stays_as_it_was(tmp_path: Path) -> None:
    """A site may be made of the files of the one before."""
    put_index(tmp_path / "one", index())
    (tmp_path / "two" / "search").mkdir(parents=True)
    (tmp_path / "two" / "search" / "id.json").hardlink_to(tmp_path / "one" / "search" / "id.json")
    put_index(tmp_path / "two", index("Xilofon"))
    assert there(tmp_path / "one") == index()
    assert there(tmp_path / "two") == index("Xilofon")


def test_pages_and_other_files_are_left_alone(tmp_path: Path) -> None:
    """The script of the search too."""
    others = {"index.html": "a", "assets/search.0123456789ab.js": "b", "assets/loket.css": "c"}
    (tmp_path / "assets").mkdir()
    for name, text in others.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    put_index(tmp_path, index())
    assert there(tmp_path) == index() | others


def test_a_built_site_has_the_index_of_each_language(built_site: Path, pasuruan: Directory) -> None:
    """Its search fields name it."""
    files = search_of(pasuruan)
    assert files.keys() == {"search/id.json", "search/en.json"}
    assert {name: (built_site / name).read_text(encoding="utf-8") for name in files} == files
    assert 'data-index="search/id.json"' in (built_site / "index.html").read_text(encoding="utf-8")
