"""Addresses that a browser would never send are told, with what it does send."""

from __future__ import annotations

import pytest

from assist.server.addresses import origin_fault, url_fault


@pytest.mark.parametrize(
    "origin",
    [
        "https://desktop.bank.example",
        "https://desktop.bank.example/",
        "http://10.0.0.7:8080",
        "https://[fd00::1]:8443",
        "chrome-extension://abcdefgh",
        "null",
    ],
)
def test_what_browsers_send_is_an_origin(origin: str) -> None:
    assert origin_fault(origin) is None


@pytest.mark.parametrize(
    "origin", ["desktop.bank.example", "*", "https://*.bank.example", "https:"]
)
def test_what_is_no_origin_is_told(origin: str) -> None:
    assert "is no origin" in (origin_fault(origin) or "")


@pytest.mark.parametrize(
    "origin",
    [
        "https://Desktop.bank.example",
        "HTTPS://desktop.bank.example",
        "https://desktop.bank.example:443",
        "https://desktop.bank.example/crm",
        "https://desktop.bank.example/?a=b",
    ],
)
def test_an_origin_that_no_browser_sends_is_told_with_the_one_that_it_does(origin: str) -> None:
    assert "browsers send https://desktop.bank.example;" in (origin_fault(origin) or "")


def test_an_address_has_a_scheme_and_a_host() -> None:
    assert url_fault("https://Sidecar.bank.example/assist/") is None
    assert url_fault("http://10.0.0.7:8080") is None
    for wrong in (
        "sidecar.bank.example",
        "wss://a.example",
        "https://",
        "https://a:b",
        "http://a b",
    ):
        assert "is no address" in (url_fault(wrong) or "")
    assert "nothing else" in (url_fault("https://a.example/?x=1") or "")
