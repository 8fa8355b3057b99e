"""A small pack on disk, and what the studio makes of it."""

from __future__ import annotations

from pathlib import Path

LISTS = "lists:\n  spouse: [老伴, 爱人]\n"
RULES = """\
# Loss, and hurry.
signals:
  loss:
    speaker: customer
    phrases: ["$spouse…走了", 去世]
  kind:
    speaker: agent
    phrases: [节哀]   # and nothing else
  hurry:
    speaker: customer
    phrases: [赶时间]

rules:
  acknowledge:
    need: bereaved
    ability: empathy
    when: loss
    met_by: kind
    hint: {priority: critical, text: 先安慰, say: 您节哀}
  be-quick:
    need: customer-anxious
    ability: empathy
    when: hurry
    hint: {text: 先说多久, say: 两分钟就好}
"""
TESTS = """\
tests:
  - name: a loss
    call: |
      0.0 客户: 我老伴上个月走了
    expect: [{rule: acknowledge, by: 5}]
  - name: a hurry
    call: |
      0.0 客户: 我赶时间，你快点
    expect: [{rule: be-quick, by: 5}]
  - name: nothing
    call: |
      0.0 客户: 我想问一下利率
    expect: []
"""
FILES = {"lists.yaml": LISTS, "rules.yaml": RULES, "rules.test.yaml": TESTS}


def put(folder: Path) -> Path:
    """The pack in ``folder``."""
    pack = folder / "bank"
    pack.mkdir()
    for name, text in FILES.items():
        (pack / name).write_text(text, encoding="utf-8")
    return pack
