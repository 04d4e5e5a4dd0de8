"""The examples in the room's docstrings hold."""

import doctest
import importlib
import pkgutil

import pytest

import final_accounts.scoring as room

modules = [module.name for module in pkgutil.walk_packages(room.__path__, "final_accounts.scoring.")]


@pytest.mark.parametrize("name", modules)
def test_docstring_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
