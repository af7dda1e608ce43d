import type { JSX } from "preact";
import { useReference } from "../app/context";
import { nested, row, rowFor, rowsOf, type Editing, type Part } from "../app/draft";
import { dayOf } from "../kernel/days";
import { AnyOf, Area, OneOf, Select, Text, Tick } from "../parts/fields";
import { Icon } from "../parts/icon";
import { Notice } from "../parts/screen";
import { isSigned, type Drawing } from "../parts/signature";
import type { Data, Fields, Reference } from "../protocol";
import { beginDispute, checkDispute, completeDispute, DisputeFields, madeTitle, settleable } from "./dispute";
import { missing } from "./generic";
import type { FormKind } from "./kinds";
import { RowHead, withoutRow } from "./row-head";
import { allParties, rowOf, signedText, twoSides } from "./spot-parts";
import { SignStep } from "./spot-sign";
import type { Step } from "./steps";

/** 当场化解: application, consent, session and agreement of a small dispute, in five steps on one phone. */

const WRITTEN = 1;
const SIGNED_NAME = 1;
const MOST_ROWS = 20;

function DisputeStep({ form }: { form: Editing }): JSX.Element {
  const part = nested(form, "new");
  const before = rowsOf(part, "parties").length;
  // A party that is taken out moves the numbers of those behind it: what was consented or signed is asked anew.
  const put: Part["put"] = (name, value) => {
    const fewer = name === "parties" && (value as Data[]).length < before;
    form.patch({ new: { ...part.data, [name]: value }, ...(fewer ? { consents: [], signatures: [] } : {}) });
  };
  return <DisputeFields form={{ ...part, put }} />;
}

function ConsentStep({ form }: { form: Editing }): JSX.Element {
  const { rights, lists } = useReference();
  return (
    <>
      <Notice>{rights.court}</Notice>
      <details class="card form more" open>
        <summary>念给各方听：权利和义务</summary>
        <ul class="bullets">
          {rights.text.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
      <section class="card form">
        <h2>逐人问，是不是自愿</h2>
        {twoSides(form.data).map((party) => {
          const one = rowFor(form, "consents", party.ref, { own_will: false });
          return (
            <div class="party" key={party.ref}>
              <Tick label={`${party.name}自愿接受调解，知道可以随时要求终止`} bound={one.bind("own_will", false)} />
              <details class="more">
                <summary>对调解员、公开与否的意见</summary>
                <Select label="调解员" optional empty="接受指定的调解员" bound={one.bind<number | null>("mediator_choice", null)} choices={lists["mediator_choice"] ?? []} />
                <Select label="是否公开" optional empty="没有要求" bound={one.bind<number | null>("openness", null)} choices={lists["openness"] ?? []} />
                <Select label="怎么表示的" optional empty="口头" bound={one.bind<number | null>("form", null)} choices={lists["consent_form"] ?? []} />
              </details>
            </div>
          );
        })}
        <p class="hint">有一方不愿意的，不能调解，请退出后改为“登记纠纷”或告知其他途径。</p>
      </section>
    </>
  );
}

function SessionStep({ form }: { form: Editing }): JSX.Element {
  const { mediators } = useReference();
  const helpers = rowsOf(form, "helpers");
  return (
    <>
      <section class="card form">
        <Text label="当事人要求解决什么" most={500} bound={form.bind("requests", "")} />
        <Text label="在哪里调的" most={200} bound={form.bind("place", "")} />
        <Area label="调解经过" hint="各方怎么说、核实了什么、讲了哪些法、怎么谈拢的。" rows={6} most={10_000} bound={form.bind("record", "")} />
      </section>
      <section class="card form">
        {mediators.length > 1 && (
          <details class="more">
            <summary>和谁一起调解（不选就是您自己）</summary>
            <AnyOf label="调解员" optional bound={form.bind<string[]>("mediators", []) as never} choices={mediators.map((each) => [each.post, `${each.name}（${each.unit}）`] as const)} />
          </details>
        )}
        {helpers.map((_each, at) => {
          const one = row(form, "helpers", at);
          return (
            <div class="party" key={at} role="group" aria-label={`受邀人 ${at + 1}`}>
              <RowHead words={`受邀人 ${at + 1}`} remove={() => form.put("helpers", withoutRow(helpers, at))} />
              <Text label="邀请谁参加" most={80} bound={one.bind("name", "")} />
              <Text label="与当事人的关系或职务" optional most={40} bound={one.bind("relation", "")} />
            </div>
          );
        })}
        {helpers.length < MOST_ROWS && (
          <button type="button" class="button" onClick={() => form.put("helpers", [...helpers, {}])}>
            <Icon name="plus" /> 邀请了别人参加
          </button>
        )}
        {helpers.length > 0 && <Tick label="邀请他们参加，各方当事人都同意" bound={form.bind("helpers_consented", false)} />}
      </section>
    </>
  );
}

function AgreementStep({ form }: { form: Editing }): JSX.Element {
  const { lists } = useReference();
  const part = nested(form, "agreement");
  const promises = rowsOf(part, "promises");
  const whom = allParties(form.data).map((party) => [party.ref, party.name] as const);
  return (
    <>
      <section class="card form">
        <OneOf label="协议形式" hint="没带印章的选口头协议：由调解员记录，同样有效。" bound={part.bind<number | null>("form", null)} choices={lists["agreement_form"] ?? []} />
        <Area label="纠纷主要事实" most={5000} bound={part.bind("main_facts", "")} />
        <Area label="争议事项" rows={2} most={2000} bound={part.bind("issues", "")} />
        <Area label="各方责任" optional rows={2} most={2000} bound={part.bind("responsibilities", "")} />
        <Area label="协议内容" hint="逐条写，写得能够履行。" rows={5} most={5000} bound={part.bind("content", "")} />
        <Text label="履行方式" most={500} bound={part.bind("manner", "")} />
        <Text label="履行期限" hint="例如“当场履行”“自签订之日起三十日内”。" most={200} bound={part.bind("time_limit", "")} />
      </section>
      <section class="card form">
        <h2>以后要履行的</h2>
        {promises.map((_each, at) => {
          const one = row(part, "promises", at);
          return (
            <div class="party" key={at} role="group" aria-label={`要履行的 ${at + 1}`}>
              <RowHead words={`要履行的 ${at + 1}`} remove={() => part.put("promises", withoutRow(promises, at))} />
              <Text label="履行什么" most={300} bound={one.bind("what", "")} />
              <Select label="谁履行" optional empty="双方" bound={one.bind<string | null>("party", null)} choices={whom} />
              <Text label="金额（元）" optional inputMode="decimal" bound={one.bind("amount", "")} />
              <Text label="期限" type="date" bound={one.bind("due_on", "")} />
            </div>
          );
        })}
        {promises.length < MOST_ROWS && (
          <button type="button" class="button" onClick={() => part.put("promises", [...promises, { due_on: dayOf(Date.now()) }])}>
            <Icon name="plus" /> 加一项要履行的
          </button>
        )}
        {promises.length === 0 && <Tick label="协议已当场履行完毕" bound={form.bind("performed_at_once", false)} />}
        <Tick label="涉及身份、收养、婚姻关系" hint="这类协议不能申请司法确认。" bound={part.bind("about_status", false)} />
      </section>
    </>
  );
}

function checkConsents(data: Data): Fields {
  const parties = twoSides(data);
  const found: Fields = {};
  if (new Set(parties.map((party) => party.side)).size < 2) found["consents"] = ["调解要有双方当事人，请先补充申请人和被申请人。"];
  for (const { ref, name } of parties) {
    if (!rowOf(data, "consents", ref)?.["own_will"]) found[`consents-${ref}-own_will`] = [`请问过${name}，本人自愿才能调解。`];
  }
  return found;
}

const SESSION = [
  { name: "requests", label: "当事人的要求", type: "text", required: true },
  { name: "place", label: "调解地点", type: "text", required: true },
  { name: "record", label: "调解经过", type: "long", required: true },
];

function checkSession(data: Data): Fields {
  const found = missing(SESSION, data);
  const helpers = (data["helpers"] ?? []) as Data[];
  helpers.forEach((each, at) => {
    if (!String(each["name"] ?? "").trim()) found[`helpers-${at}-name`] = ["请填写姓名。"];
  });
  if (helpers.length && !data["helpers_consented"]) found["helpers_consented"] = ["邀请别人参加，要各方当事人都同意。"];
  return found;
}

const AGREEMENT = [
  { name: "form", label: "协议形式", type: "choice", required: true },
  { name: "main_facts", label: "纠纷主要事实", type: "long", required: true },
  { name: "issues", label: "争议事项", type: "long", required: true },
  { name: "content", label: "协议内容", type: "long", required: true },
  { name: "manner", label: "履行方式", type: "text", required: true },
  { name: "time_limit", label: "履行期限", type: "text", required: true },
];
const MONEY = /^\d{1,12}(\.\d{1,2})?$/;

function checkAgreement(data: Data): Fields {
  const agreement = (data["agreement"] ?? {}) as Data;
  const found: Fields = {};
  for (const [name, words] of Object.entries(missing(AGREEMENT, agreement))) found[`agreement-${name}`] = words;
  ((agreement["promises"] ?? []) as Data[]).forEach((each, at) => {
    const start = `promises-${at}`;
    if (!String(each["what"] ?? "").trim()) found[`${start}-what`] = ["请写明要履行什么。"];
    if (!each["due_on"]) found[`${start}-due_on`] = ["请填写期限。"];
    else if (String(each["due_on"]) < dayOf(Date.now())) found[`${start}-due_on`] = ["履行期限不能早于今天。"];
    if (each["amount"] && !MONEY.test(String(each["amount"]))) found[`${start}-amount`] = ["金额请写数字，例如 1200 或 1200.50。"];
  });
  return found;
}

function checkSigned(data: Data): Fields {
  const agreement = (data["agreement"] ?? {}) as Data;
  const found: Fields = {};
  const signed = ((data["signatures"] ?? []) as Data[]).length > 0 || !!data["mediator_drawing"];
  if (signed && data["_signed_text"] !== signedText(data)) return { signatures: ["签名以后协议又改过，请把改过的念一遍，各方重新签名。"] };
  if (!isSigned(data["mediator_drawing"] as Drawing | null)) found["mediator_drawing"] = ["请调解员签名。"];
  if (agreement["form"] !== WRITTEN) return found;
  for (const { ref, name } of twoSides(data)) {
    const one = rowOf(data, "signatures", ref);
    const done = one && (one["form"] !== SIGNED_NAME || isSigned(one["drawing"] as Drawing | null));
    if (!done) found[`signatures-${ref}-drawing`] = [`书面协议要${name}签名，或选择按指印、盖章。`];
  }
  if (!agreement["sealed"]) found["agreement-sealed"] = ["书面协议要加盖调解委员会印章；没有印章的，上一步改为口头协议。"];
  return found;
}

const STEPS: readonly Step[] = [
  { title: "双方和事情", Form: DisputeStep, check: (data) => checkDispute((data["new"] ?? {}) as Data) },
  { title: "告知和自愿", Form: ConsentStep, check: checkConsents },
  { title: "调解经过", Form: SessionStep, check: checkSession },
  { title: "协议", Form: AgreementStep, check: checkAgreement, enter: startAgreement },
  { title: "念一遍，签名", Form: SignStep, check: checkSigned },
];

/** What was told before needn't be typed again. */
function startAgreement(data: Data): Data {
  const agreement = (data["agreement"] ?? {}) as Data;
  const told = (data["new"] as Data | undefined)?.["narrative"] ?? data["_narrative"] ?? "";
  return { agreement: { ...agreement, main_facts: agreement["main_facts"] ?? told, issues: agreement["issues"] ?? data["requests"] ?? "" } };
}

const stepsOf = (data: Data): readonly Step[] => (data["new"] ? STEPS : STEPS.slice(1));

function complete(data: Data, reference: Reference): Data {
  const refs = new Set(allParties(data).map((party) => party.ref));
  const here = (list: string): Data[] => ((data[list] ?? []) as Data[]).filter((each) => refs.has(String(each["party"])));
  const agreement = (data["agreement"] ?? {}) as Data;
  const promises = (agreement["promises"] ?? []) as Data[];
  return {
    ...data,
    ...(data["new"] ? { new: completeDispute(data["new"] as Data, reference) } : {}),
    consents: here("consents").filter((each) => each["own_will"]),
    signatures: here("signatures"),
    performed_at_once: !promises.length && data["performed_at_once"] === true,
    agreement: { ...agreement, promises, mediator_signed: isSigned(data["mediator_drawing"] as Drawing | null) },
  };
}

export const spot: FormKind = {
  heading: "当场调解",
  noun: "当场调解",
  submit: "提交调解协议",
  Form: SignStep,
  steps: stepsOf,
  begin: (reference) => ({ new: { ...beginDispute(reference), facts: settleable(reference) }, agreement: {}, consents: [], signatures: [] }),
  check: (data, reference) => Object.assign({}, ...stepsOf(data).map((step) => step.check(data, reference))) as Fields,
  complete,
  title: (data, reference) => {
    const fresh = data["new"] as Data | undefined;
    return (fresh ? String(fresh["title"] ?? "") || madeTitle(fresh, reference) : String(data["_title"] ?? "")) || "当场调解";
  },
};
