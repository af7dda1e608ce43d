import type { JSX } from "preact";
import type { Editing } from "../app/draft";
import type { Data, FormField, Reference } from "../protocol";
import type { Who } from "../session/device";
import { missing, onlyGrid, SmallForm } from "./generic";
import type { FormKind } from "./kinds";

/** The short forms: each a handful of fields and nothing else. */

interface Small {
  heading: string;
  submit: string;
  fields: FormField[];
  /** The field that lists call it by. */
  named: string;
  /** What it is called when that field doesn't say. */
  called: string;
  begin?: (reference: Reference, who: Who) => Data;
}

function small({ heading, submit, fields, named, called, begin }: Small): FormKind {
  const Form = ({ form }: { form: Editing }): JSX.Element => <SmallForm form={form} fields={fields} />;
  return {
    heading,
    noun: called,
    submit,
    Form,
    fields: () => fields,
    begin: begin ?? (() => ({})),
    check: (data) => missing(fields, data),
    title: (data) => shortened(String(data[named] ?? "")) || called,
  };
}

const TITLE_LENGTH = 24;

export function shortened(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH)}…` : line;
}

const REGION: FormField = { name: "region", label: "在哪个网格", type: "place", required: true };
const PLACE: FormField = { name: "place", label: "具体地点", type: "text", max: 200 };
const PHONE: FormField = { name: "phone", label: "联系电话", type: "phone", max: 20 };

const here = (reference: Reference): Data => ({ region: onlyGrid(reference) });

export const hazard = small({
  heading: "登记隐患",
  submit: "提交隐患",
  named: "text",
  called: "隐患",
  fields: [
    { name: "text", label: "什么隐患", type: "long", max: 2000, required: true },
    REGION,
    PLACE,
    { name: "found_at", label: "发现时间", type: "moment", required: true },
  ],
  begin: (reference) => ({ ...here(reference), found_at: Date.now() }),
});

export const hazardRemove = small({
  heading: "隐患已消除",
  submit: "提交",
  named: "result",
  called: "隐患消除",
  fields: [{ name: "result", label: "怎么消除的", type: "long", max: 2000, required: true }],
});

/** A service that isn't closed has no result: its code isn't one to choose. */
const OPEN = [0];

const SERVICE: FormField[] = [
  { name: "service_kind", label: "服务类别", type: "choice", list: "service_kind", required: true },
  { name: "for_whom", label: "服务对象", type: "text", max: 80, required: true },
  PHONE,
  { name: "text", label: "什么事", type: "long", max: 2000, required: true },
  REGION,
  PLACE,
  { name: "result", label: "已经办完的，结果是", type: "choice", list: "service_result", leaves_out: OPEN },
  { name: "result_text", label: "办理情况", type: "long", max: 2000 },
];

export const service: FormKind = {
  ...small({ heading: "便民服务", submit: "提交服务", named: "for_whom", called: "便民服务", fields: SERVICE, begin: here }),
  check: (data) => ({
    ...missing(SERVICE, data),
    ...(data["result"] && !String(data["result_text"] ?? "").trim() ? { result_text: ["选了结果的，请写明办理情况。"] } : {}),
  }),
};

export const serviceClose = small({
  heading: "办结服务",
  submit: "办结",
  named: "result_text",
  called: "办结服务",
  fields: [
    { name: "result", label: "结果", type: "choice", list: "service_result", leaves_out: OPEN, required: true },
    { name: "result_text", label: "办理情况", type: "long", max: 2000, required: true },
  ],
});

export const report = small({
  heading: "村民反映",
  submit: "提交",
  named: "text",
  called: "村民反映",
  fields: [
    { name: "text", label: "反映什么", type: "long", max: 5000, required: true },
    { name: "reporter", label: "反映人", type: "text", max: 80, help: "不愿留名的可以不填。" },
    PHONE,
    REGION,
    PLACE,
    { name: "received_at", label: "什么时候听到的", type: "moment", required: true },
  ],
  begin: (reference) => ({ ...here(reference), received_at: Date.now() }),
});

export const reportAnswer = small({
  heading: "答复村民",
  submit: "提交答复",
  named: "answer",
  called: "答复村民",
  fields: [{ name: "answer", label: "怎么答复的", type: "long", max: 5000, required: true, help: "村民凭查询码能看到这段话。" }],
});

export const groupNote = small({
  heading: "记群里反映的事",
  submit: "提交",
  named: "text",
  called: "群里反映",
  fields: [
    { name: "group_name", label: "哪个群", type: "text", max: 100, required: true },
    { name: "text", label: "反映什么", type: "long", max: 5000, required: true, help: "只记别人告诉您的事，不要转抄聊天记录。" },
    REGION,
    PLACE,
    { name: "received_at", label: "什么时候", type: "moment", required: true },
  ],
  begin: (reference) => ({ ...here(reference), received_at: Date.now() }),
});

export const note = small({
  heading: "记一笔办理情况",
  submit: "提交",
  named: "text",
  called: "办理情况",
  fields: [{ name: "text", label: "办了什么、有什么新情况", type: "long", max: 2000, required: true }],
});

export const receive: FormKind = {
  heading: "接收这件纠纷",
  noun: "接收纠纷",
  submit: "确认接收",
  Form: () => <p class="card form">接收后，办理时限从送达时起算。不该由本单位办的，请回办公室在网页上退回并写明理由。</p>,
  begin: () => ({}),
  check: () => ({}),
  title: () => "接收纠纷",
};
