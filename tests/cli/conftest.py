"""Shared by the tests of the command line."""

import pytest

from cashless_edu_health import cli


@pytest.fixture
def cashless(monkeypatch, capsys):
    """Run ``cashless`` with these words: (exit code, standard output, standard error)."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words):
        monkeypatch.setattr("sys.argv", ["cashless", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return run
