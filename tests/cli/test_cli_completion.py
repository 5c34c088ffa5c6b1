"""The completion scripts, asked in a real shell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cashless_edu_health.cli import _app

ROOT = Path(_app.__file__).parents[2]


@pytest.fixture
def path(tmp_path):
    """A folder with a ``cashless`` that shells find."""
    program = tmp_path / "bin" / "cashless"
    program.parent.mkdir()
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -c "
        "'from cashless_edu_health.cli import main; main()' \"$@\"\n",
        "utf-8",
    )
    program.chmod(0o755)
    return {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}


OFFERED = {
    ("",): list(_app.COMMANDS),
    ("frob", ""): list(_app.COMMANDS),
    ("re",): ["reconcile", "requirements", "readiness", "report"],
    ("qr", ""): ["make", "images", "read", "verify", "audit"],
    ("plans", "show", "DN"): ["DN24"],
    ("assess", "DN24", "x", "--kn"): ["--known-at"],
    ("banks", "find", "x", "--lang", ""): ["vi", "en"],
    ("assess", "DN24", "x", "--window", "s"): ["school_year"],
    ("reconcile", "--layout", "cashless"): ["cashless-csv"],
    ("statement", "check", "x", "--layout", "mt"): ["mt940"],
    ("schema", "payment"): ["payment-requests/1"],
    ("completion", ""): ["bash", "zsh", "fish"],
}


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_offers_what_may_come_next(path):
    asked = "".join(
        f"COMP_WORDS=({' '.join(repr(word) for word in ('cashless', *words))})\n"
        f'COMP_CWORD={len(words)}\n_cashless_completion cashless\necho "${{COMPREPLY[*]}}"\n'
        for words in OFFERED
    )
    done = subprocess.run(
        [str(shutil.which("bash")), "--norc", "-c", f'eval "$(cashless completion bash)"\n{asked}'],
        env=path,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [line.split() for line in done.stdout.splitlines()]
    assert (done.stderr, dict(zip(OFFERED, answers, strict=True))) == ("", OFFERED)


@pytest.mark.parametrize(("words", "offered"), OFFERED.items(), ids=" ".join)
def test_the_program_answers_what_bash_asks(cashless, monkeypatch, words, offered):
    monkeypatch.setenv("_CASHLESS_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", " ".join(("cashless", *words)))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    code, out, err = cashless()
    assert (code, out.split(), err) == (0, offered, "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_zsh_and_fish_are_answered_with_help_in_vietnamese(path, shell):
    instruction = {
        "_CASHLESS_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "cashless re",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        [shutil.which("cashless", path=path["PATH"])],
        env=path | instruction,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Đối chiếu báo có" in done.stdout
    assert "requirements" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(cashless, shell):
    code, out, _ = cashless("completion", shell)
    assert (code, f"complete_{shell}" in out, "cashless" in out) == (0, True, True)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_script_is_one_that_the_shell_can_read(cashless, shell, tmp_path):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "script"
    script.write_text(cashless("completion", shell)[1], "utf-8")
    subprocess.run([program, "-n", script], check=True)
