"""Every address of the house. What has none here has none at all: there is no admin site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from archive.views import desk as archive_desk
from legal_review.views import amended, rounds
from legal_review.views import granting as legal_granting
from legal_review.views import queue as legal_queue
from legal_review.views import statistics as legal_statistics

from .flows import CaseFlow
from .views import (
    absences,
    account,
    calendar_import,
    calendar_page,
    case_page,
    case_people,
    compare,
    delegations,
    deliver_printing,
    deliver_queue,
    files,
    finding,
    letter_deeds,
    letter_page,
    letter_register,
    login,
    looks,
    my_parts,
    oversight,
    part_deeds,
    part_work,
    phrase_page,
    phrase_preview,
    phrases,
    preview_notes,
    receipt,
    revealing,
    seal_page,
    second_factor,
    side,
    specimens,
    tasks,
)
from .views.people_landing import landing

CaseFlow.instance.app_name = "flow"

urlpatterns = [
    path("", landing, name="desk"),
    path("", include("requests_flow.views.people_routes")),
    path("login/", login.Login.as_view(), name="login"),
    path("login/second/", login.SecondStep.as_view(), name="second_step"),
    path("logout/", login.Logout.as_view(), name="logout"),
    path("account/", account.Account.as_view(), name="account"),
    path("account/password/", account.ChangePassword.as_view(), name="account_password"),
    path("account/second-factor/", second_factor.SecondFactor.as_view(), name="second_factor"),
    path("account/sessions/end/", account.EndOthers.as_view(), name="account_sessions_end"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("cases/step/", CaseFlow.instance.urls),
    path("cases/<int:pk>/", case_page.CasePage.as_view(), name="case"),
    path("cases/<int:pk>/clock/", case_page.Ledger.as_view(), name="case_ledger"),
    path("cases/<int:pk>/reveal/", revealing.Reveal.as_view(), name="reveal"),
    path("cases/<int:pk>/claim/", tasks.Claim.as_view(), name="claim"),
    path("cases/<int:pk>/release/", tasks.Release.as_view(), name="release"),
    path(
        "cases/<int:pk>/letters/<int:letter_pk>.pdf",
        files.LetterFile.as_view(),
        name="case_letter",
    ),
    path(
        "cases/<int:pk>/letters/<int:letter_pk>/", letter_page.LetterPage.as_view(), name="letter"
    ),
    path(
        "cases/<int:pk>/letters/<int:letter_pk>/service.pdf",
        files.ServiceProof.as_view(),
        name="letter_service",
    ),
    path(
        "cases/<int:pk>/letters/<int:letter_pk>/send/",
        letter_deeds.Send.as_view(),
        name="letter_send",
    ),
    path(
        "cases/<int:pk>/letters/<int:letter_pk>/result/",
        letter_deeds.RecordResult.as_view(),
        name="letter_result",
    ),
    path(
        "cases/<int:pk>/letters/<int:letter_pk>/unreachable/",
        letter_deeds.Unreachable.as_view(),
        name="letter_unreachable",
    ),
    path(
        "cases/<int:pk>/letters/<int:letter_pk>/void/",
        letter_deeds.Void.as_view(),
        name="letter_void",
    ),
    path("cases/<int:pk>/contact/", letter_deeds.CorrectContact.as_view(), name="correct_contact"),
    path("cases/<int:pk>/drafts/<int:version>.pdf", files.DraftFile.as_view(), name="case_draft"),
    path(
        "cases/<int:pk>/drafts/<int:version>/amended.pdf",
        amended.AmendedFile.as_view(),
        name="amended",
    ),
    path(
        "cases/<int:pk>/drafts/<int:version>/opinion.pdf",
        rounds.OpinionPaper.as_view(),
        name="opinion_paper",
    ),
    path("cases/<int:pk>/drafts/compare/", compare.Compare.as_view(), name="compare"),
    path(
        "cases/<int:pk>/documents/<int:document_pk>/",
        files.DocumentFile.as_view(),
        name="case_document",
    ),
    path("cases/<int:pk>/dossier/", files.DossierListing.as_view(), name="case_dossier"),
    path("cases/<int:pk>/preview/", side.Preview.as_view(), name="preview"),
    path(
        "cases/<int:pk>/preview/notes/",
        preview_notes.PreviewNotes.as_view(),
        name="preview_notes",
    ),
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
    path("cases/<int:pk>/people/", case_people.CasePeople.as_view(), name="case_people"),
    path("cases/<int:pk>/people/give/", part_deeds.GivePart.as_view(), name="part_give"),
    path("cases/<int:pk>/people/restrict/", part_deeds.Restrict.as_view(), name="restrict"),
    path("cases/<int:pk>/people/lift/", part_deeds.Lift.as_view(), name="restriction_lift"),
    path(
        "cases/<int:pk>/people/parts/<int:grant_pk>/end/",
        part_deeds.EndPart.as_view(),
        name="part_end",
    ),
    path(
        "cases/<int:pk>/questions/<int:consultation_pk>/",
        part_work.AnswerQuestion.as_view(),
        name="answer_question",
    ),
    path("cases/<int:pk>/help/", part_work.AddHelp.as_view(), name="add_help"),
    path("parts/", my_parts.MyParts.as_view(), name="my_parts"),
    path("looks/", looks.Looks.as_view(), name="looks"),
    path("search/", finding.Search.as_view(), name="search"),
    path("search/number/", finding.FindIdentity.as_view(), name="find_identity"),
    path("oversight/", oversight.Oversight.as_view(), name="oversight"),
    path("seals/", seal_page.Seals.as_view(), name="seals"),
    path("units/<slug:code>/seal/", seal_page.SealPage.as_view(), name="seal"),
    path(
        "units/<slug:code>/seal/picture.png", seal_page.SealPicture.as_view(), name="seal_picture"
    ),
    path(
        "units/<slug:code>/seal/specimen.pdf",
        seal_page.SealSpecimen.as_view(),
        name="seal_specimen",
    ),
    path("delegations/", delegations.Delegations.as_view(), name="delegations"),
    path("delegations/<int:pk>/end/", delegations.EndDelegation.as_view(), name="delegation_end"),
    path("absences/", absences.Absences.as_view(), name="absences"),
    path("absences/<int:pk>/cancel/", absences.CancelAbsence.as_view(), name="absence_cancel"),
    path("cases/<int:pk>/advisers/", legal_granting.Grants.as_view(), name="review_grants"),
    path(
        "cases/<int:pk>/advisers/<int:grant_pk>/end/",
        legal_granting.EndGrant.as_view(),
        name="review_grant_end",
    ),
    path("legal/", legal_queue.Queue.as_view(), name="legal_queue"),
    path("legal/statistics/", legal_statistics.Statistics.as_view(), name="legal_statistics"),
    path("deliver/", deliver_queue.Queue.as_view(), name="deliver_queue"),
    path("deliver/print.pdf", deliver_printing.PrintLetters.as_view(), name="deliver_print"),
    path("deliver/labels.pdf", deliver_printing.PrintLabels.as_view(), name="deliver_labels"),
    path("calendar/", calendar_page.CalendarPage.as_view(), name="calendar"),
    path("calendar/import/", calendar_import.ImportPage.as_view(), name="calendar_import"),
    path("calendar/<int:pk>/", calendar_page.NoticePage.as_view(), name="calendar_notice"),
    path("letters/register/", letter_register.LetterRegister.as_view(), name="letter_register"),
    path("wording/", phrases.Phrases.as_view(), name="phrases"),
    path("wording/new/", phrase_page.NewPhrase.as_view(), name="phrase_new"),
    path("wording/preview/", phrase_preview.PreviewPhrase.as_view(), name="phrase_preview"),
    path("wording/<int:pk>/", phrase_page.PhrasePage.as_view(), name="phrase"),
    path(
        "wording/<int:pk>/<int:version>.pdf",
        phrase_preview.PhraseSpecimen.as_view(),
        name="phrase_specimen",
    ),
    path("letters/", specimens.Specimens.as_view(), name="specimens"),
    path("letters/<slug:code>.pdf", specimens.Specimen.as_view(), name="specimen"),
    path("archive/", archive_desk.Desk.as_view(), name="archive_desk"),
]

handler400 = "requests_flow.views.failures.not_here"
handler403 = "requests_flow.views.failures.not_here"
handler404 = "requests_flow.views.failures.not_here"
handler500 = "requests_flow.views.failures.broken"
