import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from pytest_django import Settings

from tests.factories.accounts import UserFactory


@pytest.mark.django_db
@pytest.mark.security
def test_the_secret_of_a_second_factor_is_encrypted_at_rest() -> None:
    secret = generate_totp_secret()
    TOTP.activate(UserFactory.create(), secret)
    stored = Authenticator.objects.get()
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(format_hotp_value(hotp_value(secret, max(counters()))))


@pytest.mark.django_db
def test_a_second_factor_survives_a_change_of_the_secret_key(settings: Settings) -> None:
    secret = generate_totp_secret()
    TOTP.activate(UserFactory.create(), secret)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the same length or longer than it"
    code = format_hotp_value(hotp_value(secret, max(counters())))
    assert Authenticator.objects.get().wrap().validate_code(code)
