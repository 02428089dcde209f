"""The WSGI entry point."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mla_portal.settings.base")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from mla_portal.settings.environment import environment

environment.start_embedded_servers()
application = get_wsgi_application()

from mla_portal.checks import refuse_unsafe_production  # noqa: E402 - needs the loaded applications

refuse_unsafe_production()
get_resolver().check()  # loads every page's code before gunicorn forks its workers, which then share it
