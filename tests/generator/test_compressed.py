"""compressed: `.gz` beside each text of the published site, always of that very text."""

import fcntl
import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.__main__ import main
from generator.compressed import WORK_NAME, compress


def published(folder: Path, name: str, **pages: str) -> Path:
    """A build as `build` lays it out, published at `site`."""
    built = folder / "site.builds" / name / "site"
    built.mkdir(parents=True)
    for page, text in pages.items():
        (built / f"{page}.html").write_text(text * 100, encoding="utf-8")
    (folder / "site").unlink(missing_ok=True)
    (folder / "site").symlink_to(built)
    return built


def test_each_text_has_its_compressed_file(tmp_path: Path) -> None:
    """Pictures and what is small already have none; equal pages give equal bytes."""
    built = published(tmp_path, "a", index="kantor ", other="kantor ")
    (built / "share.png").write_bytes(b"p" * 1000)
    (built / "feed.xml").write_bytes(b"<x/>")
    assert main(["compress", "--site-dir", str(tmp_path / "site")]) == 0
    packed = {path.name: path.read_bytes() for path in built.glob("*.gz")}
    assert set(packed) == {"index.html.gz", "other.html.gz"}
    assert gzip.decompress(packed["index.html.gz"]).decode() == "kantor " * 100
    assert packed["index.html.gz"] == packed["other.html.gz"]


def test_what_has_not_changed_is_taken_over(tmp_path: Path) -> None:
    """From the build before, as one file on disk under two names; what has changed is compressed anew."""
    before = published(tmp_path, "a", same="kantor ", new="lama ")
    compress(tmp_path / "site")
    after = published(tmp_path, "b", same="kantor ", new="baru ")
    assert compress(tmp_path / "site") == 2
    assert (after / "same.html.gz").samefile(before / "same.html.gz")
    assert gzip.decompress((after / "new.html.gz").read_bytes()).decode() == "baru " * 100


def test_what_can_not_be_taken_over_is_compressed_anew(tmp_path: Path) -> None:
    """A build on another disk, or of another user, whose files Linux lets nobody else give a second name."""
    with TemporaryDirectory(dir="/dev/shm") as elsewhere:
        before = published(Path(elsewhere), "a", same="kantor ")
        compress(Path(elsewhere) / "site")
        after = published(tmp_path, "b", same="kantor ")
        (tmp_path / "site.builds" / "a").symlink_to(before.parent)
        assert compress(tmp_path / "site") == 1
    assert gzip.decompress((after / "same.html.gz").read_bytes()).decode() == "kantor " * 100


@pytest.mark.parametrize("spoiled", [b"", b"\x1f\x8b", gzip.compress(b"lain", mtime=0), b"tidak"])
def test_a_spoiled_file_is_made_anew(tmp_path: Path, spoiled: bytes) -> None:
    """Half written where the power went, or of another text: no visitor gets it twice."""
    built = published(tmp_path, "a", index="kantor ")
    (built / "index.html.gz").write_bytes(spoiled)
    compress(tmp_path / "site")
    assert gzip.decompress((built / "index.html.gz").read_bytes()).decode() == "kantor " * 100


def test_without_a_site_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1."""
    assert main(["compress", "--site-dir", str(tmp_path / "site")]) == 1
    assert "python -m generator build" in capsys.readouterr().err


def test_no_half_file_stands_among_the_pages(tmp_path: Path) -> None:
    """A command that ends between writing and naming leaves what it wrote where no visitor and no build meets it."""
    built = published(tmp_path, "a", index="kantor ")
    (built / "index.html.gz").mkdir()  # nothing can have that name now
    with pytest.raises(IsADirectoryError):
        compress(tmp_path / "site")
    assert {path.name for path in built.iterdir()} == {"index.html", "index.html.gz"}


def test_no_build_changes_what_is_being_compressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that a build replaced meanwhile would stand beside the compressed form of the old one."""
    published(tmp_path, "a", index="kantor ", other="lain ")
    waits: list[bool] = []

    def tried(content: bytes, **given: int) -> bytes:
        with (tmp_path / "site.builds" / ".lock").open("w") as lock, suppress(BlockingIOError):
            waits.append(True)
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            waits[-1] = False
        return zipped(content, **given)

    zipped = gzip.compress
    monkeypatch.setattr(gzip, "compress", tried)
    compress(tmp_path / "site")
    assert waits == [True, True]


def test_what_was_looked_into_is_known_by_its_time(tmp_path: Path) -> None:
    """It is the page's own, which web servers tell of both; what somebody writes into it later has another."""
    built = published(tmp_path, "a", index="kantor ")
    compress(tmp_path / "site")
    page, packed = built / "index.html", built / "index.html.gz"
    assert packed.stat().st_mtime_ns == page.stat().st_mtime_ns
    packed.write_bytes(b"")
    compress(tmp_path / "site")
    assert gzip.decompress(packed.read_bytes()).decode() == "kantor " * 100


def test_an_edit_of_one_page_looks_into_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A government has thirty thousand."""
    built = published(tmp_path, "a", index="kantor ", other="lama ")
    compress(tmp_path / "site")
    (built / "other.html").write_text("baru " * 100, encoding="utf-8")
    read = list[bytes]()

    def summed(content: bytes, crc32: Callable[[bytes], int] = zlib.crc32) -> int:
        read.append(content)
        return crc32(content)

    monkeypatch.setattr(zlib, "crc32", summed)
    assert compress(tmp_path / "site") == 2
    assert {content[:4] for content in read} == {b"baru"}
    assert gzip.decompress((built / "other.html.gz").read_bytes()).decode() == "baru " * 100


def test_two_processes_compress_as_one_does(tmp_path: Path) -> None:
    """And clear away what a killed one left."""
    pages = {f"page-{number}": f"kantor {number} " for number in range(250)}
    alone, together = (published(tmp_path / name, "a", **pages) for name in ("one", "two"))
    (together.parent / f"{WORK_NAME}-1").touch()
    assert compress(tmp_path / "one" / "site") == compress(tmp_path / "two" / "site", processes=2) == 250
    assert {path.name: path.read_bytes() for path in alone.iterdir()} == {
        path.name: path.read_bytes() for path in together.iterdir()
    }
    assert [path.name for path in together.parent.iterdir()] == ["site"]
