"""What every installation starts from: sourced, loaded again without harm, and never over an edit."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import translation

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.audit.models import AuditEvent
from states import checks
from states.choices import Confidence
from states.models import Authority, Declaration, Participation, ProvisionalApplication, State, Treaty
from states.reference import files
from states.services.reference import load_reference_data, load_sample_data
from states.treaties.yaml_files import DataFileError

pytestmark = pytest.mark.django_db
ACTOR = Actor.portal(Channel.COMMAND)


@pytest.fixture
def loaded() -> None:
    load_reference_data(ACTOR)


@pytest.mark.usefixtures("loaded")
class TestStates:
    def test_there_are_the_members_two_observers_and_kosovo(self) -> None:
        assert State.objects.count() == 193 + 2 + 1
        assert State.objects.filter(code__in=["PR", "HK", "GL", "TW", "AQ"]).count() == 0

    def test_a_state_is_named_in_three_languages_by_the_library(self) -> None:
        latvia = State.objects.get(code="LV")
        assert (latvia.alpha3, latvia.name_en, latvia.name_fr, latvia.name_es) == (
            "LVA",
            "Latvia",
            "Lettonie",
            "Letonia",
        )

    def test_kosovo_has_the_user_assigned_code_and_says_so(self) -> None:
        kosovo = State.objects.get(code="XK")
        assert (kosovo.name_en, kosovo.alpha3) == ("Kosovo", "XKK")
        assert "user-assigned" in kosovo.source

    def test_isos_name_is_used_where_the_everyday_one_would_offend(self) -> None:
        names = dict(State.objects.filter(code__in=["CD", "PS"]).values_list("code", "name_en"))
        assert names == {"CD": "Democratic Republic of the Congo", "PS": "State of Palestine"}

    def test_accents_do_not_send_a_state_to_the_end_of_the_list(self) -> None:
        codes = list(State.objects.values_list("code", flat=True))
        assert codes[codes.index("CR") + 1 : codes.index("HR")] == ["CI"]

    def test_the_list_is_sorted_by_the_readers_own_names(self) -> None:
        with translation.override("fr"):
            codes = list(State.objects.by_name().values_list("code", flat=True))
        assert codes.index("EG") < codes.index("ES") < codes.index("EE") < codes.index("US")
        assert codes.index("DE") < codes.index("AD")

    def test_a_state_speaks_the_readers_language(self) -> None:
        state = State.objects.get(code="DE")
        names = [state.name(language) for language in ("fr", "es-mx", "ar", "sl")]
        assert names == ["Allemagne", "Alemania", "ألمانيا", "Germany"]


@pytest.mark.usefixtures("loaded")
class TestParticipation:
    def test_there_are_forty_signatories(self) -> None:
        assert Participation.objects.count() == 40
        assert not Participation.objects.filter(signed_on=None).exists()

    def test_states_that_did_not_sign_are_not_listed(self) -> None:
        absent = ["ES", "IT", "GR", "PT", "HU", "RO", "EE", "RS", "BA", "GB", "US", "CA", "AU", "JP", "PY"]
        assert not Participation.objects.filter(state__in=absent).exists()

    @pytest.mark.parametrize(
        ("state", "signed"),
        [("DK", date(2024, 2, 15)), ("CF", date(2024, 2, 27)), ("CY", date(2024, 12, 11))],
    )
    def test_later_signatures_have_their_own_dates(self, state: str, signed: date) -> None:
        assert Participation.objects.get(state=state).signed_on == signed

    def test_only_latvia_has_ratified_and_its_entry_into_force_is_not_sure(self) -> None:
        latvia = Participation.objects.get(bound_on__isnull=False)
        assert (latvia.state_id, latvia.bound_on, latvia.in_force_on) == (
            "LV",
            date(2025, 8, 28),
            date(2025, 12, 1),
        )
        assert latvia.in_force_confidence == Confidence.UNVERIFIED
        assert "mechanical calculation" in latvia.in_force_note

    def test_latvia_left_out_annex_g(self) -> None:
        annexes = {
            row.participation.state_id: row.annexes
            for row in Declaration.objects.filter(type="annex_opt_in").select_related("participation")
        }
        assert annexes == {"CD": list("ABCDEFGH"), "LV": list("ABCDEFH")}

    def test_the_netherlands_applies_part_three_in_europe_only(self) -> None:
        row = ProvisionalApplication.objects.get()
        assert (row.participation.state_id, row.part, row.from_date, row.to_date) == (
            "NL",
            "III",
            date(2024, 2, 15),
            None,
        )
        assert row.territory == "European part of the Netherlands"

    def test_frances_reservation_expires_on_a_date_that_is_not_sure(self) -> None:
        row = Declaration.objects.get(type="reservation")
        assert (row.participation.state_id, row.provision) == ("FR", "8(3), 92(3)")
        assert (row.expires_on, row.dates_confidence) == (date(2027, 2, 14), Confidence.UNVERIFIED)

    def test_expiring_declarations_are_found_before_and_not_after_they_lapse(self) -> None:
        def found(before: date, after: date) -> list[str]:
            rows = Declaration.objects.expiring(before, after=after).select_related("participation")
            return [row.participation.state_id for row in rows]

        assert found(date(2027, 3, 1), date(2026, 11, 1)) == ["FR"]
        assert found(date(2027, 2, 14), date(2026, 11, 1)) == []
        assert found(date(2028, 1, 1), date(2027, 2, 14)) == []

    def test_a_declaration_of_an_unknown_annex_is_refused(self) -> None:
        declaration = Declaration.objects.filter(type="annex_opt_in")[0]
        declaration.annexes = ["A", "Z"]
        with pytest.raises(ValidationError, match="no annex Z"):
            declaration.full_clean()

    def test_a_state_is_not_bound_before_it_signs(self) -> None:
        latvia = Participation.objects.get(state="LV")
        latvia.bound_on = date(2025, 1, 1)
        with pytest.raises(ValidationError, match="not bound before it signs"):
            latvia.full_clean()


class TestAuthorities:
    def test_only_latvias_two_bodies_are_real(self, loaded: None) -> None:
        assert list(Authority.objects.order_by("code").values_list("code", "state", "is_sample")) == [
            ("LV-GP", "LV", False),
            ("LV-TM", "LV", False),
        ]

    def test_no_contact_data_is_invented_for_a_real_authority(self, loaded: None) -> None:
        real = Authority.objects.filter(is_sample=False).values_list("address", "email", "telephone")
        assert set(real) == {("", "", "")}

    def test_sample_authorities_are_marked_and_unreachable(self, loaded: None) -> None:
        load_sample_data(ACTOR)
        for authority in Authority.objects.filter(is_sample=True):
            assert "(sample)" in authority.name
            assert authority.email.endswith("@example.org")
            assert "invented" in authority.address

    def test_the_demonstration_has_two_hosted_central_authorities(self, loaded: None) -> None:
        load_sample_data(ACTOR)
        hosted = Authority.objects.filter(is_hosted=True).order_by("code").values_list("code", "kind")
        assert list(hosted) == [
            ("LV-COURT", "competent"),
            ("LV-POLICE", "competent"),
            ("LV-PRISON", "competent"),
            ("LV-PROS", "competent"),
            ("LV-SAMPLE", "central"),
            ("SI-COURT", "competent"),
            ("SI-MOJ", "central"),
            ("SI-POLICE", "competent"),
            ("SI-PRISON", "competent"),
            ("SI-SPO", "competent"),
        ]

    def test_the_command_loads_no_sample_unless_asked(self) -> None:
        call_command("load_reference_data", stdout=StringIO())
        assert not Authority.objects.filter(is_sample=True).exists()


@pytest.mark.usefixtures("loaded")
class TestLoadingAgain:
    def test_a_second_load_changes_nothing_and_says_so(self) -> None:
        again = load_reference_data(ACTOR)
        assert (again.created, again.updated, again.kept) == (0, 0, [])
        assert AuditEvent.objects.filter(verb="states.reference_data_loaded").count() == 1

    def test_what_an_administrator_changed_is_kept_and_named(self) -> None:
        Participation.objects.filter(state="SI").update(bound_on=date(2026, 3, 1))
        again = load_reference_data(ACTOR)
        assert Participation.objects.get(state="SI").bound_on == date(2026, 3, 1)
        assert (again.updated, again.kept) == (0, ["participation ljubljana-the-hague – SI"])

    def test_an_untouched_row_follows_the_file(self) -> None:
        row = State.objects.get(code="LV")
        row.name_en = "Name of an older file"
        stale = {name: getattr(row, name) for name in ("alpha3", "name_en", "name_fr", "name_es", "source")}
        from states.services.reference import _fingerprint

        row.fingerprint = _fingerprint(stale)
        row.save()
        assert load_reference_data(ACTOR).updated == 1
        assert State.objects.get(code="LV").name_en == "Latvia"

    def test_a_row_entered_by_hand_is_kept(self) -> None:
        Authority.objects.create(code="SI-MOJ", state_id="SI", kind="central", name="Entered by hand")
        load_sample_data(ACTOR)
        assert Authority.objects.get(code="SI-MOJ").name == "Entered by hand"

    def test_the_treaty_answers_with_its_rules(self) -> None:
        assert Treaty.objects.get().rules.code == "ljubljana-the-hague"

    def test_the_load_is_on_record(self) -> None:
        event = AuditEvent.objects.get(verb="states.reference_data_loaded")
        assert event.data == {"created": 265, "updated": 0, "kept": 0}


PARTICIPATION = """\
treaty: ljubljana-the-hague
participations:
  - state: LV
    source: S6
    confidence: verified
    provisional_applications:
      - {key: a, part: III, from_date: 2024-01-01, source: S6, confidence: verified}
    declarations:
      - {key: b, type: annex_opt_in, summary: s, annexes: [A], source: S6, confidence: verified}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("state: LV", "state: XX", '3: participations → 1 → state: unknown State "XX"'),
        (
            "part: III",
            "part: XX",
            '7: participations → 1 → provisional_applications → 1 → part: unknown part "XX"',
        ),
        ("[A]", "[A, Z]", '9: participations → 1 → declarations → 1 → annexes: unknown annex "Z"'),
        ("source: S6\n", "source: S99\n", '4: participations → 1 → source: unknown source "S99"'),
        ("treaty: l", "treaty: x", '1: treaty: unknown treaty "xjubljana-the-hague"'),
    ],
)  # fmt: skip
def test_participation_cites_only_what_is_known(tmp_path: Path, old: str, new: str, expected: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(PARTICIPATION.replace(old, new, 1))
    with pytest.raises(DataFileError) as refused:
        files.read_participation(path)
    assert refused.value.problems == (f"file.yaml:{expected}",)


def test_the_system_check_reads_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.reference_files(None) == []
    for name in ("states.yaml", "authorities.yaml", "sample_authorities.yaml"):
        (tmp_path / name).write_text((files.FOLDER / name).read_text())
    (tmp_path / "participation").mkdir()
    (tmp_path / "participation" / "file.yaml").write_text(PARTICIPATION.replace("[A]", "[Z]"))
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    assert [error.msg for error in checks.reference_files(None)] == [
        'file.yaml:9: participations → 1 → declarations → 1 → annexes: unknown annex "Z"'
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("states", "[XK]", "[XK, QX]", '23: others → codes → 2: neither ISO 3166-1 nor CLDR knows "QX"'),
        ("states", "[XK]", "[XK, XK]", '23: others → codes → 1: the State "XK" is listed twice'),
        ("authorities", "state: LV", "state: HK", '5: authorities → LV-TM → state: unknown State "HK"'),
    ],
)
def test_a_state_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str, expected: str
) -> None:
    for file in ("states.yaml", "authorities.yaml"):
        text = (files.FOLDER / file).read_text()
        (tmp_path / file).write_text(text.replace(old, new, 1) if file == f"{name}.yaml" else text)
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    read = files.states_file if name == "states" else files.authorities_file
    with pytest.raises(DataFileError) as refused:
        read()
    assert refused.value.problems[0] == f"{name}.yaml:{expected}"
