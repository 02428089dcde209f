"""The settings of every mode; `environment.py` says what may be set from outside."""

from mla_portal.settings.base import *  # noqa: F403
