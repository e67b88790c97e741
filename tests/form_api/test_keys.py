"""The secret and the key of an installation: made once, kept for its user alone, missed loudly."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from form_api.keys import KEY_FILE, SECRET_FILE, KeyFileError, sealer_of, secret_of
from form_api.settings import read_settings

NOTHING = read_settings({})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_both_are_made_where_there_are_none(folder: Path) -> None:
    """And found again at the next start."""
    secret, sealed = secret_of(NOTHING).reveal(), sealer_of(NOTHING).seal(b"x")
    assert secret_of(NOTHING).reveal() == secret
    assert sealer_of(NOTHING).unseal(sealed) == b"x"


def test_nobody_else_may_read_them() -> None:
    """Mode 600, in a folder of mode 700."""
    secret_of(NOTHING)
    sealer_of(NOTHING)
    assert [file.stat().st_mode & 0o777 for file in (SECRET_FILE, KEY_FILE, KEY_FILE.parent)] == [0o600, 0o600, 0o700]


def test_what_others_may_read_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """A file that came from elsewhere with rights for everybody is used, and an operator learns of it each time."""
    sealer_of(NOTHING)
    KEY_FILE.chmod(0o640)
    sealer_of(NOTHING)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["readable-by-others file=var/key"]


def test_the_settings_come_first() -> None:
    """Then no file is made."""
    given = read_settings({"FORM_API_SECRET": "s" * 16, "FORM_API_KEY": "b" * 43 + "="})
    assert secret_of(given).reveal() == "s" * 16
    sealer_of(given)
    assert not KEY_FILE.parent.exists()


def test_processes_that_start_together_have_one_key() -> None:
    """Whoever makes it first makes it for all."""
    with ThreadPoolExecutor(8) as threads:
        sealers = list(threads.map(lambda _number: sealer_of(NOTHING), range(8)))
    assert {sealer.unseal(sealers[0].seal(b"x")) for sealer in sealers} == {b"x"}


@pytest.mark.parametrize("text", ["", "pendek", "\0" * 44])
def test_a_file_that_holds_no_key_is_told(text: str) -> None:
    """With what to do; nothing is overwritten, since what it sealed would be lost with it."""
    KEY_FILE.parent.mkdir()
    KEY_FILE.write_text(text, encoding="utf-8")
    with pytest.raises(KeyFileError, match="backup"):
        sealer_of(NOTHING)
    assert KEY_FILE.read_text(encoding="utf-8") == text


def test_a_file_that_holds_no_secret_is_told() -> None:
    """An empty one signs nothing."""
    SECRET_FILE.parent.mkdir()
    SECRET_FILE.touch()
    with pytest.raises(KeyFileError, match="holds no secret"):
        secret_of(NOTHING)
