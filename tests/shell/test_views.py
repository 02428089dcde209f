"""The base of pages: who may enter, and what refusals become."""

import json
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from mla_portal.common.errors import NotPermitted, Refusal, SecondFactorRequired
from mla_portal.common.views import Access, PortalView, add_refusal
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def ask(view: type[PortalView], *, user: Any = None, **headers: Any) -> HttpResponse:
    request = RequestFactory().post("/somewhere/", **headers)
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    MessageMiddleware(lambda _: HttpResponse()).process_request(request)
    request.user = user or AnonymousUser()
    request.htmx = "HTTP_HX_REQUEST" in headers  # type: ignore[attr-defined]
    return view.as_view()(request)


def refusing(error: Exception, access: Access = Access.SIGNED_IN) -> type[PortalView]:
    def post(self: PortalView, request: HttpRequest) -> HttpResponse:
        raise error

    return type("Refusing", (PortalView,), {"access": access, "post": post})


def test_a_view_without_declared_access_gets_no_route() -> None:
    class Forgotten(PortalView):
        pass

    with pytest.raises(ImproperlyConfigured, match="does not declare its access"):
        Forgotten.as_view()


def test_an_anonymous_reader_is_sent_to_sign_in_and_back() -> None:
    response = ask(refusing(Refusal("never reached")))
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/somewhere/"


def test_htmx_is_told_to_leave_for_the_sign_in() -> None:
    response = ask(
        refusing(Refusal("never reached")),
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://testserver/list?a=1",
    )
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Flist%3Fa%3D1"


def test_what_does_not_exist_for_the_reader_is_not_found() -> None:
    with pytest.raises(Http404):
        ask(refusing(ObjectDoesNotExist()), user=UserFactory())


def test_not_permitted_is_a_403_with_its_sentence() -> None:
    response = ask(refusing(NotPermitted("Only the approver may.")), user=UserFactory())
    assert response.status_code == 403
    assert "Only the approver may." in response.content.decode()


def test_a_refusal_is_a_409_with_its_sentence_and_the_fields() -> None:
    response = ask(refusing(Refusal("Not now.", fields={"x": "Too <b>early</b>."})), user=UserFactory())
    assert response.status_code == 409
    assert "Not now." in response.content.decode()
    assert "Too &lt;b&gt;early&lt;/b&gt;." in response.content.decode()


def test_htmx_shows_a_refusal_among_the_messages() -> None:
    response = ask(refusing(Refusal("Not now.")), user=UserFactory(), HTTP_HX_REQUEST="true")
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()


def test_a_staff_page_refuses_others() -> None:
    assert ask(refusing(Refusal("x"), Access.STAFF), user=UserFactory()).status_code == 403
    assert ask(refusing(Refusal("x"), Access.STAFF), user=UserFactory(is_staff=True)).status_code == 409


def test_without_any_second_factor_one_is_led_to_set_it_up() -> None:
    response = ask(refusing(SecondFactorRequired("Confirm.")), user=UserFactory())
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/")


def test_with_a_second_factor_one_confirms_it_and_returns() -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = UserFactory(password="a long enough password")
    TOTP.activate(user, generate_totp_secret())
    response = ask(
        refusing(SecondFactorRequired("Confirm.")), user=user, HTTP_REFERER="http://testserver/requests/1/"
    )
    assert response["Location"] == "/accounts/2fa/reauthenticate/?next=%2Frequests%2F1%2F"


def test_a_foreign_referer_leads_nowhere() -> None:
    response = ask(
        refusing(NotPermitted("No.")), user=UserFactory(), HTTP_REFERER="https://evil.example/phish"
    )
    assert "evil.example" not in response.content.decode()


class NameForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the passport.")


def test_a_refusal_lands_at_its_field_and_the_rest_above() -> None:
    form = NameForm({"name": "x"})
    assert form.is_valid()
    add_refusal(form, Refusal("Correct it.", fields={"name": "Too short.", "elsewhere": "Also wrong."}))
    assert form.errors == {"name": ["Too short."], "__all__": ["Also wrong."]}


def test_a_refusal_without_fields_stands_above_the_form() -> None:
    form = NameForm({"name": "x"})
    assert form.is_valid()
    add_refusal(form, Refusal("Not now."))
    assert json.loads(form.errors.as_json())["__all__"][0]["message"] == "Not now."


def test_the_summary_links_to_the_field_and_the_field_to_its_error() -> None:
    html = str(NameForm({"name": ""}))
    assert '<a href="#id_name">Name</a>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert 'class="form-control is-invalid"' in html
