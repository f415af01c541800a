"""Addresses of the start page, the catalogue and its sources."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from providers import views

app_name = "providers"

urlpatterns = [
    path("", views.home, name="home"),
    path(_("providers/"), views.provider_list, name="list"),
    path(_("providers/suggest/"), views.suggest, name="suggest"),
    path(_("sources/"), views.sources, name="sources"),
]
