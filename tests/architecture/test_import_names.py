"""`requests/` is a source root and never a package: the HTTP library of that name must win (ADR 0001)."""

from pathlib import Path

import requests

from mla_portal.settings.environment import ROOT


def test_no_module_lies_directly_in_the_source_root() -> None:
    assert list((ROOT / "requests").glob("*.py")) == []


def test_the_tests_are_a_package_without_a_requests_folder() -> None:
    assert (ROOT / "tests" / "__init__.py").is_file()
    assert not (ROOT / "tests" / "requests").exists()


def test_requests_is_the_http_library() -> None:
    assert requests.Session is not None
    library = Path(requests.__file__).resolve()
    assert ".venv" in library.parts or ROOT not in library.parents
