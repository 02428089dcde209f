from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from mla_portal.common.errors import NotPermitted


def test_a_second_factor_is_fresh_for_five_minutes() -> None:
    now = timezone.now()
    assert Actor(None, Channel.WEB, now - timedelta(minutes=4)).has_fresh_second_factor
    assert not Actor(None, Channel.WEB, now - timedelta(minutes=6)).has_fresh_second_factor
    assert not Actor(None, Channel.WEB).has_fresh_second_factor


def test_nobody_acts_without_signing_in() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionError):
        Actor.from_request(request)


def test_the_portal_is_no_person() -> None:
    with pytest.raises(NotPermitted):
        _ = Actor.portal().person
    assert Actor.portal().name == "MLA Portal"


@pytest.mark.django_db
def test_an_address_differs_from_another_in_more_than_its_case() -> None:
    User.objects.create_user("ana@example.org", full_name="Ana")
    with pytest.raises(ValidationError):
        User.objects.create_user("ANA@example.org", full_name="Ana again")
