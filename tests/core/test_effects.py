"""What openings do beside hints: set the call's context, alert supervisors, speak in shadow."""

from __future__ import annotations

from typing import Final

from tests.core.calls import SIGNALS, Call, Wire, changes, of, rules, shown

SCENE: Final = (
    SIGNALS
    + """
rules:
  complaint-scene: {when: threat, sets: {scene: complaint}}
  consulting-scene: {when: balance, sets: {scene: consulting}, once: true}
  receive:
    need: complaint-demand
    ability: empathy
    when: {all: [angry, {context: {scene: complaint}}]}
    hint: {priority: advice, text: ["先接住{scene}"]}
  on-entering: {need: asks-again, ability: empathy, when: {context: {scene: consulting}},
    hint: {priority: advice, text: 问清楚}}
"""
)


def scene(call: Call) -> object:
    return call.engine.snapshot()["context"].get("scene")


# -- sets ----------------------------------------------------------------------------------


def test_what_is_heard_sets_the_scene_and_rules_look_at_it() -> None:
    call = Call(SCENE)
    assert shown(call.customer(5, "气死我了")) == []
    assert shown(call.customer(90, "我要投诉")) == []
    assert scene(call) == "complaint"
    assert shown(call.customer(95, "气死我了")) == [(95, "receive")]
    assert of(call.seen, "hint.show")[0]["text"] == "先接住complaint"


def test_entering_a_scene_is_itself_a_moment() -> None:
    call = Call(SCENE)
    assert shown(call.customer(5, "我查余额")) == [(5, "on-entering")]


def test_the_later_of_two_settings_counts() -> None:
    call = Call(SCENE)
    call.customer(5, "我要投诉")
    call.customer(10, "我查余额")
    assert scene(call) == "consulting"
    call.customer(80, "我要投诉")
    assert scene(call) == "complaint"
    call.context(90, scene="complex")
    assert scene(call) == "complex"


def test_a_setting_is_taken_back_with_the_words_it_rests_on() -> None:
    call = Call(SCENE)
    call.hears("customer", 5, "我要投诉你们银行了", u="u")
    assert scene(call) == "complaint"
    assert shown(call.customer(6, "气死我了", u="v")) == [(6, "receive")]
    call.final("customer", 8, "我要投递你们银行了", u="u")
    assert scene(call) is None
    assert call.visible == []


def test_a_rule_does_not_take_away_its_own_cue() -> None:
    text = """
rules:
  once-only: {when: {all: [threat, {context: {scene: "!=complaint"}}]}, sets: {scene: complaint}}
"""
    call = Call(SIGNALS + text, context={"scene": "new"})
    call.customer(5, "我要投诉")
    assert scene(call) == "complaint"
    call.customer(90, "我要投诉")
    assert scene(call) == "complaint"


def test_two_rules_that_look_at_what_both_set_come_to_rest() -> None:
    text = """
rules:
  to: {when: {all: [threat, {context: {s: a}}]}, sets: {s: b}}
  fro: {when: {all: [threat, {context: {s: b}}]}, sets: {s: a}}
"""
    call = Call(SIGNALS + text, context={"s": "a"})
    said = [
        call.customer(at, "我要投诉") and call.engine.snapshot()["context"]["s"] for at in (5, 10)
    ]
    assert said == ["b", "a"]


def test_where_one_setting_is_taken_back_the_other_is_the_change() -> None:
    call = Call(SCENE.replace("when: balance, sets: {scene: consulting}, once: true",
                              "when: card, sets: {scene: complaint}"))  # fmt: skip
    call.hears("customer", 5, "我要投诉你们银行了", u="u")
    call.customer(6, "我的信用卡", u="v")
    call.final("customer", 8, "我要投递你们银行了", u="u")
    assert scene(call) == "complaint"
    assert shown(call.customer(9, "气死我了")) == [(9, "receive")]


def test_a_capture_can_be_set() -> None:
    text = "rules:\n  product: {when: card, sets: {product: '{kind}', fee: '{unknown}', n: 2}}\n"
    call = Call(SIGNALS + text)
    call.customer(5, "我的信用卡")
    assert call.engine.snapshot()["context"] == {"product": "credit-card", "n": 2}


def test_a_setting_outlives_its_opening_a_restart_and_a_reload() -> None:
    call = Call(SCENE)
    call.customer(5, "我要投诉")
    for at in range(60, 1800, 30):
        call.agent(at, "好的您稍等")
    call.restart()
    call.reload(1801, SCENE + "  extra: {when: despair, sets: {risk: true}}\n")
    assert scene(call) == "complaint"
    assert shown(call.customer(1810, "气死我了")) == [(1810, "receive")]


def test_a_rule_that_is_gone_sets_nothing_any_more() -> None:
    call = Call(SCENE)
    call.customer(5, "我要投诉")
    call.reload(10, SCENE.replace("complaint-scene", "other-scene"))
    assert scene(call) is None


def test_a_signal_by_context_is_raised_by_a_setting() -> None:
    text = (
        SIGNALS.replace("signals:", "signals:\n  in-complaint: {context: {scene: complaint}}")
        + """
rules:
  scene: {when: threat, sets: {scene: complaint}}
  receive: {need: complaint-demand, ability: empathy, when: in-complaint,
    hint: {priority: advice, text: 先接住}}
"""
    )
    assert shown(Call(text).customer(5, "我要投诉")) == [(5, "receive")]


# -- alert ---------------------------------------------------------------------------------

ALERT: Final = rules(
    "risk: {need: regulator-threat, when: threat, met_by: sorry, alert: supervisor}"
)


def alerts(out: list[Wire]) -> list[tuple[float, str, str]]:
    return [(one["at"] / 1000, one["rule"], one["state"]) for one in of(out, "alert")]


def test_an_alert_goes_out_once_with_the_words() -> None:
    call = Call(ALERT)
    out = call.customer(5, "我要投诉")
    assert alerts(out) == [(5, "risk", "raised")]
    assert of(out, "alert")[0]["because"][0]["text"] == "我要投诉"
    call.customer(9, "我要投诉")
    call.agent(12, "很抱歉")
    assert alerts(call.seen) == [(5, "risk", "raised")]


def test_an_alert_goes_out_though_the_agent_has_dialled_hints_away() -> None:
    call = Call(ALERT)
    call.dial(1, "off")
    assert alerts(call.customer(5, "我要投诉")) == [(5, "risk", "raised")]
    assert shown(call.seen) == []


def test_an_alert_is_told_again_once_its_words_read_otherwise() -> None:
    call = Call(ALERT)
    call.hears("customer", 5, "征信呵我要投诉你们银行", u="u")
    call.final("customer", 7, "真心话我要投诉你们银行", u="u")
    assert alerts(call.seen) == [(5, "risk", "raised"), (7, "risk", "reworded")]
    raised, reworded = of(call.seen, "alert")
    assert raised["id"] == reworded["id"]
    assert "真心话" in reworded["because"][0]["text"]
    call.agent(9, "好的")
    assert len(alerts(call.seen)) == 2


def test_an_alert_is_withdrawn_with_its_words() -> None:
    call = Call(ALERT)
    call.hears("customer", 5, "我要投诉你们银行", u="u")
    call.final("customer", 7, "我要投递你们银行", u="u")
    assert alerts(call.seen) == [(5, "risk", "raised"), (7, "risk", "withdrawn")]


def test_what_the_agent_did_in_time_alerts_nobody() -> None:
    call = Call(ALERT)
    call.agent(3, "很抱歉")
    assert alerts(call.customer(5, "我要投诉")) == []


def test_an_alert_may_be_all_a_rule_does() -> None:
    text = SIGNALS + "rules:\n  watch: {when: threat, alert: supervisor, hint: {text: 留意这通}}\n"
    call = Call(text)
    out = call.customer(5, "我要投诉")
    assert {one["type"] for one in out} == {"alert", "emotion"}
    assert of(out, "alert")[0]["text"] == "留意这通"
    assert "need" not in of(out, "alert")[0]
    assert call.end(9)[-1]["report"] == {"needs": {}, "hints": {}}


WATCHED: Final = (
    SIGNALS
    + """
rules:
  receive:
    need: complaint-demand
    ability: empathy
    when: threat
    met_by: sorry
    hint: {priority: advice, text: 先道歉}
  still-not-received:
    when: {need: complaint-demand}
    met_by: sorry
    patience: {time: 20s}
    alert: supervisor
    hint: {priority: urgent, text: 还没道歉}
"""
)


def test_an_alert_may_wait_for_the_agent() -> None:
    call = Call(WATCHED)
    call.customer(5, "我要投诉")
    assert alerts(call.seen) == []
    call.until(24)
    assert alerts(call.seen) == []
    call.until(40)
    assert alerts(call.seen) == [(25.5, "still-not-received", "raised")]
    assert of(call.seen, "alert")[0]["because"][0]["text"] == "我要投诉"


def test_an_agent_who_does_it_meanwhile_needs_nobody_behind_them() -> None:
    call = Call(WATCHED)
    call.customer(5, "我要投诉")
    call.agent(15, "很抱歉")
    call.until(60)
    assert alerts(call.seen) == []


# -- shadow, cards -------------------------------------------------------------------------


def test_shadow_tells_what_would_have_been_shown_and_takes_it_back() -> None:
    text = rules("grief: {need: bereaved, when: loss, mode: shadow}")
    call = Call(text)
    call.hears("customer", 5, "他去世得很突然", u="u")
    call.restart()
    call.final("customer", 7, "他去世博会了", u="u")
    told = [(one["at"], one["rule"], one["state"]) for one in of(call.seen, "hint.shadow")]
    assert told == [(5000, "grief", "raised"), (7000, "grief", "withdrawn")]
    assert shown(call.seen) == []


def test_a_card_goes_out_with_the_hint_and_follows_the_context() -> None:
    text = rules("""
        grief: {need: bereaved, when: loss, hint: {priority: advice, text: 先安慰},
          card: {title: ["{branch}继承材料", 继承材料], body: 死亡证明、亲属证明, link: "https://bank.example/a"}}
    """)
    call = Call(text)
    card = of(call.customer(5, "他去世"), "hint.show")[0]["card"]
    assert card == {
        "title": "继承材料",
        "body": "死亡证明、亲属证明",
        "link": "https://bank.example/a",
    }
    call.context(8, branch="城东支行")
    assert call.engine.snapshot()["hints"][0]["card"].title == "城东支行继承材料"
    assert changes(call.seen)[-1][1] == "text"
