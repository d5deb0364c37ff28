"""Every address of the web app, walked from its URLconf, so that no new one is forgotten."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from advisor.web.accounts.roles import Permission


@dataclass(frozen=True)
class Address:
    """One address."""

    name: str
    route: str
    view: Callable[..., Any]
    parts: frozenset[str]

    @property
    def permission(self) -> Permission | None:
        """What it needs; none where it is guarded in another way, or open on purpose."""
        return getattr(self.view, "permission", None)

    @property
    def is_api(self) -> bool:
        """Whether programs call it, with tokens of their own."""
        return self.route.startswith("api/v1/")


def addresses() -> list[Address]:
    """Return every address, once each."""
    return list(_walk(get_resolver(), "", frozenset()))


def _walk(resolver: URLResolver, route: str, parts: frozenset[str]) -> Iterator[Address]:
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        inside = parts | set(one.pattern.converters) | set(one.pattern.regex.groupindex)
        if isinstance(one, URLPattern):
            yield Address(one.name or "", here, one.callback, inside)
        else:
            yield from _walk(one, here, inside)
