"""The people of the demonstration."""

from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.choices import Role
from states.models import Authority
from states.services.memberships import grant_membership

PASSWORD = "fictional-demonstration"  # noqa: S105 - printed on the screen; production refuses the demonstration


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account, as `var/demo.json` shows it."""

    role: str
    name: str
    email: str
    password: str
    totp_secret: str


PEOPLE = (
    ("drafter", "Ana Vzorec", "Adviser", "ana.vzorec@example.org", "SI-MOJ", Role.OFFICER),
    ("approver", "Boris Primer", "Head of Unit", "boris.primer@example.org", "SI-MOJ", Role.APPROVER),
    ("auditor", "Cilka Zgled", "Auditor", "cilka.zgled@example.org", "SI-MOJ", Role.AUDITOR),
    ("prosecutor", "Dušan Obrazec", "Prosecutor", "dusan.obrazec@example.org", "SI-SPO", Role.OFFICER),
    ("drafter, Latvia", "Ilze Parauga", "Adviser", "ilze.parauga@example.org", "LV-SAMPLE", Role.OFFICER),
    ("approver, Latvia", "Juris Paraugs", "Head", "juris.paraugs@example.org", "LV-SAMPLE", Role.APPROVER),
    ("judge, Latvia", "Zane Tiesa", "Judge", "zane.tiesa@example.org", "LV-COURT", Role.OFFICER),
    ("police, Latvia", "Jānis Kārtība", "Officer", "janis.kartiba@example.org", "LV-POLICE", Role.OFFICER),
    ("administrator", "Eva Skrbnik", "Administrator", "eva.skrbnik@example.org", "", None),
)  # fmt: skip


@transaction.atomic
def create_accounts(actor: Actor) -> list[Account]:
    """Everybody of the list, each with a second factor."""
    return [_create(actor, *person) for person in PEOPLE]


def _create(
    actor: Actor, title: str, name: str, function: str, email: str, authority: str, role: Role | None
) -> Account:
    user = User.objects.create_user(
        email, PASSWORD, full_name=name, job_title=function, is_staff=role is None, is_superuser=role is None
    )
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    if role is not None:
        grant_membership(
            actor,
            user=user,
            authority=Authority.objects.get(code=authority),
            role=role,
            confidentiality=Confidentiality.CONFIDENTIAL,
        )
    return Account(title, name, email, PASSWORD, secret)
