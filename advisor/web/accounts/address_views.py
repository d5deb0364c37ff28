"""The page on which people confirm the address they sign in with, or change it."""

from typing import Any

from allauth.account.views import EmailView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from advisor.web.accounts import ownership

_POSSIBLE = {"action_add", "action_send", "action_remove"}


class Address(EmailView):
    """Confirms an address by a link that is sent to it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a link, or stay with the present address; without a mail server nothing can be confirmed."""
        if not settings.DEPLOYMENT.email_host or not _POSSIBLE & request.POST.keys():
            return redirect("account_email")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if "action_send" in request.POST and not self._did_send_verification_email:
            messages.info(
                request,
                _("A link went out a moment ago. Look into your email, or try again in three minutes."),
            )
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows: a change that is under way, and whether the address is proven."""
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "wanted": ownership.changes_under_way(user).last(),
            "is_proven": ownership.is_proven(user),
        }


address = Address.as_view()
