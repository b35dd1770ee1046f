"""What may be an address of the web: nothing that a build stumbles over, or that a sanitizer of another make takes out."""

from __future__ import annotations

import html
from urllib.parse import urlsplit

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.addresses import parts

HOSTS = st.text("abxn-.0123456789:@[]%/\\|<>^ {}ßжج日\u00ad_", max_size=20)


@given(HOSTS, st.sampled_from(["", "/", "/a b", "/%00", "?q=[]", "#%"]))
@example("[x", "")
@example("[::1]", "/")
@example("host:port", "/")
@example("a:99999", "/")
@example("1.2.3.4.5", "/")
@example("xn--", "/")
@example("0.ج", "")
def test_what_is_taken_for_an_address_stands_in_a_page(host: str, rest: str) -> None:
    address = f"http://{host}{rest}"
    if found := parts(address):
        assert urlsplit(address) == found
        kept = nh3.clean(
            f'<a href="{html.escape(address)}">x</a>', tags={"a"}, attributes={"a": {"href"}}, link_rel=None
        )
        assert "href" in kept


@pytest.mark.parametrize(
    "address", ["http://[x", "http://h:port/", "http://1.2.3.4.5/", "http://xn--/", "https://a|b/", "http:///x"]
)
def test_what_leads_nowhere_is_none(address: str) -> None:
    assert parts(address) is None


@pytest.mark.parametrize(
    "address",
    ["https://пример.рф/путь?а=б#ж", "http://exa_mple.org/a", "http://user:pw@example.org:8080/", "mailto:a@b.org", "http://[::1]/", "http://127.0.0.1/", "../a/", ""],
)  # fmt: skip
def test_what_leads_somewhere_is_one(address: str) -> None:
    assert parts(address) == urlsplit(address)
