#!/usr/bin/env python
"""Brings the database up to date before the processes start: migrations, then the reference data."""

import os

import django
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mla_portal.settings.base")
    from mla_portal.settings.environment import environment

    environment.start_embedded_servers()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference_data", verbosity=0)


if __name__ == "__main__":
    main()
