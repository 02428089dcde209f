"""The demonstration's accounts and their one-time codes, on screen. Production refuses the setting."""

import json
import time
from dataclasses import dataclass

from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from mla_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account that `make demo` made, as it wrote it to `var/demo.json`."""

    email: str
    name: str
    role: str
    password: str

    @property
    def filling(self) -> str:
        """What the button writes into the sign-in form."""
        return json.dumps({"id_login": self.email, "id_password": self.password})


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """The code that counts now, and whether it was used: allauth takes each only once."""

    email: str
    value: str
    seconds_left: int
    is_used: bool

    @property
    def filling(self) -> str:
        return json.dumps({"id_code": self.value})


def demo_accounts() -> list[DemoAccount]:
    """The accounts of `make demo`; none where it never ran or where codes are not for the screen."""
    file = settings.VAR / "demo.json"
    if not settings.DEMO_CODES_ON_SCREEN or not file.is_file():
        return []
    accounts = json.loads(file.read_text()).get("accounts", [])
    return [DemoAccount(a["email"], a["name"], a["role"], a["password"]) for a in accounts]


def code_for(request: HttpRequest) -> OneTimeCode | None:
    """The code of whoever is signing in or confirming here, if it is one of the demo's accounts."""
    stage = get_pending_stage(request)
    user = stage.login.user if stage else request.user
    if not isinstance(user, User) or user.email not in {account.email for account in demo_accounts()}:
        return None
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return None
    period = app_settings.TOTP_PERIOD
    counter, elapsed = divmod(int(time.time()), period)
    value = format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), counter))
    used = cache.get(TOTP(authenticator)._get_used_cache_key(value)) is not None
    return OneTimeCode(user.email, value, period - elapsed, used)
