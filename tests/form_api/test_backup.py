"""Backups and restores as an operator makes them: what lies on disk, and everything that is refused."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.form_api.questions import REFERENCE, asked, put
from tests.form_api.test_main import database, environment, run
from tests.parts import program

OWN_KEYS = {"KEY": "", "SECRET": ""}
"""Made in var/."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one question in its outbox, sealed with the key in var/."""
    outbox = database(tmp_path)
    put(outbox, asked(), wants_reply=True)
    outbox.close()
    (tmp_path / "var" / "key").write_text("b" * 43 + "=", encoding="ascii")
    (tmp_path / "var" / "secret").write_text("rahasia-sekali-1234", encoding="ascii")
    return tmp_path


def backed_up(folder: Path, *arguments: str, **settings: str) -> Path:
    done = run(folder, "backup", "--to", "cadangan", *arguments, **OWN_KEYS | settings)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.strip()


def restored(folder: Path, backup: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "restore", str(backup), *arguments, **OWN_KEYS | settings)


def message(folder: Path) -> str:
    return run(folder, "outbox", "show", REFERENCE, **OWN_KEYS).stdout


def test_what_was_destroyed_is_back(folder: Path) -> None:
    """From a backup alone, on an empty machine: the question opens, and what may go out twice is named."""
    backup = backed_up(folder)
    shutil.rmtree(folder / "var")
    done = restored(folder, backup)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Restored 1 inquiries as they were at ")
    assert f"  {REFERENCE}  question\n" in done.stdout
    assert f"  {REFERENCE}  reply" in done.stdout
    assert asked().message in message(folder)


def test_a_backup_is_for_its_user_alone(folder: Path) -> None:
    """The folder of each 700 and its files 600, whatever was there before; the manifest names every other file."""
    (folder / "cadangan").mkdir(mode=0o755)
    backup = backed_up(folder)
    assert backup.stat().st_mode & 0o777 == 0o700
    modes = {path.name: path.stat().st_mode & 0o777 for path in backup.iterdir()}
    assert modes == dict.fromkeys(["key", "manifest.json", "outbox.db", "secret"], 0o600)
    manifest = json.loads((backup / "manifest.json").read_text())
    assert sorted(manifest["files"]) == ["key", "outbox.db", "secret"]
    assert (manifest["inquiries"], manifest["tables"]) == (1, "0003")


def test_the_keys_can_be_kept_apart(folder: Path) -> None:
    """Then a backup opens nothing by itself, and is restored only where they are."""
    backup = backed_up(folder, "--without-keys")
    assert {path.name for path in backup.iterdir()} == {"manifest.json", "outbox.db"}
    keys = shutil.move(folder / "var", folder / "aman")
    refused = restored(folder, backup)
    assert (refused.returncode, "made without keys. Bring back var/secret first" in refused.stderr) == (1, True)
    assert not (folder / "var").exists()
    (folder / "var").mkdir()
    for name in ("secret", "key"):
        shutil.copy(Path(keys) / name, folder / "var" / name)
    assert restored(folder, backup).returncode == 0
    assert asked().message in message(folder)


def test_what_the_settings_give_is_in_no_backup(folder: Path) -> None:
    """Whoever keeps key and secret in the environment has a place for them that is not the backup's."""
    backup = backed_up(folder, KEY="b" * 43 + "=", SECRET="rahasia-lain-1234")
    assert {path.name for path in backup.iterdir()} == {"manifest.json", "outbox.db"}
    shutil.rmtree(folder / "var")
    done = restored(folder, backup, KEY="b" * 43 + "=", SECRET="bukan-rahasia-itu")
    assert (done.returncode, "The secret is another one" in done.stdout) == (0, True)


def test_nothing_is_overwritten_unless_told(folder: Path) -> None:
    """Exit 1 with what is there; with --replace what came since is gone."""
    backup = backed_up(folder)
    outbox = database(folder)
    put(outbox, asked(message="Sesudahnya?"), reference="AAAA-AAAA")
    outbox.close()
    refused = restored(folder, backup)
    assert (refused.returncode, "holds 2 inquiries. Say --replace" in refused.stderr) == (1, True)
    assert "2 inquiries" in run(folder, "outbox", "list", **OWN_KEYS).stdout
    assert restored(folder, backup, "--replace").returncode == 0
    assert "1 inquiries" in run(folder, "outbox", "list", **OWN_KEYS).stdout


def left_by_a_killed_restore(folder: Path) -> Path:
    left = folder / "var" / ".loket-restore-x"
    left.mkdir(mode=0o700)
    (left / "outbox.db").write_bytes(b"Tulisan warga")
    return left


def test_what_a_killed_restore_left_is_swept(folder: Path) -> None:
    """By the next one, also where that is refused, and by whoever carries or takes questions."""
    backup = backed_up(folder)
    for arguments in (
        ["restore", str(backup)],
        ["restore", str(backup), "--replace"],
        ["serve", "--host", "203.0.113.1"],
    ):
        left = left_by_a_killed_restore(folder)
        run(folder, *arguments, **OWN_KEYS)
        assert not left.exists(), arguments


def test_what_a_restore_at_work_has_stays(folder: Path) -> None:
    """Who is alive holds it locked; only what nobody holds is swept."""
    backup, left = backed_up(folder), left_by_a_killed_restore(folder)
    descriptor = os.open(left, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    assert restored(folder, backup, "--replace").returncode == 0
    os.close(descriptor)
    assert left.exists()


def test_a_restore_has_its_copy_beside_the_store(folder: Path) -> None:
    """Where the next one finds what it left, on a disk that is meant for it; and nothing is left by one that ends."""
    backup = backed_up(folder)
    strace = [program("strace", "strace"), "-f", "-e", "trace=mkdir,mkdirat"]
    command = [*strace, sys.executable, "-m", "form_api", "restore", str(backup), "--replace"]
    done = subprocess.run(
        command, cwd=folder, env=environment(OWN_KEYS), capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "var/.loket-restore-" in done.stderr) == (0, True)
    assert not list((folder / "var").glob(".loket-restore-*"))


def test_another_key_is_kept_beside_it(folder: Path) -> None:
    """A service that was started too early has made its own: it gives way only when told to, and is not lost."""
    backup = backed_up(folder)
    shutil.rmtree(folder / "var")
    (folder / "var").mkdir()
    (folder / "var" / "key").write_text("c" * 43 + "=", encoding="ascii")
    assert "var/key is another one" in restored(folder, backup).stderr
    assert restored(folder, backup, "--replace").returncode == 0
    (aside,) = (folder / "var").glob("key.before-*")
    assert aside.read_text() == "c" * 43 + "="
    assert asked().message in message(folder)


def test_a_restore_that_is_refused_lays_no_key_back(folder: Path) -> None:
    """While the service is up its key stays as well: else it would start no more, though nothing was restored."""
    backup = backed_up(folder)
    key = folder / "var" / "key"
    key.write_text("c" * 43 + "=", encoding="ascii")
    with closing(database(folder)) as up:
        assert up.find(REFERENCE)
        refused = restored(folder, backup, "--replace")
    assert (refused.returncode, "stop them first" in refused.stderr) == (1, True)
    assert key.read_text() == "c" * 43 + "="


@pytest.mark.parametrize("name", ["outbox.db", "key", "secret"])
@pytest.mark.parametrize("how", ["cut", "gone"])
def test_a_damaged_backup_changes_nothing(folder: Path, name: str, how: str) -> None:
    """Exit 1 with the names of the files that are not what they were."""
    backup = backed_up(folder)
    shutil.rmtree(folder / "var")
    file = backup / name
    file.unlink() if how == "gone" else file.write_bytes(file.read_bytes()[:-1])
    done = restored(folder, backup)
    assert (done.returncode, f"is damaged: {name}." in done.stderr) == (1, True)
    assert not (folder / "var").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "files": {"../x": ""}}'])
def test_a_manifest_that_is_none_is_told(folder: Path, text: str) -> None:
    """Exit 1, whatever stands there, and without a trace."""
    backup = backed_up(folder)
    (backup / "manifest.json").write_text(text, encoding="ascii")
    done = restored(folder, backup, "--replace")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_no_file_outside_of_a_backup_is_read(folder: Path) -> None:
    """A manifest that was tampered with leads nowhere."""
    backup = backed_up(folder)
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"]["../../var/key"] = "0" * 64
    (backup / "manifest.json").write_text(json.dumps(manifest))
    assert "names what no backup holds" in restored(folder, backup, "--replace").stderr


def test_which_backup_is_meant_is_asked(folder: Path) -> None:
    """The folder of all of them is none of them: they are listed."""
    backup = backed_up(folder)
    done = restored(folder, folder / "cadangan", "--replace")
    assert (done.returncode, backup.name in done.stderr) == (1, True)


def test_the_newest_are_kept(folder: Path) -> None:
    """As many as asked for, and what a killed backup left is swept; what is not ours stays."""
    to = folder / "cadangan"
    for name in ("loket-20200101T000000Z", "loket-20200102T000000Z", ".draft-x", "lain"):
        (to / name).mkdir(parents=True)
        (to / name / "manifest.json").touch()
    newest = backed_up(folder, "--keep", "2")
    assert {path.name for path in to.iterdir()} == {"loket-20200102T000000Z", newest.name, "lain"}


def test_what_was_made_just_now_is_kept(folder: Path) -> None:
    """Also by a clock that is behind, as of a machine without a battery: its name is not the newest."""
    later = folder / "cadangan" / "loket-29990101T000000Z"
    later.mkdir(parents=True)
    (later / "manifest.json").touch()
    made = backed_up(folder, "--keep", "1")
    assert [path.name for path in (folder / "cadangan").iterdir()] == [made.name]


def test_what_an_operator_calls_by_another_name_stays(folder: Path) -> None:
    """A backup to be kept for longer, and a link to one, are no part of those that come and go."""
    first = backed_up(folder)
    kept = first.rename(first.with_name(f"{first.name}-sebelum-pindah"))
    link = first.with_name("loket-terbaru")
    link.symlink_to(kept.name)
    made = backed_up(folder, "--keep", "1")
    assert {path.name for path in made.parent.iterdir()} == {kept.name, link.name, made.name}
    assert restored(folder, link, "--replace").returncode == 0


def test_a_backup_that_fails_leaves_nothing(folder: Path) -> None:
    """Nor does it cost an older one: exit 1, and no half of one under any name."""
    kept = backed_up(folder).rename(folder / "cadangan" / "loket-20200101T000000Z")
    done = run(folder, "backup", "--to", "cadangan", "--keep", "1", **OWN_KEYS | {"KEY": "c" * 43 + "="})
    assert (done.returncode, "No key opens what is stored" in done.stderr) == (1, True)
    assert [path.name for path in (folder / "cadangan").iterdir()] == [kept.name]


def test_a_backup_leaves_room_for_what_citizens_send(folder: Path) -> None:
    """Exit 1 with what is there and what to do; nothing is written, and an older backup stays."""
    kept = backed_up(folder).rename(folder / "cadangan" / "loket-20200101T000000Z")
    done = run(folder, "backup", "--to", "cadangan", "--keep", "1", "--reserve", "9999999", **OWN_KEYS)
    assert (done.returncode, "less than 9999999 MB would be left" in done.stderr) == (1, True)
    assert [path.name for path in (folder / "cadangan").iterdir()] == [kept.name]
    assert "Traceback" not in done.stderr


def test_two_backups_at_once_do_not_meet(folder: Path) -> None:
    """The second is told, rather than sweeping away what the first writes."""
    (folder / "cadangan").mkdir()
    descriptor = os.open(folder / "cadangan", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    done = run(folder, "backup", "--to", "cadangan", **OWN_KEYS)
    os.close(descriptor)
    assert (done.returncode, "Another backup is being written" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments", [["--to", "/proc/tidak"], [], ["--to", "x", "--keep", "0"], ["--to", "x", "--reserve", "1GB"]]
)
def test_a_backup_that_can_not_be_made_is_told(folder: Path, arguments: list[str]) -> None:
    """Exit 1 without a trace."""
    done = run(folder, "backup", *arguments, **OWN_KEYS)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_no_outbox_is_no_backup(tmp_path: Path) -> None:
    """From a wrong folder an operator learns so, rather than keeping backups of nothing."""
    done = run(tmp_path, "backup", "--to", "cadangan")
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [])


def test_what_a_desk_has_is_not_sent_again(folder: Path) -> None:
    """`outbox delivered` takes a question off its way; what is not on its way needs none."""
    assert run(folder, "outbox", "delivered", REFERENCE, **OWN_KEYS).returncode == 0
    outbox = database(folder)
    found = outbox.find(REFERENCE)
    outbox.close()
    assert found is not None
    assert (found.due_at, found.accepted_at is None) == (None, False)
    assert run(folder, "outbox", "delivered", REFERENCE, **OWN_KEYS).returncode == 1
