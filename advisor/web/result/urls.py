"""Addresses of the result of an assessment."""

from django.urls import path

from advisor.web.result import views, views_searching, views_what_if

urlpatterns = [
    path("", views.result, name="result"),
    path("why/<str:topic>/", views.why, name="why"),
    path("why/<str:topic>/otherwise/", views.why_not, name="why-not"),
    path("changes/", views.changes, name="changes"),
    path("board-paper/", views.board_paper, name="board-paper"),
    path("board-paper/text/", views.board_paper_text, name="board-paper-text"),
    path("levers/", views_searching.levers, name="levers"),
    path("deciding/", views_searching.deciding, name="deciding"),
    path("find-out/", views_searching.find_out, name="find-out"),
    path("what-if/", views_what_if.what_if, name="what-if"),
    path("what-if/questions/<str:question>/", views_what_if.choose, name="what-if-question"),
]
