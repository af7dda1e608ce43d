import type { JSX } from "preact";
import { useSigned } from "../app/context";
import { KINDS } from "../forms/registry";
import { AgreementSheet } from "../forms/spot-sign";
import { saidMoment } from "../kernel/days";
import type { Item } from "../outbox/queue";
import { Thumb } from "../parts/photos";
import { Voice } from "../parts/voice";
import type { Data, FormField, Json, Reference } from "../protocol";

/** What an item says, as far as its form describes it. */

const WORDS: Record<string, string> = {
  narrative: "发生了什么",
  title: "名称",
  text: "内容",
  place: "具体地点",
  for_whom: "服务对象",
  reporter: "反映人",
  group_name: "哪个群",
  answer: "答复",
  asked_name: "问了谁",
  smoulders: "还没解决的",
  satisfaction: "满意度",
  result_text: "办理情况",
  received_at: "时间",
  found_at: "时间",
  done_at: "回访时间",
  requests: "当事人要求",
  record: "调解经过",
};

export function ItemFacts({ item }: { item: Item }): JSX.Element | null {
  const { reference } = useSigned();
  if (!reference) return null;
  const fields = KINDS[item.row.kind].fields?.(reference) ?? null;
  const rows = fields ? described(item.data, fields, reference) : named(item.data);
  const ids = (name: string): string[] => (item.data[name] ?? []) as string[];
  return (
    <>
      {item.row.kind === "spot" && <AgreementSheet data={item.data} />}
      {ids("photos").length > 0 && (
        <ul class="photos">
          {ids("photos").map((id, at) => (
            <li key={id}>
              <Thumb id={id} label={`照片 ${at + 1}`} />
            </li>
          ))}
        </ul>
      )}
      {ids("voices").map((id, at) => (
        <p key={id}>
          <Voice id={id} label={`语音 ${at + 1}`} />
        </p>
      ))}
      {rows.length > 0 && (
        <section class="card sheet">
          <dl>
            {rows.map(([label, said]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{said}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

function described(data: Data, fields: readonly FormField[], reference: Reference): [string, string][] {
  return fields.flatMap((field): [string, string][] => {
    const said = saidValue(data[field.name], field, reference);
    return said ? [[field.label, said]] : [];
  });
}

function saidValue(value: Json | undefined, field: FormField, reference: Reference): string {
  if (value === undefined || value === null || value === "" || field.type === "photos" || field.type === "voices") return "";
  if (field.type === "moment") return saidMoment(Number(value));
  if (field.type === "bool") return value ? "有" : "无";
  if (field.type === "choice") return reference.lists[field.list ?? field.name]?.find(([code]) => code === value)?.[1] ?? "";
  if (field.type === "place") return reference.grids.find((grid) => grid.code === value)?.full_name ?? String(value);
  if (field.type === "position") return `已定位，误差约 ${Math.round(Number((value as Data)["accuracy"]))} 米`;
  return String(value);
}

function named(data: Data): [string, string][] {
  return Object.entries(WORDS).flatMap(([name, label]): [string, string][] => {
    const value = data[name];
    if (value === undefined || value === null || value === "" || typeof value === "object") return [];
    return [[label, name.endsWith("_at") ? saidMoment(Number(value)) : String(value)]];
  });
}
