"""Every page against the rules of WCAG 2.2 AA that a program can check, in both directions and widths."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from casework.choices import CheckKind, CommunicationType, ConditionType, Status
from casework.services.communications import Particulars
from casework.services.conditions import Terms, record_condition
from casework.services.correspondence import prepare
from casework.services.desk import add_document
from casework.services.examinations import Examined, examine
from documents.choices import LetterKind, LetterLanguage
from documents.services.wording import write_version
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.settings.environment import ROOT
from states.models import Participation
from tests.documents.test_uploads import PDF
from tests.e2e.conftest import OpenPage
from tests.factories.casework import Cast, actor, draft, in_status, incoming
from tests.factories.states import CountryRuleFactory, ParticipationFactory, TreatyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHECK = """rules => axe.run(document, {runOnly: rules}).then(result => result.violations.map(violation => ({
  rule: violation.id, help: violation.help, nodes: violation.nodes.map(node => node.html.slice(0, 200)),
})))"""

PUBLIC = ["/accounts/login/", "/nowhere/", "/verify"]
SIGNED_IN = [
    "/",
    "/?tab=all&q=Vzorec",
    "/?tab=approval",
    "/states/",
    "/states/LV/",
    "/states/LV/sheet",
    "/states/to-confirm/",
    "/authorities/",
    "/cooperation/",
    "/cooperation/?treaty=ljubljana-the-hague&requesting=SI&requested=LV&crime=torture&on=2026-11-22",
    "/cooperation/?treaty=ljubljana-the-hague&requesting=SI&requested=SI&on=tomorrow",
    "/accounts/2fa/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]


def violations(page: Page) -> list[dict[str, Any]]:
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(CHECK, RULES)
    return found


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture
def filled(cast: Cast) -> Cast:
    draft(cast)
    draft(cast, urgency="urgent")
    ParticipationFactory.create(state=cast.counterpart.state, treaty=TreatyFactory.create())
    assert Participation.objects.exists()
    CountryRuleFactory.create(state=cast.counterpart.state, owner=cast.approver)
    return cast


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_the_signed_in_break_no_rule(
    filled: Cast, open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page("/", user=filled.approver, language=language, width=width)
    found = {}
    for address in SIGNED_IN:
        page.goto(address)
        found[address] = violations(page)
        assert not is_wider_than_the_screen(page), address
    assert {address: rules for address, rules in found.items() if rules} == {}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_checks_of_an_incoming_request_break_no_rule(
    cast: Cast, open_page: OpenPage, language: str, width: int
) -> None:
    case = in_status(incoming(cast), Status.LEGAL_CHECK)
    desk, purpose = actor(cast.drafter), Examined("ljubljana-the-hague:purpose", "unclear", "Which hearing?")
    examine(desk, case.pk, CheckKind.FORMAL, [purpose])
    examine(desk, case.pk, CheckKind.LEGAL, [Examined("essential_interests", "applies")])
    page = open_page(f"/requests/{case.pk}/legal", user=cast.approver, language=language, width=width)
    assert violations(page) == []
    assert not is_wider_than_the_screen(page)
    in_status(case, Status.FORMAL_CHECK)
    for address in ("checks", "do/pass_formal_check"):
        page.goto(f"/requests/{case.pk}/{address}")
        assert violations(page) == []
        assert not is_wider_than_the_screen(page), address


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("en", 390), ("ar", 1280), ("ar", 390)])
def test_letters_evidence_clocks_and_the_administration_break_no_rule(
    cast: Cast, open_page: OpenPage, language: str, width: int
) -> None:
    desk, file = actor(cast.drafter), draft(cast)
    scan = SimpleUploadedFile("scan.pdf", PDF, "application/pdf")
    link = add_document(desk, file.pk, title="Scan", file=scan)
    terms = Terms(ConditionType.CONFIDENTIALITY, "Keep it sealed.")
    condition = record_condition(desk, file.pk, terms).pk
    letter = prepare(
        desk,
        in_status(file, Status.SENT).pk,
        CommunicationType.SUPPLEMENT,
        Particulars(text="A sentence."),
        second_language="ar",
    )
    case = f"/requests/{file.pk}"
    pages = [
        "/approvals",
        "/due",
        "/statistics",
        f"{case}/communications",
        f"{case}/letters/new/supplement",
        f"{case}/letters/{letter.pk}/",
        f"{case}/letters/{letter.pk}/translations",
        f"{case}/preview",
        f"{case}/documents",
        f"{case}/conditions/{condition}",
        f"{case}/conditions/{condition}/consents",
        f"{case}/certificates/destruction",
        f"{case}/documents/{link.pk}/use",
        f"{case}/export",
    ]
    clause = write_version(
        Actor(user=cast.administrator, channel=Channel.ADMIN),
        kind=LetterKind.REQUEST,
        language=LetterLanguage.ENGLISH,
        key="closing",
        text="With kind regards.",
    ).clause
    admin = [f"/admin/documents/lettertext/{clause.pk}/change/", "/admin/requests/routingrule/add/"]
    found = {}
    for user, addresses in ((cast.approver, pages), (cast.administrator, admin)):
        page = open_page("/", user=user, language=language, width=width, second_factor=True)
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.ok, address
            found[address] = violations(page)
            assert not is_wider_than_the_screen(page) or "/admin/" in address, address
    assert {address: rules for address, rules in found.items() if rules} == {}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_pages_break_no_rule(open_page: OpenPage, address: str, width: int) -> None:
    page = open_page(address, width=width)
    assert violations(page) == []
    assert not is_wider_than_the_screen(page)


def test_the_menu_of_a_telephone_opens_without_breaking_a_rule(filled: Cast, open_page: OpenPage) -> None:
    page = open_page("/", user=filled.approver, width=390)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="States", exact=True).wait_for()
    expect(page.locator("#navigation")).to_have_class(re.compile(r"(?<!\S)show(?!\S)"))
    assert violations(page) == []
