"""Who gets what at which address: the whole project, a line for each route and method.

The statuses stand in the order of `PEOPLE` and `SYSTEMS` (world.py). A name may be a pattern (`admin:*_add`);
the first line that fits counts. The method may be `*`. Writes are sent with an
empty body: 400 or 409 means that the door was open.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    route: str
    method: str
    statuses: tuple[int, ...]


def _read(table: str) -> tuple[Line, ...]:
    lines = (line.split() for line in table.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(Line(route, method, tuple(map(int, statuses))) for route, method, *statuses in lines)


WEB = _read("""
# route                            method  anonymous
#                                          |   outsider
#                                          |   |   drafter
#                                          |   |   |   approver
#                                          |   |   |   |   auditor
#                                          |   |   |   |   |   prosecutor (assigned)
#                                          |   |   |   |   |   |   policeman (not assigned)
#                                          |   |   |   |   |   |   |   foreigner
#                                          |   |   |   |   |   |   |   |   administrator
# --- anybody
health-live                        GET     200 200 200 200 200 200 200 200 200
robots.txt                         GET     200 200 200 200 200 200 200 200 200
health-ready                       GET     200 200 200 200 200 200 200 200 200
demo-codes                         GET     200 200 200 200 200 200 200 200 200
set_language                       GET     302 302 302 302 302 302 302 302 302
verify                             GET     200 200 200 200 200 200 200 200 200
verify-code                        GET     404 404 404 404 404 404 404 404 404
verify-json                        GET     404 404 404 404 404 404 404 404 404
letter-schema                      GET     200 200 200 200 200 200 200 200 200
# --- States and treaties
states:states                      GET     302 200 200 200 200 200 200 200 200
states:authorities                 GET     302 200 200 200 200 200 200 200 200
states:state                       GET     302 404 200 200 200 200 200 200 200
states:stale-rules                 GET     302 200 200 200 200 200 200 200 200
states:rule-confirm                GET     302 404 403 403 403 403 403 403 200
states:rule-confirm                POST    302 404 403 403 403 403 403 403 422
requests:sheet                     GET     302 404 200 200 200 200 200 200 200
states:authority                   GET     302 404 200 200 200 200 200 200 200
states:cooperation                 GET     302 404 200 200 200 200 200 200 200
# --- case work
document-download                  GET     302 404 200 200 200 200 404 404 404
document-download                  POST    302 404 200 200 200 200 404 404 404
requests:worklist                  GET     302 200 200 200 200 200 200 200 200
requests:approvals                 GET     302 403 403 200 403 403 403 200 403
requests:due                       GET     302 200 200 200 200 200 200 200 200
requests:reminders-read            GET     302 302 302 302 302 302 302 302 302
requests:reminders-read            POST    302 409 409 409 409 409 409 409 409
requests:statistics*               GET     302 403 403 200 200 403 403 200 403
requests:new                       GET     302 403 200 200 403 200 200 200 403
requests:new                       POST    302 403 422 422 403 422 422 422 403
requests:case                      GET     302 404 200 200 200 200 404 404 404
requests:preview                   GET     302 404 200 200 200 200 404 404 404
requests:transition                GET     302 404 200 200 403 403 404 404 404
requests:transition                POST    401 404 422 422 403 403 404 404 404
requests:return-causes             GET     302 404 404 404 403 403 404 404 404
requests:return-causes             POST    401 404 404 404 403 403 404 404 404
requests:letter                    GET     302 404 404 404 404 404 404 404 404
requests:letter-retry              GET     302 404 404 404 404 404 404 404 404
requests:letter-retry              POST    401 404 409 409 409 409 404 404 404
requests:letter-new                GET     302 404 409 409 403 403 404 404 404
requests:letter-new                POST    401 404 409 409 403 403 404 404 404
requests:translations              GET     302 404 200 200 403 403 404 404 404
requests:translations              POST    401 404 409 409 403 403 404 404 404
requests:letter-translations       GET     302 404 404 404 403 403 404 404 404
requests:letter-translations       POST    401 404 404 404 403 403 404 404 404
requests:letter-received           GET     302 404 409 409 409 409 404 404 404
requests:letter-received           POST    401 404 409 409 409 409 404 404 404
requests:letter-page               GET     302 404 404 404 404 404 404 404 404
requests:letter-change             GET     302 404 404 404 403 403 404 404 404
requests:letter-change             POST    401 404 404 404 403 403 404 404 404
requests:letter-progress           GET     302 404 404 404 404 404 404 404 404
requests:letter-discard            GET     302 404 404 404 404 404 404 404 404
requests:letter-discard            POST    401 404 404 404 404 404 404 404 404
requests:letter-seal               GET     302 404 404 404 404 404 404 404 404
requests:letter-seal               POST    401 404 404 404 404 404 404 404 404
requests:letter-again              GET     302 404 404 404 404 404 404 404 404
requests:letter-again              POST    401 404 404 404 404 404 404 404 404
requests:letter-give-up            GET     302 404 404 404 404 404 404 404 404
requests:letter-give-up            POST    401 404 404 404 404 404 404 404 404
requests:letter-revoke             GET     302 404 404 404 404 404 404 404 404
requests:letter-revoke             POST    401 404 404 404 404 404 404 404 404
requests:letter-send               GET     302 404 404 404 404 404 404 404 404
requests:letter-send               POST    401 404 404 404 403 403 404 404 404
requests:notes                     GET     302 302 302 302 302 302 302 302 302
requests:notes                     POST    401 404 422 422 403 403 404 404 404
requests:assignments               GET     302 302 302 302 302 302 302 302 302
requests:assignments               POST    401 404 422 422 403 403 404 404 404
requests:assignment-end            GET     302 302 302 302 302 302 302 302 302
requests:assignment-end            POST    401 404 302 302 403 403 404 404 404
requests:grants                    GET     302 302 302 302 302 302 302 302 302
requests:grants                    POST    401 404 403 422 403 403 404 404 404
requests:grant-end                 GET     302 302 302 302 302 302 302 302 302
requests:grant-end                 POST    401 404 403 404 403 403 404 404 404
requests:conditions                GET     302 302 302 302 302 302 302 302 302
requests:conditions                POST    401 404 422 422 403 403 404 404 404
requests:condition                 GET     302 404 200 200 200 200 404 404 404
requests:condition-end             GET     302 404 200 200 200 200 404 404 404
requests:condition-end             POST    401 404 422 422 403 403 404 404 404
requests:consents                  GET     302 404 200 200 200 200 404 404 404
requests:consents                  POST    401 404 422 422 403 403 404 404 404
requests:consent-answer            GET     302 404 200 200 200 200 404 404 404
requests:consent-answer            POST    401 404 422 422 403 403 404 404 404
requests:certificate               GET     302 404 403 200 403 403 404 404 404
requests:certificate               POST    401 404 403 422 403 403 404 404 404
requests:export                    GET     302 404 200 200 403 403 404 404 404
requests:export                    POST    401 404 200 200 403 403 404 404 404
requests:document-use              GET     302 404 200 200 403 403 404 404 404
requests:document-use              POST    401 404 422 422 403 403 404 404 404
requests:documents-add             GET     302 302 302 302 302 302 302 302 302
requests:documents-add             POST    401 404 422 422 403 403 404 404 404
requests:document-remove           GET     302 302 302 302 302 302 302 302 302
requests:document-remove           POST    401 404 302 302 403 403 404 404 404
requests:deadline-set              GET     302 302 302 302 302 302 302 302 302
requests:deadline-set              POST    401 404 422 422 403 403 404 404 404
requests:deadline-act              GET     302 302 302 302 302 302 302 302 302
requests:deadline-act              POST    401 404 422 422 403 403 404 404 404
requests:examine                   GET     302 302 302 302 302 302 302 302 302
requests:examine                   POST    401 404 409 409 403 403 404 404 404
requests:draft                     GET     302 404 200 200 403 403 404 404 404
requests:draft-documents           GET     302 404 200 200 403 403 404 404 404
requests:section                   GET     302 404 200 200 403 403 404 404 404
requests:section                   POST    401 404 409 409 403 403 404 404 404
requests:part-new                  GET     302 404 200 200 403 403 404 404 404
requests:part-new                  POST    401 404 422 422 403 403 404 404 404
requests:part                      GET     302 404 200 200 403 403 404 404 404
requests:part                      POST    401 404 422 422 403 403 404 404 404
requests:part-remove               GET     302 302 302 302 302 302 302 302 302
requests:part-remove               POST    401 404 302 302 403 403 404 404 404
requests:case-tab                  GET     302 404 200 200 200 200 404 404 404
# --- an incoming file of the drafter's authority; the policeman's authority has one measure of it
requests:measures-given            GET     302 403 403 403 403 200 200 403 403
requests:assigned-measure          GET     302 404 200 200 200 404 200 404 404
requests:assigned-act              GET     302 404 403 403 403 404 200 404 404
requests:assigned-act              POST    401 404 403 403 403 404 302 404 404
requests:assigned-letter           GET     302 302 302 302 302 302 302 302 302
requests:assigned-letter           POST    401 404 302 302 403 404 403 404 404
requests:measure-give              GET     302 404 200 200 403 404 404 404 404
requests:measure-give              POST    401 404 422 422 403 404 404 404 404
requests:measure-result            GET     302 404 200 200 403 404 404 404 404
requests:measure-result            POST    401 404 422 422 403 404 404 404 404
# --- intake: the file is of the drafter's authority
exchange:intake                    GET     302 403 200 200 200 403 403 200 403
exchange:register                  GET     302 403 200 200 403 403 403 200 403
exchange:register                  POST    302 403 422 422 403 403 403 422 403
exchange:arrival                   GET     302 404 200 200 200 404 404 404 404
exchange:set-aside                 GET     302 302 302 302 302 302 302 302 302
exchange:set-aside                 POST    302 404 422 422 403 404 404 404 404
exchange:open                      GET     302 302 302 302 302 302 302 302 302
exchange:open                      POST    302 404 422 422 403 404 404 404 404
exchange:join                      GET     302 302 302 302 302 302 302 302 302
exchange:join                      POST    302 404 422 422 403 404 404 404 404
exchange:enter                     GET     302 404 200 200 403 404 404 404 404
exchange:enter                     POST    302 404 404 404 403 404 404 404 404
exchange:retry                     GET     302 404 302 302 302 404 404 404 404
exchange:retry                     POST    302 404 302 302 403 404 404 404 404
# --- one's own account; none of these names another person
account_login                      GET     200 200 200 200 200 200 200 200 200
account_login                      POST    400 200 200 200 200 200 200 200 200
account_logout                     GET     200 200 200 200 200 200 200 200 200
account_logout                     POST    200 200 200 200 200 200 200 200 200
account_inactive                   GET     200 200 200 200 200 200 200 200 200
account_signup                     *       200 200 200 200 200 200 200 200 200
account_reauthenticate             *       302 403 403 302 403 403 403 403 302
account_email                      *       404 404 404 404 404 404 404 404 404
account_email_verification_sent    GET     200 200 200 200 200 200 200 200 200
account_change_password            *       302 302 302 302 302 302 302 302 302
account_set_password               GET     302 200 200 200 200 200 200 200 200
account_set_password               POST    302 400 400 400 400 400 400 400 400
account_reset_password             GET     200 200 200 200 200 200 200 200 200
account_reset_password             POST    400 400 400 400 400 400 400 400 400
account_reset_password_from_key    GET     200 200 200 200 200 200 200 200 200
account_reset_password_from_key    POST    400 400 400 400 400 400 400 400 400
account_reset_password*done        GET     200 200 200 200 200 200 200 200 200
account_confirm_login_code         *       302 302 302 302 302 302 302 302 302
account_confirm_email              GET     400 400 400 400 400 400 400 400 400
account_confirm_email              POST    404 404 404 404 404 404 404 404 404
mfa_index                          GET     302 200 200 200 200 200 200 200 200
mfa_authenticate                   *       302 302 302 302 302 302 302 302 302
mfa_reauthenticate                 *       302 403 403 200 403 403 403 403 200
mfa_activate_totp                  *       302 200 200 302 200 200 200 200 302
mfa_deactivate_totp                *       302 404 404 302 404 404 404 404 302
mfa_generate_recovery_codes        *       302 200 200 302 200 200 200 200 302
mfa_*_recovery_codes               *       302 404 404 404 404 404 404 404 404
mfa_list_webauthn                  GET     302 200 200 200 200 200 200 200 200
mfa_add_webauthn                   *       302 200 200 302 200 200 200 200 302
mfa_remove_webauthn                *       302 404 404 302 404 404 404 404 302
mfa_edit_webauthn                  *       302 404 404 302 404 404 404 404 302
mfa_reauthenticate_webauthn        *       302 403 403 302 403 403 403 403 302
mfa_login_webauthn                 GET     200 200 200 200 200 200 200 200 200
mfa_login_webauthn                 POST    302 200 200 200 200 200 200 200 200
# --- administration: everybody else is sent to its door, which sends them away
admin:login                        GET     302 403 403 403 403 403 403 403 302
admin:logout                       GET     302 302 302 302 302 302 302 302 302
admin:password_change              GET     302 302 302 302 302 302 302 302 302
admin:password_change_done         GET     302 302 302 302 302 302 302 302 200
admin:autocomplete                 GET     302 302 302 302 302 302 302 302 403
admin:view_on_site                 GET     302 302 302 302 302 302 302 302 404
admin:index                        GET     302 302 302 302 302 302 302 302 200
admin:jsi18n                       GET     302 302 302 302 302 302 302 302 200
admin:app_list                     GET     302 302 302 302 302 302 302 302 200
admin:*_changelist                 GET     302 302 302 302 302 302 302 302 200
admin:states_treaty_add            GET     302 302 302 302 302 302 302 302 403
admin:requests_chaserpolicy_add    GET     302 302 302 302 302 302 302 302 200
admin:requests_deadlinepolicy_add  GET     302 302 302 302 302 302 302 302 200
admin:requests_routingrule_add     GET     302 302 302 302 302 302 302 302 200
admin:requests_*_add               GET     302 302 302 302 302 302 302 302 403
admin:exchange_knownseal_add       GET     302 302 302 302 302 302 302 302 200
admin:exchange_*_add               GET     302 302 302 302 302 302 302 302 403
admin:*_add                        GET     302 302 302 302 302 302 302 302 200
admin:exchange_knownseal_delete    GET     302 302 302 302 302 302 302 302 302
admin:documents_lettertext_delete  GET     302 302 302 302 302 302 302 302 403
admin:documents_lettertext_preview GET     302 302 302 302 302 302 302 302 400
admin:*_delete                     GET     302 302 302 302 302 302 302 302 403
admin:*_change                     GET     302 302 302 302 302 302 302 302 302
admin:*_history                    GET     302 302 302 302 302 302 302 302 302
admin/*/<path:object_id>/          *       302 302 302 302 302 302 302 302 302
admin/(*                           GET     302 302 302 302 302 302 302 302 404
""")
API = _read("""
# route                            method  nobody
#                                          |   own authority's client
#                                          |   |   assigned authority's client
#                                          |   |   |   other State's client
#                                          |   |   |   |   a browser's session without a token
api:token                          POST    415 415 415 415 415
api:revoke                         POST    415 415 415 415 415
api:openapi-*                      GET     200 200 200 200 200
api:docs                           GET     200 200 200 200 200
api:problem                        GET     200 200 200 200 200
api:requests                       GET     401 200 200 200 401
api:requests                       POST    401 400 400 400 401
api:request                        GET     401 200 200 404 401
api:request                        PATCH   401 428 428 404 401
api:transitions                    GET     401 200 200 404 401
api:transitions                    POST    401 400 400 404 401
api:completeness                   GET     401 200 200 404 401
api:formal-check                   GET     401 200 404 404 401
api:formal-check                   POST    401 400 404 404 401
api:legal-check                    GET     401 200 404 404 401
api:legal-check                    POST    401 400 404 404 401
api:request-translations           GET     401 200 200 404 401
api:request-translations           POST    401 400 400 404 401
api:request-letter-translations    GET     401 404 404 404 401
api:request-letter-translations    POST    401 404 404 404 401
api:timeline                       GET     401 200 200 404 401
api:persons                        POST    401 400 400 404 401
api:offences                       POST    401 400 400 404 401
api:measures                       POST    401 400 400 404 401
api:persons-one                    *       401 428 428 404 401
api:offences-one                   *       401 428 428 404 401
api:measures-one                   *       401 428 428 404 401
api:deadlines                      POST    401 400 400 404 401
api:what-if                        GET     401 400 400 404 401
api:deadline-*                     POST    401 400 400 404 401
api:request-documents              GET     401 200 200 404 401
api:request-documents              POST    401 415 415 404 401
api:document-uses                  POST    401 400 400 404 401
api:conditions                     POST    401 400 400 404 401
api:condition-end                  POST    401 400 400 404 401
api:consents                       POST    401 400 400 404 401
api:consent-answer                 POST    401 400 400 404 401
api:certificates                   POST    401 400 400 404 401
api:document                       GET     401 200 200 404 401
api:content                        GET     401 200 200 404 401
api:content                        POST    401 400 400 404 401
api:measure-candidates             GET     401 200 404 404 401
api:measure-assignments            POST    401 400 404 404 401
api:measure-outcome                POST    401 428 404 404 401
api:assigned-measures              GET     401 200 200 200 401
api:assigned-measure               GET     401 200 404 404 401
api:assigned-measure-acts          POST    401 428 404 404 401
api:request-letters                GET     401 200 200 404 401
api:request-letters                POST    401 400 400 404 401
api:request-letter                 PATCH   401 404 404 404 401
api:request-letter                 DELETE  401 404 404 404 401
api:request-letter-order           POST    401 404 404 404 401
api:request-letter-send            POST    401 404 404 404 401
api:letter                         GET     401 404 404 404 401
api:statistics                     GET     401 403 403 403 401
api:arrivals                       GET     401 200 200 200 401
api:arrivals                       POST    401 415 415 415 401
api:arrival                        GET     401 200 404 404 401
api:deliveries                     GET     401 200 200 200 401
api:delivery                       GET     401 200 404 404 401
api:delivery-retry                 POST    401 200 404 404 401
api:exchange-letters               GET     401 403 403 403 401
api:exchange-letters               POST    401 403 403 403 401
api:exchange-letter                GET     401 403 403 403 401
api:exchange-content               GET     401 403 403 403 401
api:exchange-enclosure             GET     401 403 403 403 401
api:states                         GET     401 200 200 200 401
api:state                          GET     401 200 200 200 401
api:state-sheet                    GET     401 200 200 200 401
api:authorities                    GET     401 200 200 200 401
api:authority                      GET     401 200 200 200 401
api:treaties                       GET     401 200 200 200 401
api:treaty                         GET     401 200 200 200 401
api:applicability                  GET     401 400 400 400 401
api:not-found                      GET     404 404 404 404 404
""")
