"""Settings of the test suite: the real stack, with cheap password hashes and a folder of its own."""

from mla_portal.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
