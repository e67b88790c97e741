"""site: built beside, inspected, published with one rename."""

import dataclasses
from pathlib import Path

import pytest

from generator import renderer, site
from generator.__main__ import main
from generator.directory import Directory, Reading
from generator.inspection import RefusedSiteError
from tests.building import FOUNDING_DAY, ROOT, plain


def build(directory: Directory, folder: Path) -> None:
    site.build(Reading(directory, ()), FOUNDING_DAY, folder, say=lambda _line: None)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_equal_input_gives_equal_bytes(built_site: Path, pasuruan: Directory, tmp_path: Path) -> None:
    """Rule 9 of the hours, through the renderer to the last file."""
    build(pasuruan, tmp_path / "again")
    assert snapshot(tmp_path / "again") == snapshot(built_site)


def test_a_bad_file_leaves_the_published_site_as_it_was(pasuruan: Directory, tmp_path: Path) -> None:
    """Exit 1, every problem told, and the visitors see what they saw."""
    build(pasuruan, tmp_path / "site")
    before, target = snapshot(tmp_path / "site"), (tmp_path / "site").readlink()
    (tmp_path / "contacts.yml").write_text("version: 1\nsite: {}\n", encoding="utf-8")
    assert main(["build", "--contacts", str(tmp_path / "contacts.yml"), "--site-dir", str(tmp_path / "site")]) == 1
    assert (snapshot(tmp_path / "site"), (tmp_path / "site").readlink()) == (before, target)


def test_a_site_with_a_fault_is_not_published(pasuruan: Directory, tmp_path: Path) -> None:
    """A desk's mailbox in a text is found by the inspection, after rendering and before the switch."""
    build(pasuruan, tmp_path / "site")
    before = snapshot(tmp_path / "site")
    service = dataclasses.replace(pasuruan.services["jht"], description=plain("Tulis ke jht@pasuruan.example"))
    changed = dataclasses.replace(pasuruan, services={**pasuruan.services, "jht": service})
    with pytest.raises(RefusedSiteError, match=r"layanan/jht/index\.html: tells a desk's mailbox"):
        build(changed, tmp_path / "site")
    assert snapshot(tmp_path / "site") == before
    assert len(builds(tmp_path)) == 1


def builds(folder: Path) -> list[Path]:
    return [path for path in (folder / "site.builds").iterdir() if path.is_dir()]


def test_the_build_before_stays_for_a_way_back(pasuruan: Directory, tmp_path: Path) -> None:
    """After three builds two are kept: the published one and the one before."""
    for _ in range(3):
        before = (tmp_path / "site").readlink() if (tmp_path / "site").exists() else Path()
        build(pasuruan, tmp_path / "site")
    assert len(builds(tmp_path)) == 2
    assert (tmp_path / before / "index.html").exists()


@pytest.mark.parametrize(
    ("url", "told"), [("https://LOKET.pasuruan.example/baru", True), ("https://dinas.example", False)]
)
def test_what_was_told_at_another_address_is_not_called_off(
    url: str, told: bool, pasuruan: Directory, tmp_path: Path
) -> None:
    """The first site of an office built over the one that Loket comes with: nobody there subscribed to that."""
    build(pasuruan, tmp_path / "site")
    moved = dataclasses.replace(pasuruan, site=dataclasses.replace(pasuruan.site, url=url), closures={})
    build(moved, tmp_path / "site")
    cancelled = (tmp_path / "site" / "calendar.ics").read_text(encoding="utf-8").count("STATUS:CANCELLED")
    assert (cancelled > 0) == told


def test_a_build_that_died_is_never_the_way_back(pasuruan: Directory, tmp_path: Path) -> None:
    """The wreck of a killed build goes; the site that was published before stays."""
    build(pasuruan, tmp_path / "site")
    before = (tmp_path / "site").readlink()
    (tmp_path / "site.builds" / "20990101T0000-wreck" / "pages").mkdir(parents=True)
    build(pasuruan, tmp_path / "site")
    assert {path.name for path in builds(tmp_path)} == {
        before.parent.name,
        (tmp_path / "site").readlink().parent.name,
    }


def test_an_old_build_that_stays_keeps_no_new_one_back(pasuruan: Directory, tmp_path: Path) -> None:
    """As of root, who built by hand once: the site is published, and what could not be removed is told."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site.builds").mkdir()
    (tmp_path / "site.builds" / "20200101T0000-link").symlink_to(tmp_path / "elsewhere")
    said: list[str] = []
    site.build(Reading(pasuruan, ()), FOUNDING_DAY, tmp_path / "site", say=said.append)
    assert (tmp_path / "site" / "index.html").exists()
    assert [line for line in said if "20200101T0000-link stays" in line]


def test_a_site_is_ours_by_whatever_way_it_is_named(pasuruan: Directory, tmp_path: Path) -> None:
    """Through the folder above, as in `../site`, and through a link to the folder in which it lies."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for way in ("real", "link", "real/../real"):
        build(pasuruan, tmp_path / way / "site")
    assert len(list((tmp_path / "real" / "site.builds").glob("*/site"))) == 2


def test_a_link_to_foreign_files_is_not_ours(pasuruan: Directory, tmp_path: Path) -> None:
    """A symlink that leads elsewhere than to our builds stays as it is."""
    (tmp_path / "own").mkdir()
    (tmp_path / "site").symlink_to("own")
    with pytest.raises(site.SiteFolderError, match="site_of_others"):
        build(pasuruan, tmp_path / "site")
    assert (tmp_path / "site").readlink() == Path("own")


def test_a_folder_that_loket_did_not_make_is_never_replaced(pasuruan: Directory, tmp_path: Path) -> None:
    """Somebody's files are worth more than a site; an empty folder is taken."""
    (tmp_path / "site").mkdir()
    build(pasuruan, tmp_path / "site")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(site.SiteFolderError, match="site_of_others"):
        build(pasuruan, tmp_path / "own")


def test_a_warning_of_the_renderer_is_an_error(tmp_path: Path) -> None:
    """mkdocs 1.6.1 with --strict: the page is rejected, and its text says why."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.md").write_text("[x](nowhere.md)", encoding="utf-8")
    with pytest.raises(renderer.RenderingError, match=r"nowhere\.md"):
        renderer.begin(tmp_path / "pages", tmp_path / "site", FOUNDING_DAY).finish()


def test_another_user_may_read_the_site(built_site: Path) -> None:
    """A web server runs as somebody else."""
    folder = built_site.resolve()
    assert all(path.stat().st_mode & 0o005 == 0o005 for path in (folder, folder.parent))
    assert all(path.stat().st_mode & 0o004 for path in folder.rglob("*"))


def test_the_command_builds_from_any_folder_of_the_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`build` says how many pages it published, and writes nothing to stdout."""
    assert main(["build", "--now", "2020-03-24T10:00+07:00", "--site-dir", str(tmp_path / "D")]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert f"43 halaman di {tmp_path / 'D'}" in said.err
    assert (tmp_path / "D" / "layanan" / "pbb-p2" / "index.html").exists()
    assert ROOT.exists()
