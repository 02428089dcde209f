"""The sample routing rules of the demonstration. Real ones are written in the administration."""

from pathlib import Path
from typing import Annotated

from django.db import transaction
from pydantic import BaseModel, ConfigDict, StringConstraints

from casework import events
from casework.models import RoutingRule
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import PORTAL_CHAIN, record
from states.models import Authority
from states.treaties.yaml_files import DataFile

SAMPLES = Path(__file__).parent.parent / "reference" / "sample_routing.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SampleRule(_Frozen):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=60)]
    central: str
    competent: str
    measures: list[str] = []
    crimes: list[str] = []
    places: list[str] = []
    priority: int = 100
    note: str = ""


class SampleRulesFile(_Frozen):
    rules: tuple[SampleRule, ...]


@transaction.atomic
def load_sample_routing(actor: Actor) -> int:
    """Writes the sample rules that are not there yet, and tells how many. Needs the sample authorities.

    Raises DataFileError for a faulty file, ValidationError for a code that no treaty file knows.
    """
    authorities = {row.code: row for row in Authority.objects.filter(is_sample=True)}
    written = 0
    for sample in DataFile(SAMPLES).read(SampleRulesFile).rules:
        central = authorities[sample.central]
        if RoutingRule.objects.filter(central=central, key=sample.key).exists():
            continue
        said = sample.model_dump(exclude={"central", "competent"})
        rule = RoutingRule(central=central, competent=authorities[sample.competent], is_sample=True, **said)
        rule.full_clean()
        rule.save()
        written += 1
    if written:
        record(events.SAMPLE_ROUTING_LOADED, chain=PORTAL_CHAIN, actor=actor, count=written)
    return written
