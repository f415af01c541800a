"""Addresses of guides and verdicts, in the words of each language."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from refunds import views

app_name = "refunds"
urlpatterns = [
    path(_("cancel/<slug:slug>/"), views.guide, name="guide"),
    path(_("cancel/<slug:slug>/rules/"), views.rules, name="rules"),
    path(_("cancel/<slug:slug>/verdict/"), views.verdict, name="verdict"),
    path(_("cancel/<slug:slug>/preview/"), views.preview, name="preview"),
]
