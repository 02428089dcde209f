"""One world for the whole matrix: the cast, a file of the drafter's authority, a value for every address."""

import time
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from casework.choices import ConditionType
from casework.models import AssistanceRequest
from casework.services.conditions import Terms, record_condition
from casework.services.desk import add_document, assign
from mla_portal.accounts.models import User
from tests.api.test_documents import PDF
from tests.cast import Api, FullCast
from tests.factories.casework import actor, draft
from tests.factories.exchange import arrival, not_delivered
from tests.factories.execution import given_to, in_execution
from tests.factories.states import CountryRuleFactory

PEOPLE = (
    "anonymous", "outsider", "drafter", "approver", "auditor", "prosecutor", "policeman", "foreigner",
    "administrator",
)  # fmt: skip
"""Who comes by browser. The prosecutor's authority is assigned the file, the policeman's is not."""

SYSTEMS = ("nobody", "own", "assigned", "foreign", "browser")
"""Who comes by API: without a token, three clients, and the drafter's browser session without a token."""


class World(FullCast):
    """The cast, with a draft that is assigned to the prosecutors, an incoming file of which the police
    executes one measure, and the values of addresses."""

    def __init__(self) -> None:
        call_command("load_reference_data", verbosity=0)
        super().__init__()
        self.delivery = not_delivered(self, override="A sample without a translation.")
        self.case: AssistanceRequest = draft(self)
        self.assignment = assign(actor(self.drafter), self.case.pk, to=self.prosecutors)
        scan = SimpleUploadedFile("scan.pdf", PDF, "application/pdf")
        self.link = add_document(actor(self.drafter), self.case.pk, title="Scan", file=scan)
        self.rule = CountryRuleFactory.create(state=self.authority.state)
        self.arrival = arrival(self)
        self.incoming = in_execution(self)
        self.given = given_to(self, self.incoming, self.police)
        terms = Terms(ConditionType.CONFIDENTIALITY, "Keep it sealed.")
        self.condition = record_condition(actor(self.drafter), self.case.pk, terms)
        for user in (self.approver, self.administrator):
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "sample"})

    @property
    def values(self) -> dict[str, Any]:
        """What stands in an address: by `route:parameter`, or by the parameter alone."""
        nowhere = UUID(int=0)
        return {
            "request_id": self.case.pk,
            "api:persons-one:part_id": self.case.persons.get().pk,
            "api:offences-one:part_id": self.case.offences.get().pk,
            "api:measures-one:part_id": self.case.measures.get().pk,
            "api:problem:code": "refused",
            "api:state:code": "SI",
            "api:state-sheet:code": "SI",
            "states:state:code": "SI",
            "states:rule-confirm:code": "SI",
            "requests:sheet:code": "SI",
            "rule": self.rule.code,
            "states:authority:authority_id": self.authority.pk,
            "api:authority:code": "SI-MOJ",
            "code": "ljubljana-the-hague",
            "letter_id": nowhere,
            "sha256": "0" * 64,
            "object_id": "0",
            "app_label": "states",
            "content_type_id": "0",
            "url": "nothing",
            "key": "0",
            "uidb36": "0",
            "pk": 0,
            "document": self.link.document_id,
            "document_id": self.link.document_id,
            "number": 1,
            "case_id": self.case.pk,
            "link_id": self.link.pk,
            "condition_id": self.condition.pk,
            "consent_id": nowhere,
            "kind": "destruction",
            "requests:examine:kind": "formal",
            "assignment_id": self.assignment.pk,
            "grant_id": 0,
            "requests:transition:name": "submit",
            "requests:letter-new:name": "supply_information",
            "requests:letter-received:name": "receipt",
            "communication_id": nowhere,
            "section": "facts",
            "part": "persons",
            "part_id": self.case.persons.get().pk,
            "tab": "timeline",
            "authority_id": self.authority.pk,
            "name": "request-1.0",
            "arrival_id": self.arrival.pk,
            "delivery_id": self.delivery.pk,
            "deadline_id": nowhere,
            "requests:deadline-act:act": "end",
        } | self._of_the_incoming_file

    @property
    def _of_the_incoming_file(self) -> dict[str, Any]:
        return {
            "requests:assigned-measure:assignment_id": self.given.pk,
            "requests:assigned-act:assignment_id": self.given.pk,
            "requests:assigned-letter:assignment_id": self.given.pk,
            "requests:assigned-act:name": "accept",
            "requests:measure-give:case_id": self.incoming.pk,
            "requests:measure-result:case_id": self.incoming.pk,
            "measure_id": self.given.measure_id,
            "api:formal-check:request_id": self.incoming.pk,
            "api:legal-check:request_id": self.incoming.pk,
            "api:measure-candidates:request_id": self.incoming.pk,
            "api:measure-assignments:request_id": self.incoming.pk,
            "api:measure-outcome:request_id": self.incoming.pk,
            "api:assigned-measure:assignment_id": self.given.pk,
            "api:assigned-measure-acts:assignment_id": self.given.pk,
        }

    def browser_of(self, role: str) -> Client:
        """The browser of one of `PEOPLE`, signed in and with a second factor where they have one."""
        browser = Client(raise_request_exception=False)
        if role != "anonymous":
            user = self._person(role)
            browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
            if Authenticator.objects.filter(user=user).exists():
                session = browser.session
                session["account_authentication_methods"] = [
                    {"method": "mfa", "type": "totp", "at": time.time()}
                ]
                session["account_authentication_methods_user"] = str(user.pk)
                session.save()
        return browser

    def system_of(self, role: str) -> Client:
        """The client of one of `SYSTEMS`."""
        match role:
            case "browser":
                return self.browser_of("drafter")
            case "own":
                return Api(self.client, raise_request_exception=False)
            case "assigned":
                return Api(self.prosecutors_client, raise_request_exception=False)
            case "foreign":
                return Api(self.other_state_client, raise_request_exception=False)
        return Api(raise_request_exception=False)

    def _person(self, role: str) -> User:
        person = self.other_state_officer if role == "foreigner" else getattr(self, role)
        return User.objects.get(pk=person.pk)
