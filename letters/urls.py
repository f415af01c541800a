"""Address of the letter, in the words of each language."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from letters import views

app_name = "letters"

urlpatterns = [path(_("cancel/<provider:slug>/letter/"), views.letter, name="letter")]
