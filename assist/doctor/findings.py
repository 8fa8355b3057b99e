"""What a check finds, and how it is said: one table, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Literal

Tongue = Literal["zh", "en"]


class Level(IntEnum):
    """How bad it is."""

    WELL = 0
    DOUBTFUL = 1
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """``code``: of :data:`TEXTS`; ``values`` fill its slots."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How bad it is."""
        return TEXTS[self.code].level

    def what(self, tongue: Tongue) -> str:
        """What was found."""
        return TEXTS[self.code].what[tongue].format(**self.values)

    def remedy(self, tongue: Tongue) -> str:
        """What to do about it; empty when there is nothing to do."""
        return TEXTS[self.code].remedy[tongue].format(**self.values)


@dataclass(frozen=True, slots=True)
class _Text:
    level: Level
    what: Mapping[str, str]
    remedy: Mapping[str, str]


def _well(en: str, zh: str) -> _Text:
    return _Text(Level.WELL, {"en": en, "zh": zh}, {"en": "", "zh": ""})


def _bad(level: Level, en: str, zh: str, do: str, zh_do: str) -> _Text:
    return _Text(level, {"en": en, "zh": zh}, {"en": do, "zh": zh_do})


_DOUBT, _WRONG = Level.DOUBTFUL, Level.WRONG

TEXTS: Mapping[str, _Text] = MappingProxyType(
    {
        "reached": _well("the server answers, version {version}", "服务器有应答，版本 {version}"),
        "no_such_name": _bad(
            _WRONG,
            "the name {host} is not known",
            "域名 {host} 解析不到",
            "Check the address for a slip, and the DNS of this machine.",
            "检查地址是否写错，以及本机的 DNS。",
        ),
        "no_connection": _bad(
            _WRONG,
            "nobody answers at {host}:{port}: {why}",
            "{host}:{port} 没有应答：{why}",
            "Start the server (assist serve), or open the port in the firewall between. It listens "
            "on 127.0.0.1 unless told otherwise (--host).",
            "启动服务器（assist serve），或在中间的防火墙放行端口。"
            "默认只监听 127.0.0.1（--host 可改）。",
        ),
        "no_tls": _bad(
            _WRONG,
            "{host}:{port} answers, but not with TLS",
            "{host}:{port} 有应答，但不是 TLS",
            "Write http:// (ws://), or give the port of the proxy that does TLS.",
            "改写成 http://（ws://），或给出做 TLS 的代理端口。",
        ),
        "bad_certificate": _bad(
            _WRONG,
            "the TLS certificate is not accepted: {why}",
            "TLS 证书未通过校验：{why}",
            "Renew the certificate, use the name that it was made for, or trust its authority on "
            "this machine (--ca FILE).",
            "更新证书，改用证书上的域名，或在本机信任其签发机构（--ca 文件）。",
        ),
        "not_ours": _bad(
            _WRONG,
            "something else answers there: HTTP {status}",
            "应答的不是本服务：HTTP {status}",
            "Behind a reverse proxy, give the path that leads here; let it pass /healthz, /v1/ and "
            "/overlay on.",
            "如在反向代理之后，请写上通到这里的路径，并让它转发 /healthz、/v1/ 和 /overlay。",
        ),
        "other_version": _bad(
            _DOUBT,
            "the server is version {theirs}, this command {ours}",
            "服务器版本 {theirs}，本命令版本 {ours}",
            "Install the same version on both sides, the server first.",
            "两边装同一版本，先升级服务器。",
        ),
        "ready": _well(
            "it takes events; {calls} calls live, rules {digest}",
            "可以接收事件；通话 {calls} 路，规则 {digest}",
        ),
        "not_ready": _bad(
            _WRONG,
            "it takes no events now: {why}",
            "目前不接收事件：{why}",
            "Recovering or shutting down passes by itself. If the log has failed: is the disk "
            "full, or read-only?",
            "正在恢复或正在关闭的，等一会儿即可。日志写不进去的，检查磁盘是否满、是否只读。",
        ),
        "rule_problems": _bad(
            _DOUBT,
            "the rule files on disk have {problems} errors; the last good ones are in force",
            "磁盘上的规则有 {problems} 处错误，仍在使用上一次正确的规则",
            "Run: assist rules check DIRECTORY, on the server.",
            "在服务器上运行：assist rules check 目录。",
        ),
        "durable": _well("the log is on disk", "日志写在磁盘上"),
        "not_durable": _bad(
            _DOUBT,
            "the log is in memory: a restart forgets every call",
            "日志只在内存里：一重启，通话全部丢失",
            "For more than a trial, give a file: --log, ASSIST_LOG.",
            "正式使用请指定文件：--log 或 ASSIST_LOG。",
        ),
        "clock": _well("the clocks agree", "时钟一致"),
        "clock_skew": _bad(
            _DOUBT,
            "the server's clock is {seconds} s off this one",
            "服务器时钟与本机相差 {seconds} 秒",
            "Let both follow a time server (chrony, NTP). Calls go by their own time; logs and "
            "retention do not.",
            "两边都对时（chrony、NTP）。通话用自己的时间，日志和保留期限用系统时间。",
        ),
        "token": _well("the token is right", "令牌正确"),
        "bad_token": _bad(
            _WRONG,
            "the token is missing or wrong",
            "没有令牌，或令牌不对",
            "Give the server's ASSIST_TOKEN: --token, or ASSIST_TOKEN here. If it is right, a "
            "proxy may strip the Authorization header.",
            "给出服务器的 ASSIST_TOKEN（--token 或本机的 ASSIST_TOKEN）。确认无误的，可能是代理"
            "去掉了 Authorization 头。",
        ),
        "origin": _well("pages of {origin} may connect", "{origin} 的页面可以连接"),
        "origin_refused": _bad(
            _WRONG,
            "pages of {origin} may not connect",
            "{origin} 的页面不能连接",
            "Add it on the server: ASSIST_ORIGINS={origin}. If it is the server's own, behind a "
            "proxy: ASSIST_PUBLIC_URL={origin}",
            "在服务器上加入：ASSIST_ORIGINS={origin}；如果是服务器自己在代理后的地址，用 "
            "ASSIST_PUBLIC_URL={origin}",
        ),
        "any_origin": _bad(
            _DOUBT,
            "any web page may connect; a proxy seems to drop the Origin header",
            "任何网页都能连接，可能是代理去掉了 Origin 头",
            "Have the proxy pass Origin on.",
            "让代理转发 Origin 头。",
        ),
        "websocket": _well("websockets pass ({path})", "WebSocket 可用（{path}）"),
        "no_websocket": _bad(
            _WRONG,
            "no websocket at {path}: {why}",
            "{path} 建不成 WebSocket：{why}",
            "A proxy in between must pass upgrades on. nginx: proxy_http_version 1.1; "
            'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; '
            "proxy_read_timeout 1h;",
            "中间的代理必须转发协议升级。nginx：proxy_http_version 1.1; "
            'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; '
            "proxy_read_timeout 1h;",
        ),
        "closed": _bad(
            _WRONG,
            "the websocket {path} was closed: {code} {why}",
            "WebSocket {path} 被关闭：{code} {why}",
            "The table of close codes in docs/integrators/protocol.md says what to do.",
            "做法见 docs/integrators/protocol.md 的关闭码表。",
        ),
        "acknowledged": _well(
            "events are acknowledged within {ms} ms", "事件在 {ms} 毫秒内得到确认"
        ),
        "slow_acks": _bad(
            _DOUBT,
            "acknowledgements take {ms} ms; 250 are usual",
            "确认要 {ms} 毫秒，通常不超过 250",
            "A slow disk or network: look at assist_ack_seconds and assist_log_pending.",
            "磁盘或网络慢：看 assist_ack_seconds 和 assist_log_pending。",
        ),
        "no_acks": _bad(
            _WRONG,
            "events were not acknowledged: {why}",
            "事件没有得到确认：{why}",
            "The server's own log (stderr) says more; is its disk full?",
            "看服务器自己的日志（stderr）；磁盘满了吗？",
        ),
        "hint": _well(
            "a made-up call showed its hint on an overlay after {ms} ms: {text}",
            "模拟通话 {ms} 毫秒后在浮窗上出了提示：{text}",
        ),
        "no_hint": _bad(
            _DOUBT,
            "a made-up call showed no hint within {seconds} s",
            "模拟通话 {seconds} 秒内没有出提示",
            "Have the rules in force none for these words? Give some that must show one: --say. "
            "assist replay on the server says why a rule kept silent.",
            "现用规则里可能没有这几句话的规则，用 --say 换一句必定出提示的话。规则为什么没出，"
            "在服务器上用 assist replay 看。",
        ),
        "known_again": _well("a second connection goes on where the first stood", "断线后可以续传"),
        "forgotten": _bad(
            _WRONG,
            "a second connection was told {seq} where {expected} events had been acknowledged",
            "已确认 {expected} 个事件，重新连接后却只认 {seq} 个",
            "Two servers behind one balancer? A call must stay with one server.",
            "是否有两台服务器在同一负载均衡之后？同一通话必须固定到一台。",
        ),
        "pages": _well("the overlay's page is there", "浮窗页面可用"),
        "no_pages": _bad(
            _DOUBT,
            "the overlay's page is not there: HTTP {status}",
            "浮窗页面打不开：HTTP {status}",
            "In a checkout run make setup; behind a proxy, let /overlay and /assets/ through.",
            "源码目录里运行 make setup；在代理之后的，放行 /overlay 和 /assets/。",
        ),
        "engine_faults": _bad(
            _DOUBT,
            "{faults} calls lost their hints to an internal fault since the server started",
            "服务器启动以来，{faults} 路通话因内部错误失去提示",
            "Please report it, with the lines engine_fault of the server's log.",
            "请连同服务器日志里的 engine_fault 行一并上报。",
        ),
    }
)
