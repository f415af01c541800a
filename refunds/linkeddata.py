"""What a guide says of itself to machines: schema.org, and only what is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from refunds.datapack import Pack


def linked_data(
    pack: Pack, title: str, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """Return the page, the company it is about, and the way to it.

    ``absolute`` makes a whole address of a path.
    """
    language = get_language() or "en"
    address = absolute(reverse("refunds:guide", args=[pack.slug]))
    home = absolute(reverse("providers:home"))
    crumbs = [
        (gettext("All companies"), absolute(reverse("providers:list"))),
        (pack.name, address),
    ]
    return {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "WebPage",
                "@id": address,
                "url": address,
                "name": title,
                "description": pack.summary.in_language(language),
                "inLanguage": language,
                "dateModified": pack.checked_on.isoformat(),
                "isAccessibleForFree": True,
                "isPartOf": {
                    "@type": "WebSite",
                    "name": settings.SITE_NAME,
                    "url": home,
                },
                "about": _organization(pack),
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": place,
                        "name": name,
                        "item": where,
                    }
                    for place, (name, where) in enumerate(crumbs, 1)
                ],
            },
        ],
    }


def _organization(pack: Pack) -> dict[str, Any]:
    names = [*pack.aliases, *pack.former_names]
    told = {"name": pack.name, "url": pack.website, "alternateName": names}
    return {"@type": "Organization"} | {
        key: value for key, value in told.items() if value
    }
