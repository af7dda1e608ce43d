import type { JSX } from "preact";
import { useReference } from "../app/context";
import { nested, type Editing, type Part } from "../app/draft";
import { dayOf } from "../kernel/days";
import { Area, Count, Group, Select, Text, Tick } from "../parts/fields";
import type { Data, Fields, Reference } from "../protocol";
import { missing, onlyGrid, PlaceField } from "./generic";
import type { FormKind } from "./kinds";
import { checkParties, Parties, twoParties } from "./parties";
import { shortened } from "./small";

/** 登记纠纷: who, where, what; and the facts of danger. Used by itself and at the beginning of a settlement on the spot. */

export function DisputeFields({ form }: { form: Part }): JSX.Element {
  return (
    <>
      <section class="card form">
        <h2>当事人</h2>
        <Parties form={form} />
      </section>
      <section class="card form">
        <h2>什么事</h2>
        <Area label="发生了什么" hint="时间、地点、起因、经过，双方各要求什么。" rows={5} most={5000} bound={form.bind("narrative", "")} />
        <KindField form={form} />
        <PlaceField label="在哪个网格" bound={form.bind<string | null>("region", null)} />
        <Text label="具体地点" optional most={200} bound={form.bind("place", "")} />
        <Text label="发生日期" optional type="date" max={dayOf(Date.now())} bound={form.bind("occurred_on", "")} />
        <Text label="纠纷名称" optional hint="不填就自动写成“张某与李某邻里纠纷”。" most={100} bound={form.bind("title", "")} />
      </section>
      <Facts form={form} />
    </>
  );
}

/** The kind by its group first: two short lists instead of one of eighty lines. */
function KindField({ form }: { form: Part }): JSX.Element {
  const groups = useReference().dispute_kinds;
  const bound = form.bind<number | null>("kind", null);
  const groupOf = groups.findIndex((group) => group.kinds.some(([code]) => code === bound.value));
  const chosen = groupOf >= 0 ? groupOf : ((form.data["_group"] ?? null) as number | null);
  return (
    <>
      <Select
        label="哪一类纠纷"
        bound={{
          name: "_group",
          value: chosen,
          error: undefined,
          put: (group) => {
            const kinds = group === null ? [] : groups[group]!.kinds;
            form.patch({ _group: group, kind: kinds.length === 1 ? kinds[0]![0] : null });
          },
        }}
        choices={groups.map((group, at) => [at, group.label] as const)}
      />
      {chosen !== null && <Select label="具体类型" bound={bound} choices={groups[chosen]!.kinds} />}
    </>
  );
}

/** The facts that decide about colour and danger. What isn't ticked stays unknown, and is never taken for a no. */
function Facts({ form }: { form: Part }): JSX.Element {
  const { facts } = useReference();
  const part = nested(form, "facts");
  const ticks = facts.filter((fact) => fact.type === "bool");
  const counts = facts.filter((fact) => fact.type !== "bool");
  return (
    <section class="card form">
      <h2>有没有危险</h2>
      <p class="hint">有人身危险的，先报警。</p>
      <Group name="facts" label="了解到的情况" optional>
        {ticks.filter((fact) => fact.sign).map((fact) => <Fact key={fact.name} part={part} name={fact.name} label={fact.label} />)}
      </Group>
      <details class="more">
        <summary>更多情况</summary>
        {ticks.filter((fact) => !fact.sign).map((fact) => <Fact key={fact.name} part={part} name={fact.name} label={fact.label} />)}
        {counts.map((fact) => (
          <Count key={fact.name} label={fact.unit ? `${fact.label}（${fact.unit}）` : fact.label} optional most={1_000_000_000} bound={part.bind<number | null>(fact.name, null)} />
        ))}
      </details>
    </section>
  );
}

function Fact({ part, name, label }: { part: Part; name: string; label: string }): JSX.Element {
  const bound = part.bind<boolean | null>(name, null);
  return <Tick label={label} bound={{ ...bound, value: bound.value === true, put: (on) => bound.put(on ? true : null) }} />;
}

const NEEDS = [
  { name: "narrative", label: "发生了什么", type: "long", required: true },
  { name: "kind", label: "纠纷类型", type: "choice", required: true },
  { name: "region", label: "在哪个网格", type: "place", required: true },
];

export function checkDispute(data: Data): Fields {
  const found = { ...missing(NEEDS, data), ...checkParties(data) };
  if (found["kind"] && (data["_group"] ?? null) === null) {
    found["_group"] = ["请选择哪一类纠纷。"];
    delete found["kind"];
  }
  return found;
}

/** 「张大山与李长河邻里纠纷」, as the office's form makes it. */
export function madeTitle(data: Data, reference: Reference): string {
  const rows = ((data["parties"] ?? []) as Data[]).map((each) => ({ name: String(each["name"] ?? "").trim(), side: each["side"] }));
  const first = rows.find((each) => each.side === reference.lists["side"]?.[0]?.[0]) ?? rows[0];
  const second = rows.find((each) => each !== first);
  const group = reference.dispute_kinds.find((each) => each.kinds.some(([code]) => code === data["kind"]));
  const words = (group?.label ?? "").replace(/纠纷$/, "");
  if (!first?.name) return "";
  const names = second?.name ? `${first.name.slice(0, 30)}与${second.name.slice(0, 30)}` : first.name.slice(0, 40);
  return `${names}${words}纠纷`.slice(0, 100);
}

const SETTLEABLE = "settleable_on_spot";

/** Whoever settles something on the spot says by that that it can be: the rules rate it blue by this fact. */
export function settleable(reference: Reference): Data {
  return reference.facts.some((fact) => fact.name === SETTLEABLE) ? { [SETTLEABLE]: true } : {};
}

export function beginDispute(reference: Reference): Data {
  return { region: onlyGrid(reference), parties: twoParties(reference) };
}

export function completeDispute(data: Data, reference: Reference): Data {
  return { ...data, title: String(data["title"] ?? "").trim() || madeTitle(data, reference) };
}

export const dispute: FormKind = {
  heading: "登记纠纷",
  noun: "登记纠纷",
  submit: "提交纠纷",
  Form: DisputeFields as (props: { form: Editing }) => JSX.Element,
  begin: beginDispute,
  check: checkDispute,
  complete: completeDispute,
  title: (data, reference) => shortened(String(data["title"] ?? "") || madeTitle(data, reference) || String(data["narrative"] ?? "")) || "纠纷",
};
