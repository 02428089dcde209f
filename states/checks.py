"""`manage.py check` refuses a treaty or reference file that is wrong, before anybody works with it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from states.reference import files
from states.treaties import loading
from states.treaties.yaml_files import DataFileError


@register()
def treaty_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every treaty file can be read and cites only what it has."""
    errors: list[CheckMessage] = []
    for code in loading.treaty_codes():
        try:
            loading.get_treaty_rules(code)
        except loading.TreatyFileError as error:
            errors += [Error(problem, id="states.E001") for problem in error.problems]
    return errors


@register()
def reference_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every file of reference data can be read and cites only what the treaty files have."""
    errors: list[CheckMessage] = []
    readers = (
        files.states_file,
        files.authorities_file,
        lambda: files.authorities_file(sample=True),
        files.participation_files,
        files.country_rules_files,
        lambda: files.country_rules_files(sample=True),
    )
    for read in readers:
        try:
            read()
        except loading.TreatyFileError:
            pass  # told by the check above
        except DataFileError as error:
            errors += [Error(problem, id="states.E002") for problem in error.problems]
    return errors
