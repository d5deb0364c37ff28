"""Addresses of signing in: those of allauth that are in use here, and no others.

Nobody signs themselves up, so what allauth has for that is left out.
"""

from allauth.account import views
from allauth.mfa.base import views as code_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as app_views
from allauth.socialaccount import views as refusal_views
from allauth.socialaccount.providers.openid_connect import views as openid_views
from django.urls import path, re_path
from django.views.generic.base import RedirectView

from advisor.web.accounts import account_views, address_views, sign_on_views

urlpatterns = [
    path("", account_views.account, name="account"),
    path("organisation/", account_views.act_for, name="act-for"),
    path("sign-out-everywhere/", account_views.sign_out_everywhere, name="sign-out-everywhere"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("email/", address_views.address, name="account_email"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    path("2fa/authenticate/", code_views.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", code_views.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", app_views.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", app_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("sign-on/cancelled/", refusal_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-on/error/", refusal_views.login_error, name="socialaccount_login_error"),
    path("oidc/<str:provider_id>/login/", sign_on_views.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", openid_views.callback, name="openid_connect_callback"),
]
