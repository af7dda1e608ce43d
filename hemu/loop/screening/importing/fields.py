"""What the columns of a ledger can say, by kind of row: their words, and the words that ledgers use for them."""

# ruff: noqa: E501  # the lists below read one field's heads a line

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.loop.screening.importing.models import RowKind


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a column may say.

    `label` heads the template's column, in Chinese whatever the page's language; `said` are other heads for it.
    `many`: several columns may say it, one after the other. `note`: kept in the words of the old ledger only.
    """

    key: str
    label: str
    said: tuple[str, ...] = ()
    example: str = ""
    hint: str | Promise = ""
    needed: bool = False
    many: bool = False
    choices: str = ""
    in_template: bool = True


def _f(
    key: str, label: str, said: str = "", example: str = "", hint: str | Promise = "", **more: bool | str
) -> Field:
    return Field(key, label, tuple(said.split()), example, hint, **more)  # type: ignore[arg-type]  # as Field names them


_PLACE = (
    _f("township", "乡镇", "乡镇街道 街道 所属乡镇 镇街 乡(镇) 所在乡镇 镇乡 镇", "珠藏镇"),
    _f("village", "村（社区）", "村 社区 村社区 村居 村(居) 所属村 行政村 所在村 村名 村委会 辖区", "荣院村"),
    _f(
        "place",
        "详细地点",
        "地点 发生地点 地址 案发地点 纠纷地点 发生地 详细地址 所在地 具体地点 事发地 报警地点 走访地点 位置 组 村民组 小组",
        "三组大田坝",
        _("也可把乡镇、村和地点都写在这一列"),
        many=True,
    ),
)


def _side(key: str, label: str, who: str) -> tuple[Field, ...]:
    """One side's columns: 申请人, 申请人电话, 申请人身份证号, 申请人住址."""
    names = who.split()

    def said(*endings: str) -> str:
        return " ".join(f"{name}{ending}" for name in names for ending in endings)

    return (
        _f(
            key,
            label,
            said("", "姓名", "名称", "名字", "姓名或名称"),
            "张大山、张小山" if key == "first" else "李长河",
            _("多人用顿号“、”隔开"),
            many=True,
        ),
        _f(
            f"{key}_phone",
            f"{label}电话",
            said("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
            "13885425521" if key == "first" else "",
            _("多个号码用顿号“、”隔开，按姓名的顺序"),
        ),
        _f(
            f"{key}_id",
            f"{label}身份证号",
            said("身份证", "身份证号码", "证件号码", "证件号", "身份证号", "公民身份号码"),
            "",
            _("18 位，这一列须为文本格式"),
        ),
        _f(
            f"{key}_address", f"{label}住址", said("地址", "住址", "家庭住址", "单位或住址", "居住地", "住所")
        ),
        _f(f"{key}_sex", f"{label}性别", said("性别"), in_template=False),
    )


DISPUTE = (
    _f(
        "number",
        "编号",
        "台账编号 案号 案件编号 卷号 登记编号 受理编号 纠纷编号 档案号 编码 文号",
        "珠调2025-018",
        _("没有可不填；填了就按它认出同一件，不会重复导入"),
    ),
    _f(
        "registered_on",
        "登记日期",
        "登记时间 受理时间 受理日期 排查时间 排查日期 上报时间 填报时间 填报日期 录入时间 收案时间 立案时间 立案日期 受案时间",
        "2025-05-01",
        _("原台账的登记日期，写入说明"),
    ),
    _f("occurred_on", "发生日期", "发生时间 时间 日期 纠纷发生时间 案发时间 起始时间 发案时间", "2025-04-28"),
    *_PLACE,
    _f(
        "title",
        "纠纷名称",
        "案由 事由 标题 纠纷事项 事项名称 案件名称 名称 事件名称 纠纷标题 矛盾名称 矛盾纠纷名称",
        "",
        _("不填就写成“张某与李某邻里纠纷”"),
    ),
    _f(
        "narrative",
        "纠纷简述",
        "简要情况 基本情况 纠纷情况 主要内容 简要案情 案情 内容 情况 基本案情 纠纷简要情况 矛盾纠纷简要情况 矛盾纠纷情况 简况 纠纷内容 "
        "事件简述 主要事实 案情简介 简介 事件经过 纠纷主要事实 矛盾纠纷基本情况 具体情况 纠纷简要案情 主要情况 诉求 描述",
        "两家因承包地田坎边界多次争吵，张家要求恢复原界。",
        needed=True,
        many=True,
    ),
    _f(
        "kind",
        "纠纷类型",
        "类型 类别 纠纷类别 矛盾类型 纠纷种类 矛盾纠纷类型 矛盾纠纷类别 种类 案件类型 事件类别 矛盾类别 事件类型 性质 纠纷性质",
        "山林矿产",
        choices="kinds",
    ),
    _f(
        "parties",
        "当事人",
        "双方当事人 当事人姓名 纠纷当事人 当事人双方 涉事人 主要当事人 当事人基本情况 姓名 涉及人员 矛盾双方 矛盾主体 当事人情况 人员",
        "",
        _("双方写在一列时用，如“张三、李四诉王五”"),
        many=True,
    ),
    _f(
        "parties_phone",
        "当事人电话",
        "联系电话 电话 联系方式 手机号码 手机 当事人联系电话 电话号码 当事人联系方式 手机号",
        in_template=False,
    ),
    _f(
        "parties_id",
        "当事人身份证号",
        "身份证号 身份证号码 身份证 证件号码 公民身份号码 证件号 当事人身份证号码",
        in_template=False,
    ),
    _f("parties_address", "当事人住址", "住址 家庭住址 户籍地址 现住址 当事人地址", in_template=False),
    _f("parties_sex", "当事人性别", "性别", in_template=False),
    *_side(
        "first",
        "申请人",
        "申请人 甲方 甲方当事人 当事人甲 当事人一 当事人1 原告 投诉人 反映人 当事人(甲) 当事人A 申请方 一方当事人",
    ),
    *_side(
        "second",
        "被申请人",
        "被申请人 乙方 乙方当事人 对方 对方当事人 当事人乙 当事人二 当事人2 被告 被投诉人 被反映人 当事人(乙) 当事人B 被申请方 另一方当事人",
    ),
    _f("people", "涉及人数", "人数 涉及人员数 当事人数 参与人数 涉事人数 涉及当事人数", "2"),
    _f(
        "amount",
        "涉及金额(元)",
        "涉及金额 金额 涉案金额 标的 标的额 涉及金额(万元) 争议金额 涉案金额(万元) 金额(万元) 金额(元)",
    ),
    _f(
        "source",
        "原台账来源",
        "来源 线索来源 案件来源 纠纷来源 发现方式 受理方式 排查方式 来源渠道",
        "走访排查",
    ),
    _f("petition", "是否涉访", "涉访 是否信访 是否上访 涉信访 是否涉及信访", "", choices="truth"),
    _f(
        "level",
        "原台账等级",
        "等级 风险等级 预警等级 级别 风险级别 颜色 预警级别 难易程度 危险等级 三色预警 定级",
        "",
        _("只写入说明：等级由规则建议、由人确认"),
    ),
    _f(
        "outcome",
        "化解结果",
        "是否化解 结果 调解结果 办理结果 化解情况 调处结果 是否调解成功 处理结果 化解状态 办理状态 状态 是否办结 是否成功 调处情况 调解情况 "
        "是否调处 办结情况 化解与否 完成情况 进展 当前状态 进展情况",
        "正在调处",
        choices="outcome",
    ),
    _f(
        "measures",
        "调处过程",
        "化解措施 采取措施 工作措施 措施 化解过程 处理情况 办理情况 调解过程 处置情况 工作情况 化解方式 调解方式 "
        "化解情况 调处情况 调解情况 办结情况 进展情况 办理结果 处理结果",
        many=True,
    ),
    _f(
        "settled_on",
        "化解日期",
        "化解时间 调解时间 办结时间 结案时间 调解日期 办结日期 结案日期 调处时间 销号时间 完成时间 协议日期 成功时间",
    ),
    _f(
        "mediator",
        "调解员",
        "责任人 调解人 承办人 化解责任人 包保责任人 调解人员 包案领导 经办人 责任领导 包保人 主办人 包保领导 化解人 调处人 调解责任人",
        "王德明",
    ),
    _f(
        "unit",
        "责任单位",
        "承办单位 调解组织 化解单位 调委会 主办单位 调解单位 办理单位 责任部门 填报单位",
        "",
    ),
    _f("remark", "备注", "说明 其他 备 注 附注", many=True),
)
INCIDENT = (
    _f(
        "number",
        "警情编号",
        "接警编号 接处警编号 警单编号 警情号 接警单编号 接警单号 报警编号 编号 警单号 案事件编号 接处警单编号",
        "J522725202603050018",
        needed=True,
    ),
    _f(
        "reported_at",
        "报警时间",
        "接警时间 时间 发生时间 报案时间 日期 接报时间 接警日期 报警日期 出警时间",
        "2026-03-05 14:30",
        needed=True,
    ),
    *_PLACE,
    _f(
        "narrative",
        "警情内容",
        "简要警情 报警内容 内容 简要案情 警情 警情简况 案情 情况 事由 简要情况 接警内容 报警情况 警情描述 基本情况",
        "两户因浇水发生口角，一方报警。",
        needed=True,
        many=True,
    ),
    _f(
        "phone",
        "报警人电话",
        "报警电话 联系电话 电话 报警人联系电话 报警人联系方式 报警人手机 报警人手机号 报案人电话 报案人联系电话 来电号码 主叫号码 手机 手机号码 联系方式 电话号码",
        "13885425521",
        _("只用于电话回访，加密保存"),
    ),
    _f("tier", "处置层级", "层级 梯次 处置方式 出警层级 处警方式", "值班民警现场处置", choices="tier"),
    _f(
        "result",
        "处置结果",
        "处理结果 处警情况 处警结果 结果 处理情况 出警情况 反馈情况 处置情况 反馈",
        "",
        many=True,
    ),
)
PETITION = (
    _f(
        "number",
        "信访编号",
        "信访件编号 信访件号 编号 信访号 工单编号 件号 信访事项编号 登记编号",
        "XF2026030018",
        needed=True,
    ),
    _f(
        "from_unit",
        "交办单位",
        "交办机关 转办单位 来件单位 转送单位 上级单位 交办部门 转办部门 来源 信访来源 登记机构",
        "瓮安县信访局",
        needed=True,
    ),
    _f(
        "received_at",
        "收到时间",
        "收到日期 收件时间 交办时间 交办日期 日期 时间 转办时间 登记时间 受理时间 接收时间",
        "2026-03-05",
        needed=True,
    ),
    _f(
        "due_at",
        "办理期限",
        "办结期限 限办时间 答复期限 到期时间 截止时间 限办日期 办理时限",
        "",
        _("不填按信访工作条例从收到之日起算"),
    ),
    *_PLACE,
    _f(
        "narrative",
        "反映事项",
        "信访内容 反映内容 内容 信访事项 主要诉求 诉求 反映问题 概况 概况信息 问题 情况 信访诉求 基本情况 事由",
        "反映征地补偿款未足额发放。",
        needed=True,
        many=True,
    ),
    _f(
        "answer",
        "答复意见",
        "答复 办理结果 处理意见 答复情况 办理情况 处理结果 化解情况 答复内容 结果",
        "",
        many=True,
    ),
)
VISIT = (
    _f(
        "visitors",
        "走访人员",
        "走访人 走访民警 网格员 责任民警 走访干部 工作人员 走访人姓名",
        "龙小梅",
        _("不填就是导入的人"),
    ),
    _f(
        "started_at",
        "开始时间",
        "走访时间 走访日期 时间 日期 入户时间 开始日期",
        "2026-03-05 09:00",
        needed=True,
    ),
    _f("ended_at", "结束时间", "离开时间 结束日期", "2026-03-05 09:30", _("不填就同开始时间")),
    *_PLACE,
    _f(
        "object_kind",
        "对象类别",
        "走访对象类别 对象类型 走访对象类型 类别 走访类别",
        "住户",
        choices="object_kind",
    ),
    _f(
        "object_name",
        "户主或单位名称",
        "走访对象 户主 户主姓名 姓名 单位名称 对象名称 被走访人 对象 住户姓名 走访户 户主名 走访对象姓名 名称",
        "王兴发",
        needed=True,
    ),
    _f("object_phone", "联系电话", "电话 手机 手机号码 联系方式 电话号码 手机号", ""),
    _f("object_people", "走访人数", "人数 家庭人口 人口数 家庭人数 人口", "4"),
    _f("object_info", "对象基本情况", "基本情况 家庭情况 基本信息 家庭基本情况", "", many=True),
    _f("reason", "走访事由", "事由 走访类型 走访原因 走访性质", "", choices="reason"),
    _f("campaign", "专项行动", "专项行动名称 活动名称 行动名称"),
    _f(
        "dispute_text",
        "矛盾纠纷情况",
        "矛盾纠纷 纠纷情况 有无纠纷 有无矛盾纠纷 是否有矛盾纠纷 排查矛盾纠纷情况 发现矛盾纠纷 存在矛盾纠纷",
        "",
        _("没有写“无”；有就写明情况"),
    ),
    _f(
        "hazard_text",
        "风险隐患情况",
        "风险隐患 隐患情况 安全隐患 有无隐患 有无风险隐患 是否有隐患 隐患 发现隐患",
        "",
        _("没有写“无”；有就写明情况"),
    ),
    _f(
        "help_text",
        "求助事项",
        "求助 诉求 群众诉求 困难诉求 需求 意见建议 困难",
        "",
        _("没有写“无”；有就写明需要什么"),
    ),
    _f("publicity", "宣传内容", "宣传 宣传情况 宣传教育", ""),
    _f(
        "done_on_spot",
        "现场工作",
        "工作内容 走访情况 走访内容 现场处理 开展工作 工作情况 走访记录",
        "",
        many=True,
    ),
    _f("result", "走访结果", "结果 处理结果 走访结论", "未发现问题", choices="result"),
    _f("what_follows", "后续安排", "备注 后续工作 下一步 下步措施", ""),
)

FIELDS: dict[RowKind, tuple[Field, ...]] = {
    RowKind.DISPUTE: DISPUTE,
    RowKind.INCIDENT: INCIDENT,
    RowKind.PETITION: PETITION,
    RowKind.VISIT: VISIT,
}
PARTY_KEYS = frozenset(
    key for key in (field.key for field in DISPUTE) if key.split("_")[0] in ("parties", "first", "second")
)
"""What further lines of one record may say: another party."""
IGNORED = ("序号", "序", "问题", "错误", "原行号", "登记编号(系统)", "导入结果", "no")
"""Heads that say nothing of the matter: counting, and what our own sheets of errors add."""


def field_of(kind: RowKind, key: str) -> Field | None:
    """The field of that key."""
    return next((field for field in FIELDS[kind] if field.key == key), None)
