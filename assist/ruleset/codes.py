"""Every kind of problem by its code: what it is in a few words, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """``short``: a title. ``long``: why it matters and what to do (``rules check --explain``)."""

    short: str
    long: str


CODES: Mapping[str, Code] = {
    # reading
    "R001": Code(
        "file cannot be opened",
        "The path does not exist, may not be read, is no regular file, or is a link that leads "
        "back to a folder above it. Check the path and the rights of the user that runs "
        "Overtone.",
    ),
    "R002": Code(
        "not plain text",
        "Rule files are UTF-8 text without control characters. A file saved by Notepad or "
        "exported from Excel may be GBK: save it again as UTF-8. Text copied from other "
        "programs may carry invisible characters: delete and type them again.",
    ),
    "R003": Code(
        "too large",
        "Files, texts and packs are bounded so that no rule file can stall the sidecar. The "
        "bounds are far above what people write; split the file into several of the same pack.",
    ),
    "R004": Code(
        "nested too deep",
        "Lists and mappings stand within each other too often. A condition needs a depth of "
        "three or four; name its parts as signals and rules of their own.",
    ),
    "R005": Code(
        "the same key twice",
        "YAML would silently keep only one of the two. Rename one, or put both together.",
    ),
    "R006": Code(
        "not YAML",
        "The text cannot be read from this place on. Most often a text needs quotes, because "
        "it contains one of : # , [ ] { } & * ! | > % @ or `; or a line does not line up with "
        "those above.",
    ),
    "R007": Code(
        "YAML that rule files do without",
        "Anchors and aliases (& and *), merge keys (<<), tags (!), directives (%) and several "
        "documents in one file are refused: rule files do not need them, and a few bytes of "
        "them can grow to gigabytes. Share phrases by `lists:` and $name. Put texts beginning "
        "with these in quotes.",
    ),
    "R008": Code(
        "lessons that cannot be read",
        "A file *.lessons holds what examples taught a pack. It is made by `assist rules learn` "
        "and not by hand: make it again, or take it back from your version control.",
    ),
    # lint
    "R101": Code(
        "folded away",
        "Patterns run over folded text: punctuation and fillers left out, small letters, "
        "simplified characters, spoken digits as digits. A character that folding removes or "
        "changes can never match. Write it as it reads after folding, or set `text: original` "
        "on the signal.",
    ),
    "R102": Code(
        "pattern without a literal",
        "A pattern is run only where a text that it must contain was heard. This one must "
        "contain none, and so is run on every hypothesis of every call. Give it a word that is "
        "always said.",
    ),
    "R103": Code(
        "phrase has no effect",
        "Another phrase of the same signal is part of this one, so wherever this one is heard, "
        "the other is too. Remove the longer, or say what it was meant to exclude with "
        "`except:`.",
    ),
    "R104": Code(
        "headline too long",
        "An agent reads a headline in one glance while listening: at most 16 Chinese "
        "characters or 32 letters. Put the sentence to say into `say:`.",
    ),
    "R105": Code(
        "exclamation mark",
        "A hint is read by somebody who is being shouted at already. Say it calmly.",
    ),
    "R106": Code(
        "nothing to say",
        "The hint tells what to do but gives no sentence to say. Agents use hints with a "
        "sentence far more often; add `say:`.",
    ),
    "R107": Code(
        "no test",
        "No test expects this rule or its need. Add one with a call as you would expect to "
        "hear it, beside the rule or in a *.test.yaml file; then nobody's later edit breaks it "
        "unnoticed.",
    ),
    "R108": Code(
        "a single character",
        "After folding, one character is left of this phrase. It will be heard within other "
        "words all the time. Use a longer phrase, or set `word: true` on the signal.",
    ),
    "R109": Code(
        "not used",
        "Nothing refers to this. If that is a slip, use it; else remove it.",
    ),
    "R110": Code(
        "slot may be unknown",
        "The last wording has a {slot}. When it is unknown, the wording is shown with a hole "
        "in it. Add a last wording without slots.",
    ),
    "R111": Code(
        "wording missing for a language",
        "The rule applies to calls in a language in which its hint has no text; agents would "
        "see the other language.",
    ),
    "R112": Code(
        "a brace that is no slot",
        "Slots are {name}: letters, digits, - and _ between braces. Anything else is shown as "
        "written.",
    ),
    "R113": Code(
        "need that nobody raises",
        "The rule waits on needs, but no rule of the packs loaded names any of them in `need:`, so "
        "none is ever open.",
    ),
    "R114": Code(
        "escalation downwards",
        "An unmet need grows more pressing, not less. Give `escalate:` a priority above the "
        "hint's.",
    ),
    "R115": Code(
        "hardly stands out",
        "People's pace, pauses and wording vary by as much all the time, so this signal would be "
        "raised by nearly every utterance. Ask for more.",
    ),
    "R116": Code(
        "several in one",
        "In YAML only the plain comma separates: [去世, 过世]. A full-width comma is part of the "
        "phrase, which then is heard only where both are said one after the other.",
    ),
    "R117": Code(
        "quotes that are shown",
        "Only plain quotes, \" or ', are left out by YAML. “ and ” are characters like any other: "
        "agents would see them.",
    ),
    "R118": Code(
        "nothing there",
        "A folder without rule files, or a file without rules, changes nothing: no hint comes of "
        "it, and no test fails. Check the path, and that the file was saved.",
    ),
    "R119": Code(
        "not on the hint",
        "A hint with steps shows the headline and the sentence of the step that is next. Where "
        "each step has its own, the rule's `say` never shows, and its `text` stands on the "
        "checklist only. To change what agents read, change the step: in the pack itself, or by an "
        "override, `steps: {NAME: {text: .., say: ..}}`.",
    ),
    "R120": Code(
        "a placeholder left in",
        "`assist rules new` begins a rule with texts that stand for yours. Once the rule is "
        "live, agents read them as they are. Replace them, or keep the rule in shadow until then.",
    ),
    "R121": Code(
        "a sign that nobody says",
        "*, ~, XX and ____ stand for anything elsewhere; here they are left out like any mark, and "
        "the phrase is heard only where its words stand side by side. … is a gap of up to 8 "
        "characters, …{2,20} says least and most.",
    ),
    # grammar
    "R201": Code(
        "unknown key",
        "The rule language has no such key at this place.",
    ),
    "R202": Code(
        "missing key",
        "This key must be given here.",
    ),
    "R203": Code(
        "impossible value",
        "The value is of the wrong kind, or none of those possible.",
    ),
    "R204": Code(
        "not a name",
        "Names are small letters, digits and single hyphens, and begin with a letter: "
        "late-fee. A name that captures something takes _ in place of the hyphen.",
    ),
    "R205": Code(
        "not a duration or comparison",
        "Durations have a unit: 500ms, 12s, 2m. Comparisons of the call's context are a value, "
        'a list of values, or a text such as ">=60".',
    ),
    "R207": Code(
        "not a condition",
        "A condition is the name of a signal, or one of the forms in the reference of the rule "
        "language.",
    ),
    "R208": Code(
        "misplaced section",
        "Files named *.test.yaml hold only `tests:`; they are not part of the rule set in force.",
    ),
    "R209": Code(
        "the same name twice",
        "Files of all packs merge, and names are unique over all of them. Rename one.",
    ),
    "R210": Code(
        "unknown name",
        "Nothing of this kind has this name in any file of the packs loaded. Mind the "
        "spelling, and that a signal, a rule and a need are different things.",
    ),
    "R211": Code(
        "unknown list",
        "No list has this name. Lists stand under `lists:` in any file.",
    ),
    "R212": Code(
        "nothing to override",
        "An override changes a list, a signal or a rule of another pack, by its name there. Load "
        "that pack together with this one, and mind the spelling: a name may have changed with an "
        "update of the pack.",
    ),
    "R213": Code(
        "cannot be overridden like that",
        "An override adds phrases in the form that the signal has them, by variant or as a list, "
        "and drops only what is there. Where too much would have to change, switch the rule off "
        "by `mode: off` and write one of your own.",
    ),
    # texts
    "R301": Code(
        "phrase too long",
        "People say phrases, not paragraphs: use the words that matter.",
    ),
    "R302": Code(
        "empty phrase",
        "Nothing is left to listen for. Punctuation and fillers (嗯, 呃, um) are left out of "
        "what is heard, so a phrase needs other words.",
    ),
    "R303": Code(
        "not a gap",
        "… is a gap of up to 8 characters; …{2,20} says least and most. Things farther apart "
        "are two signals in a `sequence`.",
    ),
    "R304": Code(
        "too many",
        "Phrases with several lists multiply. The bound keeps loading quick and memory small.",
    ),
    "R305": Code(
        "not a pattern",
        "Patterns are RE2: regular expressions that take linear time whatever is said. They "
        "have no lookahead, lookbehind or backreferences; `except:`, `not_near:` and "
        "`sequence` with `same:` say the same in words.",
    ),
    "R306": Code(
        "not plain",
        "The items of a list are plain texts; gaps and lists go into phrases.",
    ),
    # signals and emotions
    "R401": Code(
        "not a signal",
        "A signal goes either by words (phrases, patterns), or by how something is said (pace, "
        "silence, repeats ...), or by an emotion, or by the call's context. Pace, loudness, "
        "talk_ratio and repeats may stand beside words: then these count only where they are said "
        "like that.",
    ),
    "R402": Code(
        "the other speaker's",
        "An emotion belongs to one speaker, and so do its signals.",
    ),
    "R403": Code(
        "capture",
        "A capture is the variant heard (`as: NAME` with phrases by variant) or a named group "
        "of a pattern. `same: NAME` asks that it be equal in a sequence.",
    ),
    "R404": Code(
        "no such level",
        "The emotion does not define this level or spike.",
    ),
    "R405": Code(
        "veto without a side",
        "Say how many characters before or after the match it looks.",
    ),
    "R406": Code(
        "levels",
        "Levels are thresholds between 0 and 1, rising from mild to severe.",
    ),
    "R407": Code(
        "emotion upon emotion",
        "An emotion rests on words and on how they are said. If it rested on emotions or context, "
        "it could feed on itself. Only an emotion of the agent may rest on the customer's, which "
        "it bears.",
    ),
    "R408": Code(
        "not a manner",
        "Signals of how something is said need a speaker, and values that can be: a pace above or "
        "below, a turn that is long in time or in characters, repetitions that fit into their "
        "time.",
    ),
    "R409": Code(
        "cannot be heard by its sound",
        "By its sound a phrase is heard in other characters too. Two syllables sound like many "
        "things: `sounds_like: true` wants three in each phrase, `sounds_like: short` two, of "
        "words that are Chinese throughout. Put shorter ones into a signal of their own; phrases "
        "with a gap are heard as they are written.",
    ),
    "R411": Code(
        "cannot tell who is who",
        "A signal under `roles:` is evidence of who speaks on a channel, so it must be heard on "
        "both: `speaker: any`.",
    ),
    "R412": Code(
        "no moment in this call",
        "A signal by history is known or not known for the whole call. It can stand by itself, or "
        "in `all:` and `any:`, but not be counted, or be what something is said since.",
    ),
    "R413": Code(
        "not a fact",
        "A fact is noted so that nobody asks for it again: its value is what the signal captures, "
        "by `as: NAME` with phrases by variant, or by a named group of its patterns. There must be "
        "one such name, the same in all of them.",
    ),
    "R414": Code(
        "not a subject",
        "A pack says once, under `subject:`, what its calls are about: by words, and by how "
        "familiar to its examples talk without any of them has to be.",
    ),
    # rules
    "R501": Code(
        "can never be",
        "More is asked for than there is.",
    ),
    "R502": Code(
        "incomplete condition",
        "The condition asks for nothing.",
    ),
    "R503": Code(
        "no closing",
        "`during: closing` begins with the first signal of the agent named `closing`; define it.",
    ),
    "R504": Code(
        "contradiction",
        "Two keys say the same thing in different ways. Keep one.",
    ),
    "R505": Code(
        "no text",
        "Every hint, and every step, needs a headline.",
    ),
    "R506": Code(
        "supersedes itself",
        "A rule takes the place of others, not of itself.",
    ),
    "R507": Code(
        "never begins",
        "A rule is looked at when something happens: words, a level reached, a need opened, a "
        "change of the context, the closing, or a time in the call. A state or an absence "
        "alone happens never. Join it to something that happens with `all:`.",
    ),
    "R508": Code(
        "circle",
        "Rules that wait on needs come after those that raise them; in a circle none can come "
        "first.",
    ),
    # tests
    "R510": Code(
        "rules take turns",
        "A rule sets a key of the call's context, another looks at it and sets what the first one "
        "looks at: they would open each other without end. Let one of them go by what is heard.",
    ),
    "R511": Code(
        "nothing learned",
        "`examples:` goes by how like the examples of the rule's need an utterance is. The pack "
        "needs a file of lessons beside its rules, and in it a lesson of that need: give examples "
        "of it and run `assist rules learn`.",
    ),
    "R512": Code(
        "like what",
        "`like:` hears utterances that are like the examples of something: of what agents do "
        "(`does: NAME`, as marked in the examples) or of a need (`means: NEED`), said by the "
        "signal's own speaker. It wants one of the two, and how `likely` they must be.",
    ),
    "R513": Code(
        "first asks for nothing more",
        "`first:` of `examples:` is what a hint needs while the agent has been shown nothing in "
        "this call. It is more than what is `needed` at any time, or it changes nothing.",
    ),
    "R509": Code(
        "nothing for the agent",
        "A rule without `need:` only sets the call's context (`sets:`) or tells supervisors "
        "(`alert:`). What is shown to the agent belongs to a need; an alert may have words of its "
        "own (`hint: {text: ..}`), `met_by:` and `patience:`.",
    ),
    "R601": Code(
        "not a call",
        'A call is lines of "START-END SPEAKER: text", such as "0.0-4.2 客户: 你好".',
    ),
    "R602": Code(
        "not an expectation",
        "Expect a rule or a need, by a time in seconds.",
    ),
}
