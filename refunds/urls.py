"""Addresses of guides and verdicts, in the words of each language."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from refunds import views

app_name = "refunds"
urlpatterns = [
    path(_("cancel/<provider:slug>/"), views.guide, name="guide"),
    path(_("cancel/<provider:slug>/rules/"), views.rules, name="rules"),
    path(_("cancel/<provider:slug>/verdict/"), views.verdict, name="verdict"),
    path(_("cancel/<provider:slug>/verdict/days.ics"), views.calendar, name="calendar"),
    path(_("cancel/<provider:slug>/preview/"), views.preview, name="preview"),
]
