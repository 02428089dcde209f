#!/usr/bin/env python
"""Django's command line, with the portal's settings and, where none is named, its own servers."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mla_portal.settings.base")
    from django.core.management import execute_from_command_line

    from mla_portal.settings.environment import environment

    environment.start_embedded_servers()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
