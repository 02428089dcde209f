"""The ministry's own wording: versions, approval, preview; letters keep what they were ordered with."""

import re
from io import BytesIO

import pytest
from django.apps.registry import Apps
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.choices import LetterKind, LetterLanguage
from documents.letters.wording import standard_texts
from documents.models import LetterText, LetterTextVersion, LetterWording
from documents.rendering.pdf import render
from documents.selectors import letter_texts
from documents.services.production import outline_of
from documents.services.wording import approve_version, take_back_into_use, use_standard, write_version
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import NotPermitted, Refusal
from tests.browsers import sign_in_with_second_factor
from tests.factories.accounts import UserFactory
from tests.factories.documents import ordered_letter, sealed_letter

pytestmark = pytest.mark.django_db
KIND, LANGUAGE = LetterKind.REQUEST, LetterLanguage.ENGLISH
STANDARD = standard_texts(KIND, LANGUAGE)["closing"]


def administrator() -> Actor:
    return Actor(user=UserFactory.create(is_staff=True, is_superuser=True), channel=Channel.ADMIN)


def written(text: str, actor: Actor | None = None) -> LetterTextVersion:
    return write_version(actor or administrator(), kind=KIND, language=LANGUAGE, key="closing", text=text)


def approved(text: str) -> LetterTextVersion:
    version = written(text)
    approve_version(administrator(), version)
    return version


def closing() -> str:
    return letter_texts(KIND, LANGUAGE)["closing"]


def test_letters_have_a_version_once_a_second_administrator_has_approved_it() -> None:
    author = administrator()
    version = written("With kind regards.", author)
    assert closing() == STANDARD
    with pytest.raises(Refusal, match="another administrator"):
        approve_version(author, version)
    approve_version(administrator(), version)
    assert closing() == "With kind regards."
    assert letter_texts(KIND, LetterLanguage.FRENCH)["closing"].startswith("L’autorité")
    with pytest.raises(Refusal, match="already"):
        approve_version(administrator(), version)


def test_an_earlier_version_and_the_standard_are_taken_back_into_use() -> None:
    first, second = approved("One."), approved("Two.")
    assert (first.number, second.number, closing()) == (1, 2, "Two.")
    take_back_into_use(administrator(), first)
    assert closing() == "One."
    use_standard(administrator(), first.clause)
    assert closing() == STANDARD
    assert [event.verb for event in AuditEvent.objects.filter(chain="portal").order_by("pk")][-2:] == [
        "letter.wording_in_use",
        "letter.wording_removed",
    ]


def test_a_version_never_approved_is_not_taken_into_use() -> None:
    with pytest.raises(Refusal, match="Only an approved"):
        take_back_into_use(administrator(), written("Draft."))


@pytest.mark.security
def test_an_officer_changes_no_wording() -> None:
    with pytest.raises(NotPermitted):
        written("Regards.", Actor(user=UserFactory.create(), channel=Channel.WEB))


@pytest.mark.security
@pytest.mark.parametrize("change", [{"text": "Forged."}, {"number": 7}, {"author": None}])
def test_the_database_keeps_a_version_as_it_was_written(change: dict[str, object]) -> None:
    version = written("Kept.")
    with pytest.raises(ProgrammingError), transaction.atomic():
        LetterTextVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        LetterTextVersion.objects.filter(pk=version.pk).delete()


def test_a_sent_letter_is_set_again_byte_for_byte_after_its_wording_has_changed() -> None:
    approved("With kind regards.")
    letter = sealed_letter()
    assert letter.version is not None
    sealed = letter.version.file.read()
    approved("Yours sincerely.")
    again = render(outline_of(letter, is_demonstration=True))
    assert sealed.startswith(again), "the seal is added to the letter as it was set"
    newer = ordered_letter()
    assert newer.wordings.get().texts["closing"] == "Yours sincerely."
    assert newer.wordings.get().versions == {"closing": 2}


def test_letters_with_the_same_wording_share_it() -> None:
    ordered_letter(), ordered_letter()
    assert LetterWording.objects.count() == 1
    kept = LetterWording.objects.get()
    assert (kept.versions, kept.letters.count()) == ({}, 2)
    with pytest.raises(ProgrammingError), transaction.atomic():
        LetterWording.objects.update(texts={})


def test_a_letter_kept_before_a_place_was_added_has_the_standard_text_there() -> None:
    letter = ordered_letter()
    kept = letter.wordings.get()
    texts = {key: text for key, text in kept.texts.items() if key != "purpose_label"}
    older = LetterWording.objects.create(
        kind=kept.kind, language=kept.language, sha256="0" * 64, texts=texts, versions={}
    )
    letter.wordings.set([older])
    assert b"%PDF" in render(outline_of(letter, is_demonstration=True))


def test_data_of_an_earlier_format_are_attached_as_they_were() -> None:
    letter = ordered_letter()
    letter.data |= {"format": "mla-portal/request/1.0"}
    del letter.data["second"], letter.data["second_language"]
    pdf = render(outline_of(letter, is_demonstration=True))
    attached = PdfFileReader(BytesIO(pdf)).root["/AF"][0]["/EF"]["/F"].data
    assert b'"second"' not in attached
    assert b"request/1.0" in attached


@pytest.mark.django_db(transaction=True)
def test_a_text_of_the_first_release_becomes_version_1_in_use_and_back() -> None:
    before, after = "0003_destruction", "0006_wording_text_removed"

    def at(name: str) -> Apps:
        MigrationExecutor(connection).migrate([("documents", name)])
        return MigrationExecutor(connection).loader.project_state([("documents", name)]).apps

    try:
        texts = at(before).get_model("documents", "LetterText")
        texts.objects.create(kind="request", language="en", key="closing", text="As it was.")
        clause = at(after).get_model("documents", "LetterText").objects.select_related("in_use").get()
        assert (clause.in_use.number, clause.in_use.text, clause.in_use.author) == (1, "As it was.", None)
        assert clause.in_use.approved_at is not None
        assert at(before).get_model("documents", "LetterText").objects.get().text == "As it was."
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


class TestAdministration:
    @pytest.fixture
    def desk(self, client: Client) -> Client:
        return sign_in_with_second_factor(client, UserFactory.create(is_staff=True, is_superuser=True))

    def form(self, text: str) -> dict[str, str]:
        return {"place": "request/closing", "language": "en", "text": text}

    def add(self, desk: Client, text: str) -> LetterText:
        assert desk.post("/admin/documents/lettertext/add/", self.form(text)).status_code == 302
        return LetterText.objects.get()

    def test_an_administrator_writes_another_approves_and_each_version_is_listed(self, desk: Client) -> None:
        clause = self.add(desk, "With kind regards.")
        page = f"/admin/documents/lettertext/{clause.pk}/change/"
        refused = desk.post(page, {"_approve": "1"}, follow=True).content.decode()
        assert "another administrator than its author" in refused
        other = sign_in_with_second_factor(Client(), UserFactory.create(is_staff=True, is_superuser=True))
        assert other.post(page, {"_approve": "1"}).status_code == 302
        assert closing() == "With kind regards."
        assert other.post(page, self.form("Yours.")).status_code == 302
        shown = other.get(page).content.decode()
        assert re.search(r"Letters have version\s+1", shown)
        assert "Yours." in shown
        assert other.post(page, {"_standard": "1"}).status_code == 302
        assert closing() == STANDARD

    def test_a_wrong_placeholder_is_told_at_the_field(self, desk: Client) -> None:
        answer = desk.post("/admin/documents/lettertext/add/", self.form("Regards, $secret"))
        assert answer.status_code == 200
        assert "Unknown placeholder: secret" in answer.content.decode()
        assert not LetterText.objects.exists()

    def test_the_preview_shows_the_typed_text_as_a_letter_and_saves_nothing(self, desk: Client) -> None:
        address = "/admin/documents/lettertext/preview/"
        answer = desk.post(address, self.form("With kind regards."))
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-1.7")
        assert not LetterText.objects.exists()
        assert desk.post(address, self.form("$secret")).status_code == 400
        assert desk.get(address).status_code == 400

    def test_a_new_version_of_a_clause_is_previewed_in_its_place(self, desk: Client) -> None:
        clause = self.add(desk, "With kind regards.")
        answer = desk.post(f"/admin/documents/lettertext/preview/?clause={clause.pk}", {"text": "Yours."})
        assert answer.headers["Content-Type"] == "application/pdf"
        assert clause.versions.count() == 1

    @pytest.mark.security
    def test_nobody_else_previews_or_writes(self, client: Client) -> None:
        client.force_login(UserFactory.create())
        for path in ("add/", "preview/"):
            answer = client.post(f"/admin/documents/lettertext/{path}", self.form("Regards."))
            assert answer.status_code in {302, 403}
        assert not LetterText.objects.exists()

    def test_the_pages_open(self, desk: Client) -> None:
        clause = self.add(desk, "With kind regards.")
        for page in ("", "add/", f"{clause.pk}/change/"):
            assert desk.get(f"/admin/documents/lettertext/{page}").status_code == 200
