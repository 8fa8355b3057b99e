"""What is said of files with calls, in Chinese; see :mod:`.chinese`."""

from __future__ import annotations

CALLS = {
    "{}: no such file or folder": "{}：没有这个文件或文件夹",
    "{}: a label names a turn that the call does not have": "{}：标注里指的那一句，通话里没有",
    "{}: the call '{}' is already in {}": "{}：通话“{}”在 {} 里已经有了",
    "{}: {}: cannot be read as a call": "{0}：读不出通话来",
    "no calls to play": "没有可以播放的通话",
    "… and {} more": "……还有 {} 处",
    "no calls: *.json (labelled calls) or *.jsonl (recordings) are looked for": (
        "没有找到通话：要的是 *.json（标注过的通话）或 *.jsonl（录下的通话）"
    ),
}
