"""A file is there whole, or as it was before."""

import os
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from cashless_edu_health import intake
from cashless_edu_health.errors import DataError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("before", [None, b"", b"the old page, longer than the new one"])
def test_a_file_is_written_and_nothing_is_left_beside_it(tmp_path, before):
    file = tmp_path / "phiếu.pdf"
    if before is not None:
        file.write_bytes(before)
    intake.write_whole(file, b"the new page")
    assert file.read_bytes() == b"the new page"
    assert names(tmp_path) == ["phiếu.pdf"]


def test_a_new_file_is_as_readable_as_any_other(tmp_path):
    plain, whole = tmp_path / "plain", tmp_path / "whole"
    plain.write_bytes(b"")
    intake.write_whole(whole, b"")
    assert stat.S_IMODE(whole.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@pytest.mark.parametrize("name", ["x" * 255, "-rf", " a ", "á" * 60])
def test_any_name_that_the_file_system_takes_will_do(tmp_path, name):
    intake.write_whole(tmp_path / name, b"1")
    assert names(tmp_path) == [name]


def test_a_link_stays_and_the_file_behind_it_is_replaced(tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_bytes(b"old")
    link.symlink_to(real)
    intake.write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    intake.write_whole(pipe, b"through")
    assert os.read(reader, 100) == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)


def test_a_folder_that_is_not_there_or_is_a_file_is_named_without_its_place(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for place, why in (
        ("no/f.pdf", "No such file or directory"),
        ("file/f.pdf", "Not a directory"),
    ):
        with pytest.raises(DataError) as caught:
            intake.write_whole(tmp_path / place, b"1")
        assert str(caught.value) == f"f.pdf: cannot be written: {why}"
    assert names(tmp_path) == ["file"]


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataError, match="folder: cannot be written: Is a directory"):
        intake.write_whole(tmp_path / "folder", b"1")
    assert names(tmp_path) == ["folder"]


def test_a_folder_that_may_not_be_written_to():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        as_somebody = os.geteuid() or 65534  # root may write everywhere
        before = os.geteuid()
        os.seteuid(as_somebody)
        try:
            with pytest.raises(DataError, match="f: cannot be written: Permission denied"):
                intake.write_whole(Path(folder) / "f", b"1")
        finally:
            os.seteuid(before)
        assert names(Path(folder)) == []
        Path(folder).chmod(0o755)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_device_that_is_full(tmp_path):
    (tmp_path / "full").symlink_to("/dev/full")
    with pytest.raises(DataError, match="full: cannot be written: No space left on device"):
        intake.write_whole(tmp_path / "full", b"1" * 100_000)


def test_a_disk_that_is_full_in_the_middle_leaves_the_old_file(tmp_path):
    file = tmp_path / "slips.pdf"
    file.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(DataError, match=r"slips\.pdf: cannot be written: File too large"):
            intake.write_whole(file, b"1" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert (names(tmp_path), file.read_bytes()) == (["slips.pdf"], b"old")


def test_links_in_a_ring_end_where_the_file_takes_the_name(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    intake.write_whole(tmp_path / "a", b"1")
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"1"


def test_a_name_that_is_none(tmp_path):
    with pytest.raises(DataError, match="cannot be written: this is no file name"):
        intake.write_whole(tmp_path / "a\0b", b"1")


def test_an_interrupt_in_the_middle_leaves_no_file(tmp_path):
    script = textwrap.dedent("""
        import os, sys
        from pathlib import Path
        from cashless_edu_health import intake
        def interrupted(_):
            raise KeyboardInterrupt
        os.fsync = interrupted
        try:
            intake.write_whole(Path(sys.argv[1]) / "f", b"1" * 100)
        except KeyboardInterrupt:
            sys.exit(7)
    """)
    done = subprocess.run([sys.executable, "-c", script, tmp_path], check=False)
    assert (done.returncode, names(tmp_path)) == (7, [])
