"""The addresses of the three administrators."""

from django.urls import path

from . import audit, people, people_deeds, people_page, units

urlpatterns = [
    path("people/", people.People.as_view(), name="people"),
    path("people/new/", people.TakeOn.as_view(), name="people_new"),
    path("people/<int:pk>/", people_page.Person.as_view(), name="person"),
    path(
        "people/<int:pk>/duties/<int:grant_pk>/end/",
        people_deeds.Dismiss.as_view(),
        name="person_dismiss",
    ),
    path("people/<int:pk>/close/", people_deeds.Close.as_view(), name="person_close"),
    path("people/<int:pk>/reopen/", people_deeds.Reopen.as_view(), name="person_reopen"),
    path("people/<int:pk>/password/", people_deeds.GivePassword.as_view(), name="person_password"),
    path(
        "people/<int:pk>/second-factor/", people_deeds.ResetFactor.as_view(), name="person_factor"
    ),
    path("people/<int:pk>/sessions/", people_deeds.EndSessions.as_view(), name="person_sessions"),
    path("units/", units.Units.as_view(), name="units"),
    path("units/new/", units.NewUnit.as_view(), name="unit_new"),
    path("units/<slug:code>/edit/", units.EditUnit.as_view(), name="unit_edit"),
    path("units/<slug:code>/close/", units.CloseUnit.as_view(), name="unit_close"),
    path("audit/", audit.Audit.as_view(), name="audit"),
    path("audit/doors/", audit.Doors.as_view(), name="audit_doors"),
    path("audit/check/", audit.CheckChain.as_view(), name="audit_check"),
    path("audit/export/", audit.Export.as_view(), name="audit_export"),
]
