"""Each measure asks for exactly its own contents, in the form and by the API; a new one is data alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.completeness import check
from casework.letters import compose_request
from casework.models import AssistanceRequest
from casework.services.drafting import open_request
from states.treaties import get_treaty_rules
from states.treaties import loading as loading_module
from states.treaties.schema import Measure
from states.treaties.vocabulary import FieldType, Level
from tests.casework.pages import fields_of, send, signed_in, url
from tests.cast import Api, FullCast
from tests.factories.casework import Cast, actor, draft
from tests.factories.states import TreatyFactory

RULES = get_treaty_rules("ljubljana-the-hague")
DATA = Path(__file__).parents[1] / "states" / "data"

CATALOGUE = {
    "take_evidence_statements": {"persons_to_hear", "questions"},
    "serve_documents": {"documents_to_serve", "addressee", "serve_by"},
    "search_seizure": {"location", "items", "link"},
    "freezing": {"property", "location", "link"},
    "examine_objects_sites": {"object_or_site", "examination"},
    "provide_info_items_experts": {"information"},
    "provide_records": {"records", "holder"},
    "identify_trace_proceeds": {"property", "link"},
    "voluntary_appearance": {"person"},
    "videoconference_hearing": {"persons_to_hear", "reason", "hearing_authority"},
    "temporary_transfer_detained": {
        "person", "purpose", "transfer_from", "transfer_to", "custody_undertaking", "consent",
    },
    "joint_investigation_team": {"purpose", "composition", "duration"},
    "covert_investigation": {"target", "duration"},
    "controlled_delivery": {"target", "route", "duration"},
    "interception": {"target", "duration"},
    "electronic_surveillance": {"target", "duration"},
    "cross_border_observation": {"target", "duration"},
    "electronic_preservation": {"provider", "account", "data", "link", "necessity", "request_follows"},
    "electronic_access": {"provider", "account", "data", "link"},
    "electronic_real_time": {"provider", "account", "data", "duration"},
    "witness_victim_protection": {"risk"},
    "confiscation_enforcement": {"property", "value", "order", "finality"},
    "return_of_property": {"property", "owner"},
    "spontaneous_information": {"information"},
    "exhumation_forensics": {"location"},
    "other": set(),
}  # fmt: skip
"""What each measure of the catalogue cannot be sent without, besides the contents of every request."""

TYPED: dict[FieldType, Any] = {
    FieldType.TEXT: "A text",
    FieldType.LONG_TEXT: "A line\nand another",
    FieldType.DATE: "2027-03-01",
    FieldType.DATETIME: "2027-03-01T10:30",
    FieldType.NUMBER: 12,
    FieldType.BOOLEAN: True,
    FieldType.AUTHORITY: "A court",
}
each_measure = pytest.mark.parametrize("kind", RULES.measures, ids=lambda kind: str(kind.code))


def filled(kind: Measure) -> dict[str, Any]:
    """A value for each field of the measure."""
    return {f.code: f.options[0].code if f.options else TYPED[f.type] for f in kind.fields}


def asked(items: list[dict[str, Any]], part_id: str) -> dict[str, bool]:
    """What the check asks of one measure's own fields, and whether it is required."""
    own = [item for item in items if item["part_id"] == part_id and item["field"].startswith("details_")]
    return {item["field"].removeprefix("details_"): item["is_required"] for item in own}


def own_contents(kind: Measure) -> dict[str, bool]:
    return {field.code: field.is_required for field in kind.fields if field.level is not Level.OPTIONAL}


def test_the_catalogue_is_whole_and_each_measure_has_what_it_cannot_do_without() -> None:
    required = {
        kind.code: {field.code for field in kind.fields if field.is_required} for kind in RULES.measures
    }
    assert required == CATALOGUE


def test_what_leads_a_coercive_measure_is_asked_for() -> None:
    """Each has a place for the domestic order, and the request needs it enclosed."""
    for kind in RULES.measures:
        has_order = "order" in {field.code for field in kind.fields}
        assert has_order == kind.is_coercive, kind.code
        contents = {entry.code for entry in RULES.requirements_for([kind.code])}
        assert ("domestic_order" in contents) == kind.is_coercive, kind.code


@each_measure
def test_every_content_says_where_it_comes_from_and_how_sure_that_is(kind: Measure) -> None:
    entries = [entry for entry in RULES.requirements if entry.measures == (kind.code,)]
    assert {entry.code.split(".", 1)[1] for entry in entries} == set(own_contents(kind))
    for entry in entries:
        assert str(entry.confidence.label) in entry.citation
        for language in ("en", "fr", "es"):
            assert entry.fix.in_language(language)
            assert entry.label.in_language(language)


class TestByTheApi:
    @pytest.fixture
    def cast(self, db: None) -> FullCast:
        return FullCast()

    @each_measure
    def test_a_measure_asks_for_exactly_its_own_contents_and_keeps_what_is_sent(
        self, cast: FullCast, kind: Measure
    ) -> None:
        api, case = Api(cast.client), draft(cast)
        file = f"/api/v1/requests/{case.pk}"
        body = {"type": kind.code, "description": "Please."}
        written = api.write("POST", f"{file}/measures", body, etag=api.get(file)["ETag"])
        row = written.json()["measures"][-1]
        before = api.get(f"{file}/completeness").json()["items"]
        assert asked(before, row["id"]) == own_contents(kind)
        details = filled(kind)
        change = {"details": details}
        written = api.write("PATCH", f"{file}/measures/{row['id']}", change, etag=written["ETag"])
        assert written.json()["measures"][-1]["details"] == details
        after = api.get(f"{file}/completeness").json()["items"]
        own = [item for item in after if item["part_id"] == row["id"]]
        assert [item["code"] for item in own if not item["is_met"]] == []

    @each_measure
    def test_a_particular_of_another_measure_is_refused(self, cast: FullCast, kind: Measure) -> None:
        api, case = Api(cast.client), draft(cast)
        file = f"/api/v1/requests/{case.pk}"
        body = {"type": kind.code, "description": "Please.", "details": {"of_another_measure": "x"}}
        refused = api.write("POST", f"{file}/measures", body, etag=api.get(file)["ETag"])
        assert (refused.status_code, case.measures.count()) == (400, 1)


@each_measure
def test_the_form_has_exactly_the_fields_of_the_measure(cast: Cast, kind: Measure) -> None:
    client, case = signed_in(cast.drafter), draft(cast)
    names = fields_of(client, f"{url('part-new', case, part='measures')}?type={kind.code}").keys()
    own = {f"details_{field.code}" for field in kind.fields}
    assert {name for name in names if name.startswith("details_")} <= own
    shown = client.get(f"{url('part-new', case, part='measures')}?type={kind.code}")
    assert {name for name in shown.context["form"].fields if name.startswith("details_")} == own


class TestAnInventedMeasure:
    """A measure that no code knows, in a treaty that no code knows."""

    @pytest.fixture
    def kind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Measure]:
        small = (DATA / "small.yaml").read_text(encoding="utf-8")
        invented = (DATA / "invented_measure.yaml").read_text(encoding="utf-8")
        text = small.replace("contents:\n  - {", f"{invented}contents:\n  - {{", 1)
        (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
        loading_module._kept.cache_clear()
        monkeypatch.setattr(loading_module, "FOLDER", tmp_path)
        yield get_treaty_rules("small").measure("dendrochronology")
        loading_module._kept.cache_clear()

    @pytest.fixture
    def case(self, cast: Cast, kind: Measure) -> AssistanceRequest:
        treaty = TreatyFactory.create(code="small", title="A small treaty", short_title="Small treaty")
        return open_request(
            actor(cast.drafter),
            holder=cast.authority,
            treaty=treaty,
            title="Old beams",
            counterpart_state=cast.counterpart.state,
            counterpart=cast.counterpart,
        )

    def test_it_has_its_form_its_check_and_its_section_of_the_letter(
        self, cast: Cast, case: AssistanceRequest, kind: Measure
    ) -> None:
        client = signed_in(cast.drafter)
        page = f"{url('part-new', case, part='measures')}?type=dendrochronology"
        assert send(client, page, {"description": "Please date it."}).status_code == 302
        measure = case.measures.get()
        missing = {item.field for item in check(case).items if item.part_id == measure.pk and not item.is_met}
        assert missing == {"details_beam", "details_felled_before"}
        page = url("part", case, part="measures", part_id=measure.pk)
        typed = {
            "details_beam": "Over the door",
            "details_felled_before": "1990-01-01",
            "details_method": "rings",
        }
        assert send(client, page, typed).status_code == 302
        letter = compose_request(AssistanceRequest.objects.get(pk=case.pk), number="1", signatory=None)
        [section] = letter.measures
        assert section.measure.label == "Dating of wood"
        assert [(detail.label, detail.value) for detail in section.details] == [
            ("Beam to be dated", "Over the door"),
            ("Felled before", "1 January 1990"),
            ("Method", "Rings"),
        ]
