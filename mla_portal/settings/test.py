"""Settings of the test suite: the real stack in a namespace of its own, with cheap password hashes."""

import os

os.environ["MLA_MODE"] = "test"  # before the settings are read: the folder and the servers depend on it

from mla_portal.settings.base import *  # noqa: F403
from mla_portal.settings.base import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS, STORAGES, VAR

# One namespace and one folder of files for each process of pytest-xdist: the suite never touches anything
# else in the same Redis, and sweeping orphaned files away in one process takes none from another.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")
REDIS_PREFIX = f"mla-test-{PROCESS}"
STORAGES["default"]["OPTIONS"]["location"] = VAR / "files" / PROCESS
CACHES["default"]["KEY_PREFIX"] = REDIS_PREFIX
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"{REDIS_PREFIX}:"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # finds files when asked for: nothing is collected for tests
