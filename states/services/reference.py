"""Loads the reference data. What is missing is created; what nobody touched is brought up to date.

The rule: every row keeps the fingerprint of the values that were loaded into it. A row whose values no longer
have that fingerprint was changed by an administrator, and one without a fingerprint was entered by hand: both
stay as they are, and are named in the result.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import PORTAL_CHAIN, record
from states import events
from states.models import (
    Authority,
    CountryRule,
    Declaration,
    Participation,
    ProvisionalApplication,
    ReferenceModel,
    State,
    Treaty,
)
from states.reference import files
from states.reference.names import state_names
from states.reference.schema import AuthorityData, CountryRuleData, CountryRulesFile, ParticipationData
from states.treaties import get_treaty_rules, treaty_codes

RowT = TypeVar("RowT", bound=ReferenceModel)


@dataclass
class Loaded:
    """What a load did. `kept` names the rows that were left as an administrator made them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def load_reference_data(actor: Actor) -> Loaded:
    """States, treaties, participation, authorities, country rules: what a source names. Safe to run again."""
    loaded = Loaded()
    _load_states(loaded)
    for code in treaty_codes():
        rules = get_treaty_rules(code)
        values = {
            "title": rules.title.en,
            "short_title": rules.short_title.en,
            "adopted_on": rules.adopted_on,
        }
        _put(loaded, Treaty, {"code": code}, values)
    for file in files.participation_files():
        treaty = Treaty.objects.get(code=file.treaty)
        for data in file.participations:
            _load_participation(loaded, treaty, data)
    _load_authorities(loaded, files.authorities_file().authorities, is_sample=False)
    _load_country_rules(loaded, files.country_rules_files())
    _tell(actor, loaded)
    return loaded


@transaction.atomic
def load_sample_data(actor: Actor) -> Loaded:
    """The demonstration's invented authorities and country rules; never part of a production start.

    Needs the States and treaties.
    """
    loaded = Loaded()
    _load_authorities(loaded, files.authorities_file(sample=True).authorities, is_sample=True)
    _load_country_rules(loaded, files.country_rules_files(sample=True))
    _tell(actor, loaded)
    return loaded


def _load_states(loaded: Loaded) -> None:
    content = files.states_file()
    rows = State.objects.in_bulk()
    for group in content.groups:
        for code in group.codes:
            names = state_names(code, as_iso=code in content.iso_names)
            values = {
                "alpha3": names.alpha3,
                "name_en": names.en,
                "name_fr": names.fr,
                "name_es": names.es,
                "source": group.source,
            }
            _put_row(loaded, rows.get(code), State, {"code": code}, values)


def _load_authorities(loaded: Loaded, authorities: tuple[AuthorityData, ...], *, is_sample: bool) -> None:
    for data in authorities:
        values = data.model_dump(mode="json", exclude={"code", "state"})
        _put(
            loaded, Authority, {"code": data.code}, values | {"state_id": data.state, "is_sample": is_sample}
        )


def _load_country_rules(loaded: Loaded, sheets: tuple[CountryRulesFile, ...]) -> None:
    authorities = dict(Authority.objects.values_list("code", "pk"))
    rows = {(row.state_id, row.code): row for row in CountryRule.objects.select_related("state")}
    for sheet in sheets:
        for rule in sheet.rules:
            values = country_rule_values(sheet, rule)
            values["authority_id"] = authorities[rule.authority] if rule.authority else None
            identity = {"state_id": sheet.state, "code": rule.code}
            _put_row(loaded, rows.get((sheet.state, rule.code)), CountryRule, identity, values)


def country_rule_values(sheet: CountryRulesFile, rule: CountryRuleData) -> dict[str, Any]:
    """The values of a rule's row, but for its State, code and authority."""
    texts = ("label", "text", "fix")
    values = rule.model_dump(mode="json", exclude={"code", "authority", "treaty", *texts})
    for name in texts:
        values |= {
            f"{name}_{code}": text for code, text in getattr(rule, name).model_dump(exclude_none=True).items()
        }
    return values | {
        "treaty_id": rule.treaty,
        "is_sample": sheet.sample,
        "last_day": rule.last_day,
        "source_read_on": rule.source_read_on,
    }


def _load_participation(loaded: Loaded, treaty: Treaty, data: ParticipationData) -> None:
    nested = {"provisional_applications", "declarations"}
    participation = _put(
        loaded,
        Participation,
        {"treaty_id": treaty.code, "state_id": data.state},
        data.model_dump(exclude=nested | {"state"}),
    )
    identity = {"participation_id": participation.pk}
    for provisional in data.provisional_applications:
        values = provisional.model_dump(exclude={"key"})
        _put(loaded, ProvisionalApplication, identity | {"key": provisional.key}, values)
    for declaration in data.declarations:
        values = declaration.model_dump(exclude={"key"})
        _put(loaded, Declaration, identity | {"key": declaration.key}, values)


def _put(loaded: Loaded, model: type[RowT], identity: Mapping[str, Any], values: Mapping[str, Any]) -> RowT:
    row = model._default_manager.filter(**identity).first()
    return _put_row(loaded, row, model, identity, values)


def _put_row(
    loaded: Loaded,
    row: RowT | None,
    model: type[RowT],
    identity: Mapping[str, Any],
    values: Mapping[str, Any],
) -> RowT:
    """Creates the row, updates it if nobody touched it, or keeps it."""
    fingerprint = _fingerprint(values)
    if row is None:
        loaded.created += 1
        return model._default_manager.create(**identity, **values, fingerprint=fingerprint)
    if _fingerprint({name: getattr(row, name) for name in values}) != row.fingerprint:
        loaded.kept.append(f"{model._meta.verbose_name} {row}")
    elif row.fingerprint == fingerprint:
        loaded.unchanged += 1
    else:
        loaded.updated += 1
        for name, value in (*values.items(), ("fingerprint", fingerprint)):
            setattr(row, name, value)
        row.save(update_fields=[*values, "fingerprint"])
    return row


def _fingerprint(values: Mapping[str, Any]) -> str:
    """SHA-256 of the values, which is the same before they are stored and after they are read back."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def _tell(actor: Actor, loaded: Loaded) -> None:
    if loaded.created or loaded.updated:
        record(
            events.REFERENCE_DATA_LOADED,
            chain=PORTAL_CHAIN,
            actor=actor,
            created=loaded.created,
            updated=loaded.updated,
            kept=len(loaded.kept),
        )
