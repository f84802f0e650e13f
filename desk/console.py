"""Addresses of the console."""

from django.urls import path

from desk.accounts import sign_in
from desk.accounts import views as accounts
from desk.conversations import actions as conversation
from desk.conversations import views as conversations
from desk.leads import actions as lead
from desk.leads import views as leads
from desk.privacy import views as privacy

urlpatterns = [
    path("", conversations.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/", sign_in.change_password, name="change_password"),
    path("live/badge/", conversations.live_badge, name="live_badge"),
    path("conversations/", conversations.conversation_list, name="conversations"),
    path("conversations/<uuid:conversation_id>/", conversations.transcript, name="transcript"),
    path("conversations/<uuid:conversation_id>/live/", conversations.live_messages, name="live_messages"),
    path("conversations/<uuid:conversation_id>/take-over/", conversation.take_over, name="take_over"),
    path("conversations/<uuid:conversation_id>/reply/", conversation.reply, name="reply"),
    path("conversations/<uuid:conversation_id>/hand-back/", conversation.hand_back, name="hand_back"),
    path("conversations/<uuid:conversation_id>/review/", conversation.review, name="review"),
    path("conversations/<uuid:conversation_id>/not-reviewed/", conversation.undo_reviewed, name="undo_reviewed"),
    path("reviews/<uuid:review_id>/undo/", conversation.undo, name="undo_review"),
    path("alerts/<uuid:alert_id>/acknowledge/", conversation.acknowledge_alert, name="acknowledge"),
    path("requests/<uuid:request_id>/resolve/", conversation.resolve, name="resolve"),
    path("leads/", leads.lead_list, name="leads"),
    path("leads/export/", lead.export, name="export_leads"),
    path("leads/<uuid:lead_id>/", leads.lead_page, name="lead"),
    path("leads/<uuid:lead_id>/claim/", lead.claim, name="claim"),
    path("leads/<uuid:lead_id>/release/", lead.release, name="release"),
    path("leads/<uuid:lead_id>/attempt/", lead.attempt, name="attempt"),
    path("leads/<uuid:lead_id>/callback/", lead.callback, name="callback"),
    path("leads/<uuid:lead_id>/note/", lead.note, name="lead_note"),
    path("leads/<uuid:lead_id>/hand-off/", lead.hand_off, name="hand_off"),
    path("leads/<uuid:lead_id>/close/", lead.close, name="close_lead"),
    path("leads/<uuid:lead_id>/reopen/", lead.reopen, name="reopen_lead"),
    path("leads/<uuid:lead_id>/do-not-call/", lead.do_not_call, name="do_not_call"),
    path("leads/<uuid:lead_id>/revoke/", lead.revoke_consent, name="revoke_consent"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/find/", privacy.find, name="find_person"),
    path("privacy/erase/", privacy.erase, name="erase_person"),
    path("privacy/export/", privacy.export, name="export_person"),
    path("privacy/retention/", privacy.run_retention, name="run_retention"),
    path("privacy/requests/<uuid:request_id>/close/", privacy.close, name="close_privacy_request"),
    path("privacy/receipts/<uuid:receipt_id>/", privacy.receipt, name="receipt"),
    path("staff/", accounts.staff_list, name="staff"),
    path("staff/add/", accounts.staff_add, name="staff_add"),
    path("staff/<str:username>/", accounts.staff_change, name="staff_change"),
    path("audit/", accounts.audit_log, name="audit"),
]
