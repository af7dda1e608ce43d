import type { JSX } from "preact";
import { useReference } from "../app/context";
import type { Editing } from "../app/draft";
import { AnyOf, Area, OneOf, Text } from "../parts/fields";
import type { Data, Fields, OtherShown, PartyShown } from "../protocol";
import { AtHand } from "./at-hand";
import { missing, MomentField } from "./generic";
import type { FormKind } from "./kinds";

/**
 * 回访: who was asked, is the agreement kept promise by promise, what do they say themselves, are they content, what
 * still smoulders, is there a new quarrel (F1–F3, F5). The same fields as the office's form, without signal too.
 */

const SATISFIED = [
  [5, "5 很满意"],
  [4, "4"],
  [3, "3"],
  [2, "2"],
  [1, "1 很不满意"],
] as const;
const BY_HAND = "没有的写“无”；不填的，打印时留空，由人手写。";
const PARTY = 1;
const NOT_KEPT = 3;

function FollowUpForm({ form }: { form: Editing }): JSX.Element {
  const { lists, facts } = useReference();
  const asked = form.data["asked"];
  const parties = (form.data["_parties"] ?? []) as unknown as PartyShown[];
  const others = (form.data["_others"] ?? []) as unknown as OtherShown[];
  const signs = (form.data["signs"] ?? {}) as Data;
  return (
    <>
      <section class="card form">
        <OneOf label="怎么回访的" bound={form.bind<number | null>("mode", null)} choices={lists["follow_up_mode"] ?? []} />
        <MomentField label="什么时候" bound={form.bind<number | null>("done_at", null)} />
        <OneOf label="问了谁" bound={form.bind<number | null>("asked", null)} choices={lists["follow_up_asked"] ?? []} />
        {asked === PARTY && (
          <OneOf label="哪一名当事人" wide bound={form.bind<string | null>("party", null)} choices={parties.map((party) => [party.id, party.name] as const)} />
        )}
        {asked !== PARTY && asked !== undefined && asked !== null && <Text label="姓名" most={80} bound={form.bind("asked_name", "")} />}
        {others.length > 0 && <p class="hint">还要问：{others.map((one) => `${one.name}（${one.label}）`).join("、")}</p>}
      </section>
      <AtHand form={form} />
      <section class="card form">
        <OneOf label="协议履行得怎样" bound={form.bind<number | null>("kept", null)} choices={lists["follow_up_kept"] ?? []} />
        {asked === PARTY && (
          <>
            <Area label="当事人自己怎么说" hint="记原话。" most={1000} bound={form.bind("answer", "")} />
            <OneOf label="当事人满意吗" hint="由本人回答。" optional wide bound={form.bind<number | null>("satisfaction", null)} choices={SATISFIED} />
          </>
        )}
        <Area
          label="还有什么没解决"
          {...(form.data["_in_depth"] ? { hint: "这是深入回访。都解决了的，写“无”。" } : {})}
          optional={!needsWords(form.data)}
          most={1000}
          bound={form.bind("smoulders", "")}
        />
        <Area
          label="有没有发现新的纠纷"
          hint="写在这里，办公室接着登记，与这一件关联。"
          optional
          rows={2}
          most={1000}
          bound={form.bind("new_dispute", "")}
        />
        <AnyOf
          label="有没有激化苗头"
          optional
          hint="选了任何一项，纠纷会重新打开、重新评估。人身安全有危险的，先报警。"
          bound={{
            name: "signs",
            value: Object.keys(signs),
            error: form.fields["signs"]?.[0],
            put: (names) => form.put("signs", Object.fromEntries(names.map((name) => [name, true]))),
          }}
          choices={facts.filter((fact) => fact.sign).map((fact) => [fact.name, fact.label] as const)}
        />
        <Area label="采取了什么措施" hint="有激化苗头的必须写。" optional={!hasSigns(form.data)} most={1000} bound={form.bind("measures", "")} />
      </section>
      <section class="card form">
        <Text label="有没有起诉、怎么判的" hint={BY_HAND} optional most={300} bound={form.bind("suit", "")} />
        <Text label="调解有没有不当之处" hint={BY_HAND} optional most={300} bound={form.bind("wrong", "")} />
      </section>
    </>
  );
}

function hasSigns(data: Data): boolean {
  return Object.keys((data["signs"] ?? {}) as Data).length > 0;
}

function needsWords(data: Data): boolean {
  return data["kept"] === NOT_KEPT || hasSigns(data) || data["_in_depth"] === true;
}

const NEEDS = [
  { name: "mode", label: "怎么回访的", type: "choice", required: true },
  { name: "asked", label: "问了谁", type: "choice", required: true },
  { name: "kept", label: "协议履行得怎样", type: "choice", required: true },
];

function check(data: Data): Fields {
  const found = missing(NEEDS, data);
  const said = (name: string): string => String(data[name] ?? "").trim();
  if (data["asked"] === PARTY) {
    if (!data["party"]) found["party"] = ["请选择回访了哪一名当事人。"];
    if (!data["satisfaction"] && !said("answer")) found["answer"] = ["请记录当事人自己的回答：满意度或原话。"];
  } else if (data["asked"] && !said("asked_name")) {
    found["asked_name"] = ["请填写回访对象的姓名。"];
  }
  if (needsWords(data) && !said("smoulders")) {
    const deep = data["_in_depth"] === true;
    found["smoulders"] = [deep ? "请问清还有什么没解决；都解决了的，写“无”。" : "没有履行或有激化苗头的，请写明情况。"];
  }
  if (hasSigns(data) && !said("measures")) found["measures"] = ["有激化苗头，请写明采取了什么预防措施。"];
  return found;
}

/** Only the party answers how content they are; what was typed before another was chosen isn't sent. */
function complete(data: Data, _reference: unknown, now: number): Data {
  const done = { ...data, done_at: data["done_at"] ?? now };
  return data["asked"] === PARTY ? { ...done, asked_name: "" } : { ...done, party: null, answer: "", satisfaction: null };
}

export const followUp: FormKind = {
  heading: "回访",
  noun: "回访",
  submit: "提交回访",
  Form: FollowUpForm,
  begin: (reference) => ({ mode: reference.lists["follow_up_mode"]?.[0]?.[0] ?? null, asked: PARTY, done_at: Date.now() }),
  check,
  complete,
  title: (data) => String(data["_title"] ?? "") || "回访",
};
