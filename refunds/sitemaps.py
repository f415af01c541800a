"""All pages worth finding, for search engines: once a language, each naming the other.

A sitemap file holds a limited number of addresses, and each costs one query however
many providers there are.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from providers.models import Provider
from providers.vocabulary import Tier

if TYPE_CHECKING:
    from django.contrib.sites.models import Site
    from django.contrib.sites.requests import RequestSite

Item = TypeVar("Item")


class EachLanguage(Sitemap[Item]):
    """Addresses in every language; the site's first one where none fits."""

    i18n = True
    alternates = True
    limit = 2_000

    def get_urls(
        self,
        page: int | str = 1,
        site: Site | RequestSite | None = None,
        protocol: str | None = None,
    ) -> list[dict[str, Any]]:
        """Return the addresses; Django's own default leaves out the language."""
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            url["alternates"] += [
                other | {"lang_code": "x-default"}
                for other in url["alternates"]
                if other["lang_code"] == settings.LANGUAGE_CODE
            ]
        return urls


class PageSitemap(EachLanguage[str]):
    """The pages that are there without any provider."""

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        return [
            "providers:home",
            "providers:list",
            "providers:sources",
            "pages:about",
            "pages:privacy",
            "pages:method",
            "pages:words",
            "pages:accessibility",
        ]

    def location(self, item: str) -> str:
        """Return the address in the active language."""
        return reverse(item)


class GuideSitemap(EachLanguage[Provider]):
    """The guide to each provider that we have looked into."""

    def items(self) -> QuerySet[Provider]:
        """Return them in an order that new ones do not disturb."""
        known = Provider.objects.filter(tier=Tier.CURATED.value)
        return known.order_by("pk").only("slug", "updated_at")

    def location(self, item: Provider) -> str:
        """Return the guide's address in the active language."""
        return reverse("refunds:guide", args=[item.slug])

    def lastmod(self, item: Provider) -> datetime:
        """Return when the provider was last saved."""
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Return the last change of all, without reading every row."""
        latest: datetime | None = Provider.objects.aggregate(day=Max("updated_at"))[
            "day"
        ]
        return latest


SITEMAPS = {"pages": PageSitemap, "guides": GuideSitemap}
