"""`manage.py check` refuses a treaty or reference file that is wrong, before anybody works with it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from states.treaties import loading


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
