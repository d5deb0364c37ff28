"""Addresses of the interface for other software."""

from django.urls import path

from advisor.web.api import views
from advisor.web.api.interface import interface

urlpatterns = [
    path("", views.calls, name="calls"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/new", views.new_token, name="token-new"),
    path("tokens/<uuid:token>/withdraw", views.withdraw, name="token-withdraw"),
    path("v1/", interface.urls),
]
