"""Browsers of signed-in people."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from mla_portal.accounts.models import User


def sign_in_with_second_factor(browser: Client, user: User) -> Client:
    """The browser of a user who has just proved a second factor, as the administration asks."""
    browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


PERIOD = 30  # seconds a one-time code counts
TYPING = 12  # seconds that must be left of them, on a slow machine


def one_time_code(secret: str, *, periods_ago: int = 0) -> str:
    """The code the authenticator app shows; like a person, waits for the next one if it is about to go."""
    if PERIOD - time.time() % PERIOD < TYPING:
        time.sleep(PERIOD - time.time() % PERIOD)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD - periods_ago))
