"""How the codes stored in audit events read, in the reader's language.

A code that is no longer known (of an older table, field or treaty file) is shown as it is.
"""

from datetime import date

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import TextChoices
from django.utils.formats import date_format

from casework.choices import (
    CertificateKind,
    CheckKind,
    CommunicationDirection,
    CommunicationType,
    ConditionType,
    DecisionType,
    Finding,
    MeasureOutcome,
    MoveCause,
    Status,
)
from casework.sections import PART_FIELDS, SECTIONS
from casework.workflow import TABLES
from casework.workflow.execution import EXECUTION
from documents.choices import LetterLanguage, Purpose, TranslationState
from states.choices import LetterChannel
from states.treaties import get_treaty_rules, treaty_codes

_MODELS = ("AssistanceRequest", "Person", "Offence", "Measure")


def _of(choices: type[TextChoices], code: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def status(code: str) -> str:
    return _of(Status, code)


def direction(code: str) -> str:
    return _of(CommunicationDirection, code)


def communication(code: str) -> str:
    return _of(CommunicationType, code)


def channel(code: str) -> str:
    return _of(LetterChannel, code)


def condition(code: str) -> str:
    return _of(ConditionType, code)


def purpose(code: str) -> str:
    return _of(Purpose, code)


def certificate(code: str) -> str:
    return _of(CertificateKind, code)


def decision(code: str) -> str:
    return _of(DecisionType, code)


def check(code: str) -> str:
    return _of(CheckKind, code)


def findings(lines: str) -> str:
    """What was found of each point, a line each (`key = finding`); taken back where it names none."""
    pairs = (line.partition(" = ") for line in lines.splitlines())
    return "; ".join(
        f"{_point(key)}: {_of(Finding, found) if found else '–'}" for key, _equals, found in pairs
    )


def _point(key: str) -> str:
    """The label of a content or a ground of a treaty file; a State's own rule by its key."""
    owner, _colon, code = key.split(" ")[0].rpartition(":")
    for treaty in treaty_codes():
        rules = get_treaty_rules(treaty)
        entries = rules.grounds if not owner else rules.requirements if owner == treaty else ()
        for entry in entries:
            if entry.code == code:
                return str(entry.label)
    return key


def language(code: str) -> str:
    return _of(LetterLanguage, code)


def translation_state(code: str) -> str:
    return _of(TranslationState, code)


def move_cause(code: str) -> str:
    return _of(MoveCause, code)


def transition(name: str) -> str:
    """The label of a transition, in whichever table it is."""
    rules = (table.get(name) for table in TABLES.values())
    return next((str(rule.label) for rule in rules if rule), name)


def execution_act(name: str) -> str:
    """The label of an act on a measure given to a competent authority."""
    return str(EXECUTION[name].label) if name in EXECUTION else name


def outcome(code: str) -> str:
    return _of(MeasureOutcome, code)


def day(iso: str) -> str:
    """A day as the reader writes it."""
    try:
        return date_format(date.fromisoformat(iso), "DATE_FORMAT")
    except ValueError:
        return iso


def part(model_name: str) -> str:
    """Person, offence or measure."""
    known = model_name in {name.lower() for name in _MODELS}
    return str(apps.get_model("requests", model_name)._meta.verbose_name) if known else model_name


def part_name(name: str) -> str:
    """A person's name as it is; a measure or crime by its label in a treaty file."""
    for code in treaty_codes():
        rules = get_treaty_rules(code)
        for entry in (*rules.measures, *rules.crimes):
            if entry.code == name:
                return str(entry.label)
    return name


def fields(names: str) -> str:
    """The labels of fields, of the file or of one of its parts."""
    return ", ".join(_field(name) for name in names.split(", "))


def _field(name: str) -> str:
    if name in PART_FIELDS:
        return str(SECTIONS[name].label)
    for model in _MODELS:
        try:
            return str(getattr(apps.get_model("requests", model)._meta.get_field(name), "verbose_name", name))
        except FieldDoesNotExist:
            continue
    return name
