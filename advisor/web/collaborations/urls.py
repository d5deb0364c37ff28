"""Addresses of collaborations."""

from django.urls import path

from advisor.web.collaborations import file_views, respondent_views, sharing_views, views

urlpatterns = [
    path("", views.collaborations, name="collaborations"),
    path("new/", views.new, name="collaboration-new"),
    path("upload/", file_views.upload, name="collaboration-upload"),
    path("<uuid:collaboration>/", views.collaboration, name="collaboration"),
    path("<uuid:collaboration>/details/", views.details, name="collaboration-details"),
    path("<uuid:collaboration>/rounds/new/", views.new_round, name="round-new"),
    path("<uuid:collaboration>/delete/", views.delete, name="collaboration-delete"),
    path("<uuid:collaboration>/export/", file_views.export, name="collaboration-export"),
    path("<uuid:collaboration>/sharing/", sharing_views.sharing, name="sharing"),
    path("<uuid:collaboration>/sharing/<int:share>/withdraw/", sharing_views.withdraw, name="share-withdraw"),
    path(
        "<uuid:collaboration>/respondents/<int:membership>/take-off/",
        respondent_views.take_off,
        name="respondent-take-off",
    ),
    path("answers/<uuid:assessment>.<str:form>", file_views.answers, name="answers-file"),
]
