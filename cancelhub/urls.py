"""Addresses of the site. The first part is the language, which ``/`` chooses."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, register_converter
from django.views.generic import TemplateView

from cancelhub import design
from providers.converters import ProviderConverter
from refunds.sitemaps import SITEMAPS

register_converter(ProviderConverter, "provider")

admin.site.site_header = admin.site.site_title = "CancelHub"

urlpatterns = [
    path("admin/", admin.site.urls),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain"),
    ),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemaps.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    *i18n_patterns(
        path("design/", design.page, name="design"),
        path("", include("providers.urls")),
        path("", include("refunds.urls")),
        path("", include("letters.urls")),
        path("", include("cancelhub.pages")),
    ),
]

if settings.ESP:
    from letters.sending.esp import webhooks  # only then is the extra needed

    urlpatterns.append(path("esp/", include(webhooks(settings.ESP))))
