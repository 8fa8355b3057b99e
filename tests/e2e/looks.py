"""What can be told of a page's looks without eyes: what is cut off, and what axe-core finds."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
CUT = """() => {
    const root = document.querySelector("assist-overlay").shadowRoot;
    const cut = [];
    for (const each of root.querySelectorAll("*:not(svg *)")) {
        if (each.closest(".hidden") || each.matches("option, style")) continue;
        const box = each.getBoundingClientRect();
        if (box.width === 0) continue;
        const name = `${each.localName}.${each.className?.baseVal ?? each.className}`;
        if (box.left < -0.5 || box.right > innerWidth + 0.5) cut.push(`${name} leaves the window`);
        const inline = getComputedStyle(each).display === "inline";
        if (!inline && each.localName !== "svg" && each.scrollWidth > each.clientWidth + 1)
            cut.push(`${name} is ${each.scrollWidth} wide in ${each.clientWidth}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) cut.push("the page scrolls sideways");
    return cut;
}"""


def violations(page: Page) -> list[str]:
    """What axe-core finds: rule, and the elements that break it. A component has no heading of
    the first level: that is the page's around it."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "() => axe.run({ rules: { 'page-has-heading-one': { enabled: false } } })"
    )
    assert len(found["passes"]) > 10, "axe-core looked at next to nothing"
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
