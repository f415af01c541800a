"""Addresses of the letter and of cases, in the words of each language."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from letters import afterviews, caseviews, checkviews, views

app_name = "letters"

urlpatterns = [
    path(_("cancel/<provider:slug>/letter/"), views.letter, name="letter"),
    path(_("cancel/<provider:slug>/letter/sent/"), afterviews.after, name="after"),
    path(
        _("cancel/<provider:slug>/letter/sent/days.ics"),
        afterviews.calendar,
        name="after_calendar",
    ),
    path(_("case/<token>/"), caseviews.case, name="case"),
    path(_("case/<token>/code/"), caseviews.code, name="code"),
    path(_("case/<token>/confirm/<link>/"), caseviews.confirm, name="confirm"),
    path(_("case/<token>/new-code/"), caseviews.resend, name="resend"),
    path(_("case/<token>/stop/<int:key>/"), caseviews.stop, name="stop"),
    path(_("case/<token>/day/<int:key>/"), caseviews.postpone, name="postpone"),
    path(_("case/<token>/sent/<int:key>/"), caseviews.sent, name="sent"),
    path(_("case/<token>/write-again/"), caseviews.write_again, name="write_again"),
    path(_("case/<token>/erase/"), caseviews.erase_now, name="erase"),
    path(_("case/<token>/receipt.pdf"), caseviews.receipt, name="receipt"),
    path(_("case/<token>/everything.zip"), caseviews.bundle, name="bundle"),
    path(_("case/<token>/<int:key>.<slug:kind>"), caseviews.file, name="file"),
    path(_("check/"), checkviews.check, name="check"),
]
