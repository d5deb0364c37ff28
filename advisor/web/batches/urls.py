"""Addresses of batches."""

from django.urls import path

from advisor.web.batches import own_views, pairing_views, results_views, views

urlpatterns = [
    path("", views.batches, name="batches"),
    path("template.xlsx", views.template, name="batch-template"),
    path("codebook.csv", views.codebook, name="batch-codebook"),
    path("portfolio/", own_views.portfolio, name="portfolio"),
    path("portfolio/files/<str:name>", own_views.file, name="portfolio-file"),
    path("<uuid:batch>/", views.batch, name="batch"),
    path("<uuid:batch>/mend/", views.mend, name="batch-mend"),
    path("<uuid:batch>/columns/", pairing_views.columns, name="batch-columns"),
    path("<uuid:batch>/words/", pairing_views.words, name="batch-words"),
    path("<uuid:batch>/mapping.yaml", pairing_views.mapping, name="batch-mapping"),
    path("<uuid:batch>/run/", views.run, name="batch-run"),
    path("<uuid:batch>/stop/", views.stop, name="batch-stop"),
    path("<uuid:batch>/delete/", views.delete, name="batch-delete"),
    path("<uuid:batch>/results/", results_views.results, name="batch-results"),
    path("<uuid:batch>/in-common/", results_views.in_common, name="batch-portfolio"),
    path("<uuid:batch>/everything.zip", results_views.archive, name="batch-archive"),
    path("<uuid:batch>/files/<str:name>", results_views.file, name="batch-file"),
    path("<uuid:batch>/rows/<int:number>/report.<str:form>", results_views.report, name="batch-report"),
    path("<uuid:batch>/rows/<int:number>/go-on/", results_views.go_on, name="batch-go-on"),
]
