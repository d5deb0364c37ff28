"""Every address of the web app."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

handler400 = "advisor.web.pages.errors.bad_request"
handler403 = "advisor.web.pages.errors.denied"
handler404 = "advisor.web.pages.errors.not_found"
handler429 = "advisor.web.pages.errors.too_many"  # allauth looks for it here
handler500 = "advisor.web.pages.errors.fault"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("advisor.web.pages.urls")),
    path("collaborations/", include("advisor.web.collaborations.urls")),
    path("assessments/<uuid:assessment>/", include("advisor.web.assessment.urls")),
    path("assessments/<uuid:assessment>/result/", include("advisor.web.result.urls")),
    path("assessments/<uuid:assessment>/reports/", include("advisor.web.reports.urls")),
    path("batches/", include("advisor.web.batches.urls")),
    path("api/", include("advisor.web.api.urls")),
]
if settings.DEPLOYMENT.accounts:
    urlpatterns += [
        path("account/", include("advisor.web.accounts.sign_in_urls")),
        path("people/", include("advisor.web.accounts.urls")),
        path("audit/", include("advisor.web.audit.urls")),
    ]
