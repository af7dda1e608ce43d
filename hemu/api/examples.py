"""Examples of what a call carries, made from the schema: what must be said and no more, in likely values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXAMPLES: Mapping[str, Any] = {
    "region": "522725106201001",
    "county": 522725,
    "other_county": 522725,
    "dispute_id": "7301",
    "kind": 903,
    "title": "两村民组林权纠纷",
    "narrative": "两个村民组对一片林地各执一词。",
    "text": "已电话联系双方。",
    "reason": "涉及多个站所",
    "grounds": "同一片林地",
    "summary": "边界已明确，双方认可。",
    "requests": "请求明确林地边界",
    "other_ways": ["1"],
    "colour": 2,
    "kept": 1,
    "place": "林地现场",
    "number": "JQ201811200001",
    "tier": 1,
    "result": "当场说和，双方自行离开。",
    "from_unit": "瓮安县信访局",
    "incident_id": "7301",
    "petition_id": "7301",
    "agreed": ["7301", "7302"],
    "analysis": "双方情绪激动，有人扬言报复。",
    "answer": "已安排村干部每日走访，双方情绪平稳。",
    "applicants": ["7301", "7302"],
    "asked": "请核实林地权属档案。",
    "chair": "张主任",
    "conclusion": "维持现有措施，每日走访。",
    "content": "以山脊为界，立桩为记。",
    "court_name": "瓮安县人民法院",
    "due_on": "2018-12-20",
    "grade": 2,
    "guidance": "核清权属，分头做工作，防止聚集。",
    "help_given": "已将当事人接到村委会。",
    "issues": "林地边界",
    "main_facts": "两组对同一片林地的边界各执一词。",
    "manner": "自行履行",
    "name": "张大山",
    "owner": "王所长",
    "papers": ["1", "2", "3", "5"],
    "person": "王所长",
    "phone": "13808541234",
    "record": "现场指界，双方各自陈述。",
    "said": "答应下月初付清。",
    "situation": "一方持刀到对方门前。",
    "speakers": "县司法局讲师",
    "subject": "林权纠纷预警提示",
    "task": "每日走访双方",
    "time_limit": "十日内",
    "told_unit": "珠藏派出所",
    "what": "支付林木款",
    "whom_name": "张大山",
    "why": "电话回访满意度",
    "words": "处理得很快。",
    "since": "2018-11-01",
    "until": "2018-11-30",
}
"""Values that examples are made with, by field."""
IN_ADDRESSES: Mapping[str, str] = {"code": "522725106201", "place": "522725106201", "name": "kinds"}
"""The same for what stands in the address."""
BY_FORMAT = {"date": "2018-11-20", "date-time": "2018-11-20T09:30:00+08:00"}
Schema = Mapping[str, Any]


class Examples:
    """Makes examples of the parts of a schema."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def real(self, part: Schema) -> Schema:
        """A part with what it refers to; of alternatives the one that isn't null."""
        if "$ref" in part:
            found: Schema = self.schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
            return {**found, **{name: value for name, value in part.items() if name != "$ref"}}
        if "allOf" in part and len(part["allOf"]) == 1:
            return self.real({**part["allOf"][0], **{n: v for n, v in part.items() if n != "allOf"}})
        others = [one for one in part.get("anyOf", ()) if one.get("type") != "null"]
        if len(others) == 1:
            return {**self.real(others[0]), **{n: v for n, v in part.items() if n != "anyOf"}}
        return part

    def example(self, part: Schema, name: str = "") -> Any:
        """A value that a call may carry, with what it must carry and no more."""
        real = self.real(part)
        if name in EXAMPLES and _fits(EXAMPLES[name], real):
            return EXAMPLES[name]
        if "properties" in real:
            wanted = real.get("required", ())
            return {key: self.example(real["properties"][key], key) for key in wanted}
        if real.get("type") == "array":
            return [self.example(real["items"])]
        if "enum" in real:
            return real["enum"][0]
        plain: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "object": {}}
        kind = real.get("type", "")
        return "8601" if "anyOf" in real else BY_FORMAT.get(real.get("format", ""), plain.get(kind, "…"))


_TYPES: Mapping[str, type] = {"string": str, "integer": int, "array": list, "boolean": bool, "object": dict}


def _fits(value: Any, part: Schema) -> bool:
    """Whether a likely value is one that this field takes: fields of several calls share their names."""
    if "enum" in part:
        return value in part["enum"]
    if part.get("type") == "array" and "properties" in part.get("items", {}):
        return False
    return isinstance(value, _TYPES.get(part.get("type", ""), object))
