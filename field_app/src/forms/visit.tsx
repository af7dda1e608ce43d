import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useReference } from "../app/context";
import type { Editing } from "../app/draft";
import { Area, Text, YesNo } from "../parts/fields";
import type { Data, Fields, FormField, FormItem, Id, Reference } from "../protocol";
import { FieldOf, missing, onlyGrid } from "./generic";
import type { Following, FormKind } from "./kinds";
import { twoParties } from "./parties";
import { settleable } from "./dispute";

/** 走访十三项, as the server describes them; what the description can't say is here. */

const ASKED = ["has_dispute", "has_hazard", "needs_help"] as const;

const ON_FIRST_SIGHT = 4;

/** A slow phone draws what is seen first, and the rest right after it. */
function VisitForm({ form }: { form: Editing }): JSX.Element {
  const { form: described } = useReference();
  const [all, setAll] = useState(false);
  useEffect(() => setAll(true), []);
  return (
    <>
      {described.items.slice(0, all ? undefined : ON_FIRST_SIGHT).map((item) => (
        <Item key={item.number} form={form} item={item} fields={fieldsOf(item, described.fields)} />
      ))}
    </>
  );
}

/** The fields of an item as they are asked. Why there is no position is asked beside the position itself. */
function fieldsOf(item: FormItem, all: readonly FormField[]): FormField[] {
  const named = new Map(all.map((field) => [field.name, field]));
  return item.fields.flatMap((name) => {
    const field = named.get(name);
    if (!field || name === "no_position") return [];
    return name === "ended_at" ? [{ ...field, required: false, help: "不填就记提交时的时间。" }] : [field];
  });
}

/** An item of one question carries its number at the question; one of several has a heading. */
function Item({ form, item, fields }: { form: Editing; item: FormItem; fields: FormField[] }): JSX.Element {
  const question = fields.find((field) => field.type === "bool");
  if (question) {
    return (
      <section class="card form" aria-label={item.title}>
        <Question form={form} item={item} question={question} more={fields.filter((field) => field !== question)} />
      </section>
    );
  }
  const [only] = fields;
  if (only && fields.length === 1) {
    return (
      <section class="card form" aria-label={item.title}>
        <FieldOf form={form} field={only} item={item.number} />
      </section>
    );
  }
  return (
    <section class="card form" aria-labelledby={`item-${item.number}`}>
      <h2 id={`item-${item.number}`}>
        <span class="item-number">{item.number}</span>
        {item.title}
      </h2>
      {fields.map((field) => (
        <FieldOf key={field.name} form={form} field={field} />
      ))}
    </section>
  );
}

/** A yes asks for the words that go with it; the words are then required. */
function Question({ form, item, question, more }: { form: Editing; item: FormItem; question: FormField; more: FormField[] }): JSX.Element {
  const open = ASKED.filter((name) => form.data[name] === undefined || form.data[name] === null);
  const nothing = (): void => form.patch(Object.fromEntries(ASKED.map((name) => [name, false])));
  return (
    <>
      <YesNo label={item.title} item={item.number} bound={form.bind<boolean | null>(question.name, null)}>
        {more.map((field) => {
          const most = field.max === undefined ? {} : { most: field.max };
          return field.type === "long" ? (
            <Area key={field.name} label={field.label} {...most} bound={form.bind(field.name, "")} />
          ) : (
            <Text key={field.name} label={field.label} {...most} bound={form.bind(field.name, "")} />
          );
        })}
      </YesNo>
      {question.name === ASKED[0] && open.length === ASKED.length && (
        <button type="button" class="button" onClick={nothing}>
          纠纷、隐患、求助都没有
        </button>
      )}
    </>
  );
}

function check(data: Data, reference: Reference): Fields {
  const found = missing(reference.form.fields.filter((field) => field.name !== "ended_at"), data);
  for (const item of reference.form.items) {
    const question = reference.form.fields.find((field) => item.fields.includes(field.name) && field.type === "bool");
    if (question) Object.assign(found, checkQuestion(question, item, data, reference));
  }
  const [from, until] = [data["started_at"], data["ended_at"]];
  if (typeof from === "number" && typeof until === "number" && until < from) found["ended_at"] = ["结束时间不能早于开始时间。"];
  if (!data["position"] && !data["no_position"]) found["position"] = ["请记下当前位置；取不到的，选一个原因。"];
  return inOrder(found, reference.form.fields);
}

/** What is wrong, from the top of the form to its end. */
function inOrder(found: Fields, fields: readonly FormField[]): Fields {
  return Object.fromEntries(fields.flatMap(({ name }) => (found[name] ? [[name, found[name]]] : [])));
}

function checkQuestion(question: FormField, item: FormItem, data: Data, reference: Reference): Fields {
  const answer = data[question.name];
  if (answer === undefined || answer === null) return { [question.name]: [`请选择${item.title}。`] };
  if (!answer) return {};
  const words = reference.form.fields.filter((field) => item.fields.includes(field.name) && field !== question);
  return missing(words.map((field) => ({ ...field, required: true })), data);
}

function follows(data: Data, id: Id, reference: Reference): Following[] {
  const place = { region: data["region"] ?? null, place: data["place"] ?? null };
  const origin = { source: "visit", county: Number(String(data["region"]).slice(0, 6)), id };
  const named = { name: data["object_name"] ?? "", phone: data["object_phone"] ?? "" };
  const found: Following[] = [];
  if (data["has_dispute"]) {
    const [first, second] = twoParties(reference);
    const parties: Data[] = [{ ...first, ...named }, { ...second }];
    const dispute = { ...place, narrative: data["dispute_text"] ?? "", parties, origin };
    found.push({ kind: "spot", label: "当场调解这件纠纷", data: { new: { ...dispute, facts: settleable(reference) }, place: place.place } });
    found.push({ kind: "dispute", label: "登记这件纠纷", data: dispute });
  }
  if (data["has_hazard"]) found.push({ kind: "hazard", label: "登记隐患", data: { ...place, text: data["hazard_text"] ?? "", visit: id } });
  if (data["needs_help"]) {
    found.push({ kind: "service", label: "登记便民服务", data: { ...place, for_whom: named.name, phone: named.phone, text: data["help_text"] ?? "", origin } });
  }
  return found;
}

export const visit: FormKind = {
  heading: "记一次走访",
  noun: "走访",
  submit: "提交走访",
  Form: VisitForm,
  fields: (reference) => reference.form.fields,
  begin: (reference, who) => ({
    visitors: who.person.name,
    region: onlyGrid(reference),
    started_at: Date.now(),
    object_people: 1,
    reason: reference.lists["visit_reason"]?.[0]?.[0] ?? null,
  }),
  check,
  complete: (data, _reference, now) => ({ ...data, ended_at: data["ended_at"] ?? now }),
  title: (data) => String(data["object_name"] ?? "") || "走访",
  follows,
};

/** A visit that was sent back: the same form, resting on the edition that was seen. */
export const visitAmend: FormKind = { ...visit, heading: "修改走访", noun: "修改走访", submit: "重新提交", begin: () => ({}) };
