"""The formal and the legal check as an officer works through them."""

from typing import Any

import pytest
from django.test import Client

from casework.choices import CheckKind, Status
from casework.models import AssistanceRequest
from casework.selectors.examinations import Point, formal_check, legal_check
from casework.services.examinations import Examined, examine
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, in_status, incoming

PURPOSE = "ljubljana-the-hague:purpose"


@pytest.fixture
def case(cast: Cast) -> AssistanceRequest:
    """A request whose purpose is not said."""
    sections = {"facts": "They were seen.", "legal_provisions": "Section 74."}
    return in_status(incoming(cast, sections=sections), Status.FORMAL_CHECK)


def tab(case: AssistanceRequest, name: str = "checks") -> str:
    return url("case-tab", case, tab=name)


def slug(case: AssistanceRequest, code: str) -> str:
    check: list[Point] = [*formal_check(case).points, *legal_check(case).points]
    return next(point.slug for point in check if point.code == code)


def save(client: Client, case: AssistanceRequest, kind: str = "formal", **more: Any) -> Any:
    case = AssistanceRequest.objects.get(pk=case.pk)
    return client.post(url("examine", case, kind=kind), {"version": case.version, **more})


def find(cast: Cast, case: AssistanceRequest, kind: CheckKind, *given: Examined) -> None:
    examine(actor(cast.drafter), case.pk, kind, given)


def test_the_officer_ticks_a_content_and_the_line_sums_up(cast: Cast, case: AssistanceRequest) -> None:
    client, one = signed_in(cast.drafter), slug(case, PURPOSE)
    page = words(client.get(tab(case)))
    assert "Nothing received" in page
    assert "The portal: missing" in page
    answer = save(client, case, **{f"finding_{one}": "unclear", f"remarks_{one}": "Which hearing?"})
    assert answer.status_code == 302
    shown = client.get(tab(case))
    counted = dict(shown.context["check"].tally)
    assert counted == {"met": 0, "missing": 0, "unclear": 1}
    assert "Which hearing?" in words(shown)
    assert cast.drafter.full_name in words(shown)


def test_a_content_found_wanting_leads_to_its_question_also_where_the_portal_saw_nothing(
    cast: Cast, case: AssistanceRequest
) -> None:
    measure = case.measures.get()
    key = f"ljubljana-the-hague:take_evidence_statements.questions {measure.pk}"
    find(cast, case, CheckKind.FORMAL, Examined(key, "unclear"), Examined(PURPOSE, "met"))
    client = signed_in(cast.drafter)
    check = client.get(tab(case)).context["check"]
    acts = {row.point.key: found for _heading, lines in check.groups for row, found in lines if found}
    assert PURPOSE not in acts
    form = client.get(acts[key]["ask_information"]).context["form"]
    assert "uestions" in form["question_1_text"].value()
    assert form["question_1_measure"].value() == str(measure.pk)


def test_all_that_is_wanting_is_asked_about_or_returned_in_one_letter(
    cast: Cast, case: AssistanceRequest
) -> None:
    find(cast, case, CheckKind.FORMAL, Examined("ljubljana-the-hague:facts", "unclear"))
    client = signed_in(cast.approver)
    check = client.get(tab(case)).context["check"]
    wanting = [point.key for point in check.form.points.calling]
    assert PURPOSE in wanting
    asked = client.get(check.about_all["ask_information"]).context["form"]
    begun = [asked[f"question_{number}_text"].value() for number in range(1, len(wanting) + 1)]
    assert all(begun)
    returned = client.get(check.about_all["return_request"]).context["form"]
    assert sorted(returned["failings"].value()) == sorted(wanting)


def test_what_the_officer_found_met_is_no_reason_to_return(cast: Cast, case: AssistanceRequest) -> None:
    client = signed_in(cast.approver)
    page = url("transition", case, name="return_request")
    before = [key for key, _label in client.get(page).context["form"].fields["failings"].choices]
    find(cast, case, CheckKind.FORMAL, Examined(PURPOSE, "met", "In the annex."))
    after = [key for key, _label in client.get(page).context["form"].fields["failings"].choices]
    assert set(before) - set(after) == {PURPOSE}


@pytest.mark.security
@pytest.mark.parametrize("name", ["checks", "legal"])
def test_a_reader_is_offered_no_act_and_no_form(cast: Cast, case: AssistanceRequest, name: str) -> None:
    page = signed_in(cast.auditor).get(tab(case, name))
    check = page.context["check"]
    assert check.about_all == {}
    assert not any(acts for _heading, lines in check.groups for _row, acts in lines)
    text = page.content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert 'method="post"' not in main
    assert 'type="radio"' not in main


def test_hostile_text_appears_literally_in_both_checks(cast: Cast) -> None:
    hostile = "<script>alert('{{ settings.SECRET_KEY }}')</script>"
    case = in_status(incoming(cast, sections={"purpose": hostile}), Status.FORMAL_CHECK)
    find(cast, case, CheckKind.FORMAL, Examined(PURPOSE, "unclear", hostile))
    find(cast, case, CheckKind.LEGAL, Examined("essential_interests", "applies", hostile))
    for name in ("checks", "legal", "timeline"):
        text = signed_in(cast.drafter).get(tab(case, name)).content.decode()
        assert hostile not in text
        assert name == "timeline" or "&lt;script&gt;alert(" in text


def test_the_rest_is_filled_in_as_the_portal_found_it_and_not_saved(
    cast: Cast, case: AssistanceRequest
) -> None:
    client, one = signed_in(cast.drafter), slug(case, "ljubljana-the-hague:facts")
    page = save(client, case, fill="1", **{f"finding_{one}": "unclear", f"remarks_{one}": "Where?"})
    form = page.context["check"].form
    assert form[f"finding_{one}"].value() == "unclear"
    assert form[f"finding_{slug(case, PURPOSE)}"].value() == "missing"
    assert form[f"finding_{slug(case, 'ljubljana-the-hague:legal_provisions')}"].value() == "met"
    assert not case.examinations.exists()


def test_two_officers_lose_nothing_to_each_other(cast: Cast, case: AssistanceRequest) -> None:
    client, one = signed_in(cast.drafter), slug(case, PURPOSE)
    find(cast, case, CheckKind.FORMAL, Examined(PURPOSE, "met", "In the annex."))
    typed = {"version": case.version, f"finding_{one}": "missing", f"remarks_{one}": "Not there."}
    answer = client.post(url("examine", case, kind="formal"), typed)
    assert answer.status_code == 409
    text = words(answer)
    assert "It changed since you read it" in text
    assert "Met: " in text
    assert answer.context["check"].form[f"remarks_{one}"].value() == "Not there."
    assert case.examinations.get().finding == "met"
    again = client.post(
        url("examine", case, kind="formal"),
        typed | {"version": answer.context["check"].form["version"].value()},
    )
    assert again.status_code == 302
    assert case.examinations.get().finding == "missing"


def test_a_remark_without_a_finding_is_told_at_its_point(cast: Cast, case: AssistanceRequest) -> None:
    client, one = signed_in(cast.drafter), slug(case, PURPOSE)
    answer = save(client, case, **{f"remarks_{one}": "Which hearing?"})
    assert answer.status_code == 422
    assert "Say what you found, too." in words(answer)
    assert answer.context["check"].form[f"remarks_{one}"].value() == "Which hearing?"


@pytest.mark.security
@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("other_state_officer", 404)])
def test_who_is_not_of_the_desk_reads_at_most(
    cast: Cast, case: AssistanceRequest, who: str, status: int
) -> None:
    client = signed_in(getattr(cast, who))
    page = client.get(tab(case))
    assert page.status_code == (200 if status == 403 else 404)
    assert b"Save the findings" not in page.content
    assert save(client, case, **{f"finding_{slug(case, PURPOSE)}": "met"}).status_code == status


def test_going_on_while_something_is_unexamined_warns_and_goes_on(
    cast: Cast, case: AssistanceRequest
) -> None:
    client = signed_in(cast.drafter)
    page = client.get(url("transition", case, name="pass_formal_check"))
    assert "required contents were not examined in the formal check." in words(page)
    answer = client.post(url("transition", case, name="pass_formal_check"), {"version": case.version})
    assert answer.status_code == 302
    assert AssistanceRequest.objects.get(pk=case.pk).status == Status.LEGAL_CHECK
    later = words(client.get(url("transition", case, name="propose_decision")))
    assert "grounds were not examined in the legal check." in later


def test_nothing_warns_once_everything_is_examined(cast: Cast, case: AssistanceRequest) -> None:
    found = [Examined(point.key, "met") for point in formal_check(case).points]
    find(cast, case, CheckKind.FORMAL, *found)
    page = words(signed_in(cast.drafter).get(url("transition", case, name="pass_formal_check")))
    assert "not examined" not in page


def test_the_legal_check_shows_the_basis_the_grounds_and_what_may_not_be_relied_on(
    cast: Cast, case: AssistanceRequest
) -> None:
    in_status(case, Status.LEGAL_CHECK)
    client = signed_in(cast.drafter)
    page = words(client.get(tab(case, "legal")))
    assert "Legal basis today" in page
    assert "The treaty file names no mandatory ground." in page
    assert "Political offence: not among the grounds, as the treaty file has it." in page
    one = slug(case, "essential_interests")
    answer = save(client, case, "legal", **{f"finding_{one}": "applies", f"remarks_{one}": "The base."})
    assert answer.status_code == 302
    acts = client.get(tab(case, "legal")).context["check"].about_all
    form = client.get(acts["consult"]).context["form"]
    assert form["considered_1_ground"].value() == "essential_interests"
    assert form["considered_1_step"].value() == "refuse"
    assert "The base." not in words(client.get(acts["consult"]))
    assert client.get(acts["propose_decision"]).status_code == 200


def test_a_request_of_our_own_has_no_legal_check_and_no_findings(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client = signed_in(cast.drafter)
    assert client.get(tab(request_in_draft, "legal")).status_code == 404
    assert "check" not in client.get(tab(request_in_draft)).context
    assert save(client, request_in_draft).status_code == 409
    assert client.post(url("examine", request_in_draft, kind="moral")).status_code == 404
