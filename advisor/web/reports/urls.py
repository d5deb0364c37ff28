"""Addresses of the reports of an assessment."""

from django.urls import path

from advisor.web.reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("<uuid:report>/", views.report, name="report"),
    path("<uuid:report>/file", views.download, name="report-file"),
]
