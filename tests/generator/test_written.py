"""pages, for every directory that may be written: no crash, no dead link, no fault that would keep it from visitors."""

from typing import Any

from hypothesis import given

from generator.directory import private_mailboxes
from tests.building import at, good
from tests.generator.full import FULL
from tests.generator.good_files import as_yaml, good_files
from tests.generator.written import faults_of, faults_of_all, written


@given(good_files())
def test_every_good_file_becomes_a_site_without_a_fault(tree: dict[str, Any]) -> None:
    """Links lead to pages and files that are written, no mailbox is told, no id stands twice, data is sound."""
    directory = good(as_yaml(tree))
    files = written(directory, at("2005-06-01T10:00", directory.site.timezone))
    assert faults_of(files, private_mailboxes(directory)) == []


def test_a_directory_with_every_key_becomes_a_site_without_a_fault() -> None:
    """Also with a form that keeps hours, which is on the pages of services and nowhere else."""
    assert faults_of_all(good(FULL)) == []


def test_a_fault_in_a_page_is_found() -> None:
    """The frame around the pages here hides nothing from the inspection."""
    files = written(good(FULL))
    broken = files | {"index.md": files["index.md"].replace('href="layanan/ktp/"', 'href="layanan/kpt/"')}
    assert faults_of(broken) == ["index.html: links to 'layanan/kpt/', which is not there"]
    private = frozenset({"layanan@kantor.example"})
    assert "contacts.json: tells a desk's mailbox" in faults_of(files, private)
