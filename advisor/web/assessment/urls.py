"""Addresses of an assessment that is being answered."""

from django.urls import path

from advisor.web.assessment import question_views, views

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("questions/<str:question>/", question_views.question, name="question"),
    path("next/", views.go_on, name="next-question"),
    path("order/", views.order, name="order"),
    path("later/", views.later, name="later"),
    path("stop-now/", views.stop_now, name="stop-now"),
    path("check/", views.check, name="check"),
]
