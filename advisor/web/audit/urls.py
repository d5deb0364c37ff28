"""Addresses of the audit trail."""

from django.urls import path

from advisor.web.audit import views

urlpatterns = [
    path("", views.trail, name="audit"),
    path("table.csv", views.table, name="audit-table"),
]
