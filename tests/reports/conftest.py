"""Invented records and the reports made of them, shared by the tests of this folder."""

import importlib.util
from pathlib import Path

import pytest


def load(name):
    """A file of this folder that is no test."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made():
    """``made_reports``: datasets, ledgers, and reports of them."""
    return load("made_reports")
