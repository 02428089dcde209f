"""The words around the data: complete in each language, changeable by administrators, never code."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from documents.choices import LetterKind, LetterLanguage
from documents.letters.wording import Wording, check_wording, placeholders, standard_texts
from documents.models import LetterText
from documents.rendering.pdf import render
from documents.selectors import letter_texts
from documents.services.wording import save_wording
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import NotPermitted
from tests.browsers import sign_in_with_second_factor
from tests.documents.making import findings, outline_of, words
from tests.documents.samples import request_letter
from tests.factories.accounts import UserFactory

ENGLISH = standard_texts(LetterKind.REQUEST, LetterLanguage.ENGLISH)


@pytest.mark.parametrize("language", list(LetterLanguage))
def test_every_language_has_every_text_with_the_same_placeholders(language: LetterLanguage) -> None:
    texts = standard_texts(LetterKind.REQUEST, language)
    assert list(texts) == list(ENGLISH)
    for key, text in texts.items():
        assert text.strip(), key
        check_wording(LetterKind.REQUEST, key, text)
        used = {name for name in placeholders(LetterKind.REQUEST, key) if f"${name}" in text}
        assert used == {name for name in placeholders(LetterKind.REQUEST, key) if f"${name}" in ENGLISH[key]}


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [
        ("nowhere", "text", "key"),
        ("opening", "To $nobody", "text"),
        ("opening", "100 $", "text"),
        ("closing", "${settings.SECRET_KEY}", "text"),
    ],
)
def test_an_unknown_place_or_placeholder_is_refused(key: str, text: str, field: str) -> None:
    with pytest.raises(ValidationError) as error:
        check_wording(LetterKind.REQUEST, key, text)
    assert list(error.value.message_dict) == [field]


def test_a_value_with_a_dollar_sign_is_not_looked_at_again() -> None:
    say = Wording({"opening": "To $requested_authority, 5 $$"})
    assert say("opening", requested_authority="$requesting_authority") == "To $requesting_authority, 5 $"


@pytest.mark.security
def test_a_changed_text_is_literal_too(tmp_path: Path) -> None:
    text = "<b>Dear colleagues</b> {{ letter.title }} of $requested_state"
    pdf = render(outline_of(request_letter(), texts={"opening": text}))
    assert "<b>Dear colleagues</b> {{ letter.title }} of Latvia" in words(pdf, tmp_path)
    assert findings(pdf) == []


@pytest.mark.django_db
class TestAdministration:
    @pytest.fixture
    def desk(self, client: Client) -> Client:
        return sign_in_with_second_factor(client, UserFactory.create(is_staff=True, is_superuser=True))

    def post(self, desk: Client, text: str) -> int:
        return desk.post(
            "/admin/documents/lettertext/add/",
            {"kind": "request", "language": "en", "key": "closing", "text": text},
        ).status_code

    def test_an_administrator_changes_a_text_and_takes_it_back(self, desk: Client) -> None:
        assert self.post(desk, "With kind regards.") == 302
        assert letter_texts(LetterKind.REQUEST, LetterLanguage.ENGLISH)["closing"] == "With kind regards."
        assert letter_texts(LetterKind.REQUEST, LetterLanguage.FRENCH)["closing"].startswith("L’autorité")
        row = LetterText.objects.get()
        assert desk.post(f"/admin/documents/lettertext/{row.pk}/delete/", {"post": "yes"}).status_code == 302
        assert letter_texts(LetterKind.REQUEST, LetterLanguage.ENGLISH) == ENGLISH
        assert [event.verb for event in AuditEvent.objects.filter(chain="portal")] == [
            "letter.wording_changed",
            "letter.wording_removed",
        ]

    def test_a_wrong_placeholder_is_told_at_the_field(self, desk: Client) -> None:
        assert self.post(desk, "Regards, $secret") == 200
        assert not LetterText.objects.exists()

    def test_the_pages_open(self, desk: Client) -> None:
        self.post(desk, "With kind regards.")
        row = LetterText.objects.get()
        for page in ("", "add/", f"{row.pk}/change/"):
            assert desk.get(f"/admin/documents/lettertext/{page}").status_code == 200

    def test_an_officer_changes_no_text(self) -> None:
        row = LetterText(kind="request", language="en", key="closing", text="Regards.")
        with pytest.raises(NotPermitted):
            save_wording(Actor(user=UserFactory.create(), channel=Channel.WEB), row)
