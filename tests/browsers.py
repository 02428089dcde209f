"""Browsers of signed-in people."""

import time

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
