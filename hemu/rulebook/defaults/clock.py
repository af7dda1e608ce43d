"""时限: how long each step may take, by kind of clock, state and colour.

Clocks and states are named as hemu.disputes numbers them: 10 待评估, 20 待分流, 30 待接收, 40 待受理,
50 调解中, 60 履行中, 70 已引导其他途径, 80 回访中. Red runs in natural time, by night and on
holidays; the rest in working time. What no row speaks of has no clock.
"""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, Row, between, equal, example, one_of, row

_RED = equal("colour", 3)
_ORANGE = equal("colour", 2)


def _term(amount: int, unit: str) -> Row:
    return {"amount": amount, "unit": unit}


def _by_colour(id_: str, text: str, when: list[Row], terms: tuple[Row, Row, Row]) -> list[Row]:
    red, orange, other = terms
    return [
        row(f"{id_}-red", f"{text}（红色）", [*when, _RED], red, LOCAL),
        row(f"{id_}-orange", f"{text}（橙色）", [*when, _ORANGE], orange, LOCAL),
        row(id_, text, when, other, LOCAL),
    ]


ROWS: list[Row] = [
    row(
        "mediation-labour",
        "劳动争议调解十五日内未达成协议的，当事人可以申请仲裁",
        [equal("clock", "mediation"), between("kind", 700, 799)],
        _term(15, "days"),
        "劳动争议调解仲裁法14",
    ),
    row(
        "mediation",
        "调解一般在一个月内调结",
        [equal("clock", "mediation")],
        _term(30, "days"),
        "人民调解工作若干规定33",
    ),
    row(
        "confirmation",
        "自协议生效之日起三十日内共同申请司法确认",
        [equal("clock", "confirmation")],
        _term(30, "days"),
        "人民调解法33",
    ),
    *(
        row(name.replace("_", "-"), text, [equal("clock", name)], term, source)
        for name, text, term, source in (
            (
                "confirmation_decide",
                "法院收到司法确认申请后三日内决定是否受理",
                _term(3, "days"),
                "法释〔2011〕5号4",
            ),
            (
                "confirmation_rule",
                "法院自受理之日起十五日内作出是否确认的决定",
                _term(15, "days"),
                "法释〔2011〕5号5",
            ),
            ("confirmation_extension", "特殊情况经批准可以延长十日", _term(10, "days"), "法释〔2011〕5号5"),
            ("confirmation_reminder", "司法确认期满前多少天提醒", _term(10, "days"), LOCAL),
            ("promise_reminder", "履行期限前多少天提醒", _term(3, "days"), LOCAL),
            ("mediation_extension", "各方同意延长调解，每次最多多少天", _term(30, "days"), LOCAL),
            ("appraisal", "鉴定、评估的时间不计入调解期限，最多多少天", _term(60, "days"), LOCAL),
            ("labour_arbitration", "申请劳动仲裁的时效为一年", _term(365, "days"), "劳动争议调解仲裁法27"),
            (
                "land_arbitration",
                "申请农村土地承包经营纠纷仲裁的时效为二年",
                _term(730, "days"),
                "农村土地承包经营纠纷调解仲裁法18",
            ),
            (
                "crime_review",
                "民转刑标注后多少天内复盘",
                _term(15, "days"),
                LOCAL,
            ),
            (
                "ownership_suit",
                "不服权属处理决定的，接到通知之日起三十日内起诉",
                _term(30, "days"),
                "土地管理法14",
            ),
        )
    ),
    row(
        "petition-forward",
        "信访事项十五日内转送、交办",
        [equal("clock", "petition_forward")],
        _term(15, "days"),
        "信访工作条例22",
    ),
    row(
        "petition-answer",
        "信访事项自受理之日起六十日内办结",
        [equal("clock", "petition_answer")],
        _term(60, "days"),
        "信访工作条例34",
    ),
    row(
        "petition-extension",
        "情况复杂的，经本机关负责人批准可以延长不超过三十日，并告知信访人",
        [equal("clock", "petition_extension")],
        _term(30, "days"),
        "信访工作条例34",
    ),
    row(
        "petition-review-window",
        "信访人自收到书面答复之日起三十日内可以请求复查、复核",
        [equal("clock", "petition_review_window")],
        _term(30, "days"),
        "信访工作条例35、36",
    ),
    row(
        "petition-review",
        "自收到复查、复核请求之日起三十日内提出意见",
        [equal("clock", "petition_review")],
        _term(30, "days"),
        "信访工作条例35、36",
    ),
    row(
        "villager-answer",
        "村民说事：服务队及时答复",
        [equal("clock", "villager_answer")],
        _term(1, "working_days"),
        LOCAL,
    ),
    row(
        "villager-forget",
        "村民说事办结后，反映人的姓名、电话保存多久",
        [equal("clock", "villager_forget")],
        _term(730, "days"),
        LOCAL,
        "个人信息的保存期限应当为实现处理目的所必要的最短时间（个人信息保护法19）。",
    ),
    row(
        "personal-request",
        "当事人查阅、更正、删除个人信息等请求：多久之内答复",
        [equal("clock", "personal_request")],
        _term(15, "working_days"),
        LOCAL,
        "个人信息保护法50只要求便捷受理、说明理由，期限由本地定。",
    ),
    row(
        "emergency-review",
        "紧急查看个人信息后，上级多久之内复核",
        [equal("clock", "emergency_review")],
        _term(2, "working_days"),
        LOCAL,
    ),
    row(
        "retention-long",
        "红色纠纷办结后，个人信息保存多久再封存",
        [equal("clock", "retention"), _RED],
        _term(10950, "days"),
        LOCAL,
        "保存期限应当为实现处理目的所必要的最短时间（个人信息保护法19）；卷宗由档案部门另行保管（档案法13）。",
    ),
    row(
        "retention",
        "其他纠纷办结后，个人信息保存多久再封存",
        [equal("clock", "retention")],
        _term(3650, "days"),
        LOCAL,
        "保存期限应当为实现处理目的所必要的最短时间（个人信息保护法19）；卷宗由档案部门另行保管（档案法13）。",
    ),
    row(
        "retention-visit",
        "走访、风险隐患：走访、消除后多久清除其中的个人信息和照片",
        [equal("clock", "retention_visit")],
        _term(1095, "days"),
        LOCAL,
        "法律没有规定年限，由本地定；保存期限应当为实现处理目的所必要的最短时间（个人信息保护法19）。",
    ),
    row(
        "retention-report",
        "村民说事：办结后多久清除内容、照片和录音",
        [equal("clock", "retention_report")],
        _term(1095, "days"),
        LOCAL,
        "法律没有规定年限，由本地定；保存期限应当为实现处理目的所必要的最短时间（个人信息保护法19）。",
    ),
    row(
        "retention-incident",
        "警情：处置完毕后多久清除其中的个人信息",
        [equal("clock", "retention_incident")],
        _term(3650, "days"),
        LOCAL,
        "法律没有规定年限，由本地定；保存期限应当为实现处理目的所必要的最短时间（个人信息保护法19）。",
    ),
    row(
        "retention-petition",
        "信访件：程序终结后多久清除其中的个人信息",
        [equal("clock", "retention_petition")],
        _term(3650, "days"),
        LOCAL,
        "法律没有规定年限，由本地定；保存期限应当为实现处理目的所必要的最短时间（个人信息保护法19）。",
    ),
    row(
        "missed-window",
        "漏报核查：走访后多少天内又发生同一件事",
        [equal("clock", "missed_window")],
        _term(30, "days"),
        LOCAL,
    ),
    row(
        "concealed-after",
        "瞒报核查：自己的记录写明有纠纷，多少天后仍未登记",
        [equal("clock", "concealed_after")],
        _term(7, "days"),
        LOCAL,
    ),
    row(
        "report-check",
        "迟报漏报瞒报、虚假走访的线索：多久之内有人核查",
        [equal("clock", "report_check")],
        _term(3, "working_days"),
        LOCAL,
    ),
    row(
        "supervision-answer",
        "督办单：被督办单位反馈",
        [equal("clock", "supervision_answer")],
        _term(5, "working_days"),
        LOCAL,
    ),
    row(
        "advice",
        "向律师咨询：律师书面答复",
        [equal("clock", "advice")],
        _term(3, "working_days"),
        LOCAL,
    ),
    row(
        "callback",
        "电话回访：分派后多久之内打通或打满次数",
        [equal("clock", "callback")],
        _term(3, "working_days"),
        LOCAL,
    ),
    row(
        "complaint-answer",
        "投诉：受理单位多久之内答复投诉人",
        [equal("clock", "complaint_answer")],
        _term(10, "working_days"),
        LOCAL,
    ),
    row(
        "own-answer-link",
        "办结以后，当事人还可以用链接作答多久",
        [equal("clock", "own_answer_link")],
        _term(90, "days"),
        LOCAL,
    ),
    row(
        "referral-answer",
        "转介：受转介单位答复",
        [equal("clock", "referral_answer")],
        _term(5, "working_days"),
        LOCAL,
    ),
    row("safety", "红色纠纷：写明安全防护方案", [equal("clock", "safety")], _term(2, "hours"), LOCAL),
    row(
        "safety-review",
        "红色纠纷：防护方案每天复核，直到不再是红色",
        [equal("clock", "safety_review")],
        _term(24, "hours"),
        LOCAL,
    ),
    row(
        "warning-again",
        "预警提示单逾期仍未签收、反馈的，隔多久再向上一级报告",
        [equal("clock", "warning_again")],
        _term(1, "days"),
        LOCAL,
    ),
    row(
        "conferral-township", "乡镇每周会商", [equal("clock", "conferral_township")], _term(7, "days"), LOCAL
    ),
    row("conferral-county", "县每半月会商", [equal("clock", "conferral_county")], _term(15, "days"), LOCAL),
    row(
        "conferral-prefecture",
        "市州每月会商",
        [equal("clock", "conferral_prefecture")],
        _term(30, "days"),
        LOCAL,
    ),
    row(
        "key-update-red",
        "红色重点纠纷：动态更新",
        [equal("clock", "key_update"), _RED],
        _term(1, "days"),
        LOCAL,
    ),
    row("key-update", "重点纠纷：动态更新", [equal("clock", "key_update")], _term(7, "days"), LOCAL),
    row(
        "unvisited",
        "有未结纠纷的村、网格：多少天没有走访要提示",
        [equal("clock", "unvisited")],
        _term(30, "days"),
        LOCAL,
    ),
    *(
        row(f"incident-{name}", text, [equal("clock", f"incident_{name}")], term, LOCAL)
        for name, text, term in (
            ("on_scene", "梯次出警：值班民警现场处置", _term(4, "hours")),
            ("police_office", "梯次出警：警务室认领", _term(1, "working_days")),
            ("phone", "梯次出警：电话回访", _term(3, "working_days")),
            ("centre", "梯次出警：综治中心接手", _term(3, "working_days")),
            ("handled", "梯次出警：认领、接手后办理", _term(5, "working_days")),
            ("joint", "梯次出警：会同司法所联合调处", _term(10, "working_days")),
        )
    ),
    *_by_colour(
        "hop",
        "接收或退回",
        [equal("clock", "hop")],
        (_term(2, "hours"), _term(4, "working_hours"), _term(1, "working_days")),
    ),
    *_by_colour(
        "whole",
        "从登记到化解的全程",
        [equal("clock", "whole")],
        (_term(15, "days"), _term(45, "days"), _term(60, "days")),
    ),
    *_by_colour(
        "performance",
        "协议履行情况核实",
        [equal("clock", "performance")],
        (_term(3, "days"), _term(7, "days"), _term(15, "days")),
    ),
    *_by_colour(
        "assess",
        "登记后评估定级",
        [equal("state", 10)],
        (_term(2, "hours"), _term(4, "working_hours"), _term(1, "working_days")),
    ),
    *_by_colour(
        "route",
        "定级后分流交办",
        [equal("state", 20)],
        (_term(2, "hours"), _term(4, "working_hours"), _term(1, "working_days")),
    ),
    *_by_colour(
        "receive",
        "交办后接收或退回",
        [equal("state", 30)],
        (_term(2, "hours"), _term(4, "working_hours"), _term(1, "working_days")),
    ),
    *_by_colour(
        "accept",
        "接收后决定是否受理",
        [equal("state", 40)],
        (_term(24, "hours"), _term(2, "working_days"), _term(3, "working_days")),
    ),
    *_by_colour(
        "mediate",
        "调解有结果",
        [equal("state", 50)],
        (_term(72, "hours"), _term(20, "days"), _term(30, "days")),
    ),
    *_by_colour(
        "perform",
        "达成协议后核实履行",
        [one_of("state", 60, 70)],
        (_term(7, "days"), _term(30, "days"), _term(30, "days")),
    ),
    *_by_colour(
        "follow",
        "回访",
        [equal("state", 80)],
        (_term(7, "days"), _term(15, "days"), _term(30, "days")),
    ),
]

EXAMPLES: list[Row] = [
    example("劳动争议调解", {"clock": "mediation", "kind": 701, "colour": 1}, _term(15, "days")),
    example("其他纠纷调解", {"clock": "mediation", "kind": 903, "colour": 2}, _term(30, "days")),
    example("司法确认", {"clock": "confirmation"}, _term(30, "days")),
    example("红色接收", {"clock": "hop", "state": 30, "colour": 3, "hop": 1}, _term(2, "hours")),
    example("橙色接收", {"clock": "hop", "state": 30, "colour": 2, "hop": 1}, _term(4, "working_hours")),
    example("蓝色接收", {"state": 30, "colour": 1, "hop": 2}, _term(1, "working_days")),
    example("未定级待评估", {"state": 10, "colour": 0}, _term(1, "working_days")),
    example("警情现场处置", {"clock": "incident_on_scene"}, _term(4, "hours")),
    example("警情联合调处", {"clock": "incident_joint"}, _term(10, "working_days")),
    example("全程", {"clock": "whole", "colour": 1}, _term(60, "days")),
]
