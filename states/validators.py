"""What an administrator may enter where the portal later works with it."""

import re
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_PLACEHOLDER = re.compile(r"\{(authority|year|series|number(?::0\dd)?)\}")


def validate_reference_pattern(pattern: str) -> None:
    """Raises ValidationError unless the pattern makes numbers that differ by year, series and number."""
    names = [name.split(":")[0] for name in _PLACEHOLDER.findall(pattern)]
    rest = _PLACEHOLDER.sub("", pattern)
    if "{" in rest or "}" in rest or not {"year", "series", "number"} <= set(names):
        raise ValidationError(
            _("Use {year}, {series} and {number} (for example {number:05d}), and {authority} if you wish.")
        )


def validate_time_zone(name: str) -> None:
    """Raises ValidationError unless the IANA database has the zone."""
    if name not in available_timezones():
        raise ValidationError(_("Use a name of the IANA time zone database, such as Europe/Ljubljana."))
