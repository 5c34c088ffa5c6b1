"""The vector runner on invented vectors, on broken ones, and on the public ones when present."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

RUNNER = Path(__file__).parent / "vectors.py"
PUBLIC = Path(__file__).parents[3] / "shared" / "vectors" / "public.json"


def run(*arguments):
    done = subprocess.run(
        [sys.executable, str(RUNNER), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def test_every_invented_vector_passes(data_dir):
    vectors = json.loads((data_dir / "vectors_invented.json").read_text("utf-8"))["vectors"]
    assert len(vectors) >= 40
    assert {vector["expect"] for vector in vectors} == {"read", "refuse"}
    assert run(data_dir / "vectors_invented.json") == (0, [f"{len(vectors)} passed, 0 failed"])


def test_vectors_that_fail_are_named_one_by_one(tmp_path):
    good = "00020101021153037045802VN630483CC"
    tags = {"00": "01", "01": "11", "53": "704", "58": "VN", "63": "83CC"}
    transfer = (
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA"
        "53037045802VN63049E6F"
    )
    file = tmp_path / "vectors.json"
    vectors = [
        {"payload": good, "expect": "read", "fields": {"tags": tags}},
        {"payload": good, "expect": "read", "fields": {"tags": {**tags, "58": "LA"}}},
        {
            "payload": f"{good[:-4]}0000",
            "expect": "read",
            "fields": {"tags": {**tags, "63": "0000"}},
        },
        {"payload": good[:11], "expect": "read", "fields": {"tags": {}}},
        {"payload": transfer, "expect": "refuse"},
        {"payload": good, "expect": "maybe"},
        {"payload": good, "expect": "read"},
    ]
    file.write_text(json.dumps(vectors), encoding="utf-8")
    assert run(file) == (
        1,
        [
            "vector 2: the decoded tree is another one",
            "vector 3: the checksum does not hold",
            "vector 4: does not decode: 01 (character 6): the length runs past the end",
            "vector 5: parse reads it",
            "vector 6: expect is neither read nor refuse",
            "vector 7: is no vector: KeyError",
            "1 passed, 6 failed",
        ],
    )


def test_without_a_file_the_runner_says_how_it_is_called():
    assert run()[0] == 1


@pytest.mark.skipif(not PUBLIC.exists(), reason="no sibling folder `shared` with public vectors")
def test_every_public_vector_passes():
    code, lines = run(PUBLIC)
    assert (code, lines[-1].endswith(" passed, 0 failed")) == (0, True)
