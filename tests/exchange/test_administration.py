"""The administration shows the register and the deliveries to look at, and only what its reader may see."""

from collections.abc import Sequence

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from exchange.models import Arrival, Delivery, Receipt
from exchange.services.deliveries import deliver
from mla_portal.accounts.models import User
from tests.casework.pages import signed_in, words
from tests.cast import FullCast
from tests.factories.exchange import arrival, sent_by_portal
from tests.factories.states import MembershipFactory

pytestmark = pytest.mark.security


@pytest.fixture
def rows(cast: FullCast) -> list[models.Model]:
    """One of each kind, of the cast's authority."""
    delivery = sent_by_portal(cast)
    deliver(delivery.pk, task="one")
    return [arrival(cast), delivery, Receipt.objects.get()]


def administration(user: User) -> Client:
    browser = signed_in(user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 4102444800.0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


def address(row: models.Model, page: str, *args: object) -> str:
    return reverse(f"admin:exchange_{row._meta.model_name}_{page}", args=args)


def test_being_an_administrator_shows_none(cast: FullCast, rows: Sequence[models.Model]) -> None:
    browser = administration(cast.administrator)
    for row in rows:
        page = browser.get(address(row, "changelist"))
        assert page.status_code == 200
        assert page.context["cl"].result_count == 0
        assert browser.get(address(row, "change", row.pk)).status_code == 302


def test_an_administrator_who_is_a_member_looks_and_changes_nothing(
    cast: FullCast, rows: Sequence[models.Model]
) -> None:
    MembershipFactory.create(user=cast.administrator, authority=cast.authority, role="officer")
    browser = administration(User.objects.get(pk=cast.administrator.pk))
    for row in rows:
        assert browser.get(address(row, "changelist")).context["cl"].result_count == 1
        shown = browser.get(address(row, "change", row.pk))
        assert shown.status_code == 200
        assert "Hearing of a witness" not in words(shown)  # what it says is read on its own page
        before = type(row)._default_manager.filter(pk=row.pk).values().get()
        for page, args in (("change", (row.pk,)), ("delete", (row.pk,)), ("add", ())):
            sent = {"post": "yes", "reference": "X", "status": "delivered", "disposition": "set_aside"}
            assert browser.post(address(row, page, *args), sent).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"}
        browser.post(address(row, "changelist"), chosen)
        assert type(row)._default_manager.filter(pk=row.pk).values().get() == before
    assert (Arrival.objects.count(), Delivery.objects.count(), Receipt.objects.count()) == (2, 1, 1)
