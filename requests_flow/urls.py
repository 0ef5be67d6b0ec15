"""Every address of the house. What has none here has none at all: there is no admin site."""

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from archive.views import desk as archive_desk
from legal_review.views import queue as legal_queue

from .flows import CaseFlow
from .views import (
    calendar_import,
    calendar_page,
    case_page,
    deliver_queue,
    desk,
    files,
    login,
    receipt,
    side,
    specimens,
    tasks,
)

CaseFlow.instance.app_name = "flow"

urlpatterns = [
    path("", desk.Desk.as_view(), name="desk"),
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("cases/step/", CaseFlow.instance.urls),
    path("cases/<int:pk>/", case_page.CasePage.as_view(), name="case"),
    path("cases/<int:pk>/clock/", case_page.Ledger.as_view(), name="case_ledger"),
    path("cases/<int:pk>/reveal/", case_page.Reveal.as_view(), name="reveal"),
    path("cases/<int:pk>/claim/", tasks.Claim.as_view(), name="claim"),
    path("cases/<int:pk>/release/", tasks.Release.as_view(), name="release"),
    path(
        "cases/<int:pk>/letters/<int:letter_pk>.pdf",
        files.LetterFile.as_view(),
        name="case_letter",
    ),
    path("cases/<int:pk>/drafts/<int:version>.pdf", files.DraftFile.as_view(), name="case_draft"),
    path(
        "cases/<int:pk>/documents/<int:document_pk>/",
        files.DocumentFile.as_view(),
        name="case_document",
    ),
    path("cases/<int:pk>/dossier/", files.DossierListing.as_view(), name="case_dossier"),
    path("cases/<int:pk>/preview/", side.Preview.as_view(), name="preview"),
    path("cases/<int:pk>/record/fact/", side.RecordFact.as_view(), name="record_fact"),
    path("cases/<int:pk>/record/search/", side.RecordSearch.as_view(), name="record_search"),
    path("cases/<int:pk>/record/document/", side.AddDocument.as_view(), name="add_document"),
    path("cases/<int:pk>/record/proof/", side.AddProof.as_view(), name="add_proof"),
    path("cases/<int:pk>/record/consultation/", side.Consult.as_view(), name="consult"),
    path(
        "cases/<int:pk>/record/consultations/<int:consultation_pk>/",
        side.RecordConsultation.as_view(),
        name="record_consultation",
    ),
    path("cases/<int:pk>/record/receipt/", receipt.PrintReceipt.as_view(), name="print_receipt"),
    path("cases/<int:pk>/record/extension/", side.Extend.as_view(), name="extend"),
    path("legal/", legal_queue.Queue.as_view(), name="legal_queue"),
    path("deliver/", deliver_queue.Queue.as_view(), name="deliver_queue"),
    path("calendar/", calendar_page.CalendarPage.as_view(), name="calendar"),
    path("calendar/import/", calendar_import.ImportPage.as_view(), name="calendar_import"),
    path("calendar/<int:pk>/", calendar_page.NoticePage.as_view(), name="calendar_notice"),
    path("letters/", specimens.Specimens.as_view(), name="specimens"),
    path("letters/<slug:code>.pdf", specimens.Specimen.as_view(), name="specimen"),
    path("archive/", archive_desk.Desk.as_view(), name="archive_desk"),
]

handler400 = "requests_flow.views.failures.not_here"
handler403 = "requests_flow.views.failures.not_here"
handler404 = "requests_flow.views.failures.not_here"
handler500 = "requests_flow.views.failures.broken"
