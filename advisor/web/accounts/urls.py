"""Addresses of people and their organisation."""

from django.urls import path

from advisor.web.accounts import invitation_views, people_views, token_views

urlpatterns = [
    path("", people_views.people, name="people"),
    path("<int:membership>/role/", people_views.role, name="role"),
    path("<int:membership>/remove/", people_views.remove, name="member-remove"),
    path("<int:membership>/tokens/", token_views.tokens, name="member-tokens"),
    path(
        "<int:membership>/tokens/<uuid:token>/withdraw/",
        token_views.withdraw,
        name="member-token-withdraw",
    ),
    path("organisation/", people_views.organisation, name="organisation"),
    path("invite/", invitation_views.invite, name="invite"),
    path("invitations/<uuid:invitation>/withdraw/", invitation_views.withdraw, name="invitation-withdraw"),
    path("invitations/<str:secret>/", invitation_views.invitation, name="invitation"),
]
