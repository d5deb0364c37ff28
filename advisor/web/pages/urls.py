"""Addresses of the pages that belong to nobody."""

from django.urls import path
from django.views.i18n import set_language

from advisor.web.pages import views

urlpatterns = [
    path("", views.start, name="start"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("language/", set_language, name="set_language"),
    path("healthy/", views.healthy, name="healthy"),
]
