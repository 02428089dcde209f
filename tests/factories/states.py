"""States, authorities, their members and treaties, valid by default."""

import factory
from factory.django import DjangoModelFactory

from mla_portal.common.confidentiality import Confidentiality
from states.choices import AuthorityKind, Confidence, DeclarationType, Role
from states.models import Authority, CountryRule, Declaration, Membership, Participation, State, Treaty
from tests.factories.accounts import UserFactory


class StateFactory(DjangoModelFactory[State]):
    """Slovenia, unless told otherwise; asked twice for the same code, the same State."""

    class Meta:
        model = State
        django_get_or_create = ("code",)

    code = "SI"
    alpha3 = factory.LazyAttribute(lambda state: {"SI": "SVN", "LV": "LVA"}.get(state.code, f"{state.code}X"))
    name_en = factory.LazyAttribute(
        lambda state: {"SI": "Slovenia", "LV": "Latvia"}.get(state.code, f"State {state.code}")
    )
    name_fr = factory.LazyAttribute(lambda state: f"{state.name_en} (fr)")
    name_es = factory.LazyAttribute(lambda state: f"{state.name_en} (es)")
    source = "Invented for a test"


class AuthorityFactory(DjangoModelFactory[Authority]):
    """A central authority of Slovenia that works on this portal."""

    class Meta:
        model = Authority

    state = factory.SubFactory(StateFactory)
    kind = AuthorityKind.CENTRAL
    code = factory.Sequence(lambda number: f"AUTH-{number}")
    name = factory.Sequence(lambda number: f"Ministry of Justice {number} (sample)")
    is_hosted = True
    languages = factory.LazyFunction(lambda: ["en"])
    address = "1 Sample Street, Sample City"
    email = "central@example.org"
    source = "Invented for a test"


class MembershipFactory(DjangoModelFactory[Membership]):
    """An officer who may see restricted files."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    authority = factory.SubFactory(AuthorityFactory)
    role = Role.OFFICER
    confidentiality = Confidentiality.RESTRICTED


class TreatyFactory(DjangoModelFactory[Treaty]):
    """The Convention; its rules are those of its real data file."""

    class Meta:
        model = Treaty
        django_get_or_create = ("code",)

    code = "ljubljana-the-hague"
    title = "The Ljubljana – The Hague Convention"
    short_title = "Ljubljana – The Hague Convention"


class ParticipationFactory(DjangoModelFactory[Participation]):
    """A State that has signed on 14 February 2024 and done nothing else."""

    class Meta:
        model = Participation

    treaty = factory.SubFactory(TreatyFactory)
    state = factory.SubFactory(StateFactory)
    signed_on = "2024-02-14"
    source = "Invented for a test"
    confidence = Confidence.VERIFIED


class DeclarationFactory(DjangoModelFactory[Declaration]):
    """An acceptance of annex A."""

    class Meta:
        model = Declaration

    participation = factory.SubFactory(ParticipationFactory)
    type = DeclarationType.ANNEX_OPT_IN
    provision = "2(2)"
    summary = "Accepts annex A."
    annexes = factory.LazyFunction(lambda: ["A"])
    source = "Invented for a test"
    confidence = Confidence.VERIFIED


class CountryRuleFactory(DjangoModelFactory[CountryRule]):
    """Latvia asks for a date of birth of every person; sourced, and never confirmed."""

    class Meta:
        model = CountryRule

    state = factory.SubFactory(StateFactory, code="LV")
    code = factory.Sequence(lambda number: f"rule-{number}")
    category = "content"
    level = "required"
    label_en = "Date of birth"
    label_fr = "Date de naissance"
    label_es = "Fecha de nacimiento"
    text_en = "Every person is named with a date of birth."
    text_fr = "Chaque personne est désignée avec sa date de naissance."
    text_es = "Cada persona se designa con su fecha de nacimiento."
    fix_en = "Give the date of birth."
    fix_fr = "Indiquez la date de naissance."
    fix_es = "Indique la fecha de nacimiento."
    check_by = "field_filled"
    field = "person.birth_date"
    source = "Invented for a test"
