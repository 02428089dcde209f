"""The worklist: who sees which files, how filters and search find them, and at what cost."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from casework.choices import Status
from casework.models import Assignment, AssistanceRequest, Deadline, PersonName, RequestUserGrant
from casework.names import fold, skeleton
from casework.selectors.approvals import count_awaiting_approval
from casework.selectors.people import Likeness, search_people
from casework.selectors.worklist import PAGE, Question, find_requests, worklist_page
from casework.services.drafting import save_part, update_section
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.choices import Role
from tests.factories.casework import Cast, actor, draft, in_status
from tests.factories.states import MembershipFactory, StateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def references(user: User, **asked: str) -> list[str]:
    question = Question.read({"tab": "all", **asked}, measures={"take_evidence_statements": ""})
    named = search_people(user, question.q) if question.q else []
    found = find_requests(user, question, today=timezone.localdate(), named=named)
    return [row.reference for row in worklist_page(found, question.page).rows]


def add_person(cast: Cast, request: AssistanceRequest, given: str, family: str, **fields: Any) -> None:
    changes = {"role": "suspect", "given_names": given, "family_name": family, **fields}
    save_part(actor(cast.drafter), request.pk, "persons", changes)


def test_each_tab_shows_exactly_its_own_files(cast: Cast) -> None:
    mine = draft(cast)
    colleagues = draft(cast, by=cast.colleague)
    in_review = in_status(draft(cast, by=cast.colleague), Status.REVIEW)
    assert set(references(cast.drafter, tab="mine")) == {mine.own_reference}
    everything = {mine.own_reference, colleagues.own_reference, in_review.own_reference}
    assert set(references(cast.drafter, tab="authority")) == everything
    assert references(cast.drafter, tab="approval") == []
    assert references(cast.approver, tab="approval") == [in_review.own_reference]


def test_nobody_approves_their_own_hand_from_the_worklist(cast: Cast) -> None:
    file = draft(cast, by=cast.approver)
    in_status(file, Status.REVIEW)
    assert references(cast.approver, tab="approval") == []
    assert count_awaiting_approval(cast.approver) == 0
    second = MembershipFactory.create(authority=cast.authority, role=Role.APPROVER).user
    assert references(second, tab="approval") == [file.own_reference]


@pytest.mark.security
def test_each_reader_sees_exactly_what_they_may(cast: Cast) -> None:
    plain = draft(cast)
    secret = draft(cast)
    AssistanceRequest.objects.filter(pk=secret.pk).update(confidentiality=Confidentiality.CONFIDENTIAL)
    low = MembershipFactory.create(
        authority=cast.authority, role=Role.OFFICER, confidentiality=Confidentiality.STANDARD
    ).user
    both = {plain.own_reference, secret.own_reference}
    assert set(references(cast.drafter)) == set(references(cast.auditor)) == both
    assert references(low) == [plain.own_reference]
    for stranger in (cast.other_state_officer, cast.outsider, cast.administrator, cast.prosecutor):
        assert references(stranger) == []
    Assignment.objects.create(request=plain, authority=cast.prosecutors, assigned_by=cast.drafter)
    RequestUserGrant.objects.create(
        user=cast.outsider,
        permission=Permission.objects.get(codename="view_assistancerequest"),
        content_object=secret,
    )
    assert references(User.objects.get(pk=cast.prosecutor.pk)) == [plain.own_reference]
    assert references(User.objects.get(pk=cast.outsider.pk)) == [secret.own_reference]


@pytest.mark.security
def test_search_finds_no_person_of_an_invisible_file(cast: Cast) -> None:
    draft(cast)
    assert [match.written for match in search_people(cast.drafter, "Vzorec")] == ["Ana Vzorec"]
    assert search_people(cast.other_state_officer, "Vzorec") == []
    assert search_people(cast.outsider, "Vzorec") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Mohammed", {"Mohammed Al-Hasan", "Muhammad al Hassan", "محمد الحسن"}),
        ("Muhammad", {"Mohammed Al-Hasan", "Muhammad al Hassan", "محمد الحسن"}),
        ("محمد", {"Mohammed Al-Hasan", "Muhammad al Hassan", "محمد الحسن"}),
        ("Đorđe", {"Đorđe Ćirić", "Ђорђе Ћирић", "Djordje Ciric"}),
        ("Ђорђе", {"Đorđe Ćirić", "Ђорђе Ћирић", "Djordje Ciric"}),
        ("Djordje", {"Đorđe Ćirić", "Ђорђе Ћирић", "Djordje Ciric"}),
        ("Ciric Djordje", {"Đorđe Ćirić", "Ђорђе Ћирић", "Djordje Ciric"}),
        ("Bērziņš", {"Jānis Bērziņš"}),
        ("berzins", {"Jānis Bērziņš"}),
        ("a", set()),
        ("Nobody", set()),
    ],
)
def test_a_name_is_found_across_spellings_and_scripts(cast: Cast, asked: str, found: set[str]) -> None:
    names = [
        ("Mohammed", "Al-Hasan"), ("Muhammad", "al Hassan"), ("محمد", "الحسن"), ("Đorđe", "Ćirić"),
        ("Ђорђе", "Ћирић"), ("Djordje", "Ciric"), ("Jānis", "Bērziņš"),
    ]  # fmt: skip
    for given, family in names:
        add_person(cast, draft(cast), given, family)
    assert {match.written for match in search_people(cast.drafter, asked)} == found


def test_a_match_says_how_it_was_found(cast: Cast) -> None:
    file = draft(cast)
    add_person(cast, file, "Mohammed", "Al-Hasan")
    add_person(cast, file, "محمد", "الحسن")
    add_person(cast, file, "Muhamad", "Hasan")
    add_person(cast, file, "Đorđe", "Ćirić", aliases="Jorge\nGiorgio")
    found = {match.written: match.likeness for match in search_people(cast.drafter, "Mohammed")}
    assert found == {
        "Mohammed Al-Hasan": Likeness.WRITTEN,
        "Muhamad Hasan": Likeness.CONSONANTS,
        "محمد الحسن": Likeness.CONSONANTS,
    }
    assert search_people(cast.drafter, "dorde ciric")[0].likeness is Likeness.LETTERS
    alias = search_people(cast.drafter, "Giorgio")[0]
    assert (alias.written, alias.is_alias, alias.likeness) == ("Giorgio", True, Likeness.WRITTEN)


@pytest.mark.parametrize("field", ["own", "LV-77/b", "KT-100", "heron", "sample TOWN"])
def test_search_finds_references_of_all_sides_and_titles(cast: Cast, field: str) -> None:
    file = draft(cast)
    AssistanceRequest.objects.filter(pk=file.pk).update(
        counterpart_reference="LV-77/B", domestic_reference="KT-100/2026", operation_name="Heron"
    )
    other = draft(cast, title="Other")
    assert references(cast.drafter, q=file.own_reference if field == "own" else field) == [file.own_reference]
    assert other.own_reference not in references(cast.drafter, q=field)


def test_filters_narrow_to_exactly_what_they_say(cast: Cast) -> None:
    today = timezone.localdate()
    late, soon, closed = draft(cast), draft(cast), in_status(draft(cast), Status.CLOSED)
    StateFactory.create(code="FR", name_en="France")
    changes: list[tuple[AssistanceRequest, dict[str, Any]]] = [
        (late, {"next_due_on": today - timedelta(days=1), "urgency": "urgent"}),
        (soon, {"next_due_on": today + timedelta(days=7), "counterpart_state_id": "FR"}),
    ]
    for file, values in changes:
        AssistanceRequest.objects.filter(pk=file.pk).update(**values)
    assert references(cast.drafter, due="overdue") == [late.own_reference]
    assert references(cast.drafter, due="week") == [soon.own_reference]
    assert references(cast.drafter, urgency="urgent") == [late.own_reference]
    assert references(cast.drafter, state="FR") == [soon.own_reference]
    assert references(cast.drafter, status="closed") == [closed.own_reference]
    assert references(cast.drafter, status="open") == [late.own_reference, soon.own_reference]
    assert len(references(cast.drafter, measure="take_evidence_statements")) == 3


def test_the_list_is_ordered_as_asked(cast: Cast) -> None:
    first, second, third = (draft(cast) for _ in range(3))
    AssistanceRequest.objects.filter(pk=second.pk).update(next_due_on=date(2030, 1, 1))
    update_section(actor(cast.drafter), first.pk, "facts", {"facts": "Changed last."}, seen=None)
    one, two, three = first.own_reference, second.own_reference, third.own_reference
    assert references(cast.drafter, sort="deadline") == [two, three, one]
    assert references(cast.drafter, sort="newest") == [three, two, one]
    assert references(cast.drafter, sort="updated")[0] == one


def test_a_protected_person_is_counted_and_not_named(cast: Cast) -> None:
    file = draft(cast, confidentiality=Confidentiality.CONFIDENTIAL)
    add_person(cast, file, "Hidden", "Witness", is_protected=True)
    page = signed_in(cast.drafter).get("/?tab=all").content.decode()
    assert "Ana Vzorec" in page
    assert "1 protected person" in page
    assert "Hidden" not in page


def test_a_row_says_what_is_due_next_and_passes_over_paused_deadlines(cast: Cast) -> None:
    file = draft(cast)
    today = timezone.localdate()
    Deadline.objects.create(
        request=file, code="answer_due", due_on=today, basis="policy", paused_on=today - timedelta(days=1)
    )
    Deadline.objects.create(request=file, code="needed_by", due_on=today + timedelta(days=3), basis="request")
    question = Question.read({"tab": "all"}, measures={})
    row = worklist_page(find_requests(cast.drafter, question, today=today), 1).rows[0]
    assert row.deadline is not None
    assert (row.deadline.due_on, row.deadline.label) == (
        today + timedelta(days=3),
        "Needed by, as the request says",
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_address_keeps_every_filter(cast: Cast) -> None:
    draft(cast)
    asked = {"tab": "all", "q": "Vzorec", "status": "draft", "urgency": "routine", "sort": "newest"}
    page = signed_in(cast.drafter).get("/?" + urlencode(asked)).content.decode()
    assert 'value="Vzorec"' in page
    for value in ("draft", "routine", "newest"):
        assert f"<option value='{value}' selected>" in page
    assert 'name="tab" value="all" form="filters"' in page
    assert "/?q=Vzorec&amp;status=draft&amp;urgency=routine&amp;sort=newest" in page, (
        "the tab “mine” keeps them"
    )


def test_htmx_gets_the_results_alone_and_the_address_to_show(cast: Cast) -> None:
    draft(cast)
    response = signed_in(cast.drafter).get("/?tab=all&q=&status=&q=Vzorec", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "Ana Vzorec" in response.content.decode()
    assert response["HX-Push-Url"] == "/?tab=all&q=Vzorec"


@pytest.mark.parametrize(
    "address",
    ["/?tab=zzz&status=zzz&page=zzz&sort=1&due=x", "/?page=99999999999999", "/?q=%00&state=1'", "/?page=٣"],
)
def test_a_nonsensical_address_shows_a_list_all_the_same(cast: Cast, address: str) -> None:
    assert signed_in(cast.drafter).get(address).status_code == 200


def test_hostile_text_appears_literally(cast: Cast) -> None:
    draft(cast, title="<script>alert(1)</script> {{ x }}")
    page = signed_in(cast.drafter).get("/?q=<script>").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ x }}" in page


def test_without_membership_a_page_says_whom_to_ask(cast: Cast) -> None:
    draft(cast)
    page = signed_in(cast.outsider).get("/").content.decode()
    assert "Ask the administrator of your authority" in page
    assert "outsider@example.org" in page


def many(cast: Cast, number: int) -> None:
    """Files like a first one, written in bulk, each with a person, a deadline and its officer."""
    first = draft(cast)
    today = timezone.localdate()
    files = [
        AssistanceRequest(
            **{
                name: getattr(first, name)
                for name in (
                    "holder_id",
                    "treaty_id",
                    "counterpart_state_id",
                    "drafted_by_id",
                    "last_changed_by_id",
                )
            },
            title=f"File {index}",
            own_reference=f"BULK/{number}/{index:05d}",
            next_due_on=today + timedelta(days=index % 40),
        )
        for index in range(number)
    ]
    AssistanceRequest.objects.bulk_create(files)
    Assignment.objects.bulk_create(
        Assignment(request=file, officer=cast.drafter, assigned_by=cast.drafter) for file in files
    )
    Deadline.objects.bulk_create(
        Deadline(request=file, code="needed_by", due_on=file.next_due_on, basis="request") for file in files
    )
    people = first.persons.model.objects.bulk_create(
        first.persons.model(request=file, role="suspect", family_name="Vzorec", given_names=f"Ana {index}")
        for index, file in enumerate(files)
    )
    PersonName.objects.bulk_create(
        PersonName(
            person=person,
            kind="primary",
            written=str(person),
            folded=fold(str(person)),
            skeleton=skeleton(str(person)),
        )
        for person in people
    )


@pytest.mark.parametrize(("address", "queries"), [("/?tab=all", 11), ("/?tab=all&q=Vzorec", 15), ("/", 10)])
def test_the_number_of_queries_does_not_grow(cast: Cast, address: str, queries: int) -> None:
    many(cast, 10)
    client = signed_in(cast.approver if "all" in address else cast.drafter)
    counted = []
    for more in (0, 990):
        if more:
            many(cast, more)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert client.get(address).status_code == 200
        counted.append(len(context))
    assert counted == [queries, queries]


def test_pages_follow_one_another_without_a_gap(cast: Cast) -> None:
    many(cast, PAGE + 5)
    first, second = references(cast.drafter, page="1"), references(cast.drafter, page="2")
    assert (len(first), len(second)) == (PAGE, 6)
    assert len({*first, *second}) == PAGE + 6
