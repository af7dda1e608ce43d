import type { JSX } from "preact";
import { rowsOf, wordsFor, type Editing } from "../app/draft";
import { OneOf, Text } from "../parts/fields";
import type { AgreementShown, Data, Id, PromiseShown } from "../protocol";

/** 带上协议: what was agreed, read at the door, and every promise marked as it was found (F5). */

type Found = "unasked" | "done" | "late";

const FOUND: Record<Found, string> = { unasked: "没问到", done: "已经做到", late: "到期没做到" };

/** The marks with that of one promise as it is now found; one that wasn't asked about has none. */
export function marked(marks: readonly Data[], promise: Id, found: Found, note: string): Data[] {
  const others = marks.filter((each) => each["promise"] !== promise);
  return found === "unasked" ? others : [...others, { promise, done: found === "done", note }];
}

export function AtHand({ form }: { form: Editing }): JSX.Element | null {
  const agreement = form.data["_agreement"] as unknown as AgreementShown | null | undefined;
  if (!agreement) return null;
  return (
    <section class="card form">
      <details class="more">
        <summary>带上协议 {agreement.number}</summary>
        <p>{agreement.content}</p>
        <p class="hint">
          {agreement.manner} · {agreement.time_limit}
        </p>
      </details>
      {agreement.promises.length > 0 && <h2>答应的事，逐条核对</h2>}
      {agreement.promises.map((promise) => (promise.owed ? <Owed key={promise.id} form={form} promise={promise} /> : <Done key={promise.id} promise={promise} />))}
    </section>
  );
}

const said = (promise: PromiseShown): string => `${promise.who}：${promise.what}${promise.amount ? `，${promise.amount} 元` : ""}`;

function Done({ promise }: { promise: PromiseShown }): JSX.Element {
  return (
    <p>
      {said(promise)} <span class="hint">{promise.state}</span>
    </p>
  );
}

function Owed({ form, promise }: { form: Editing; promise: PromiseShown }): JSX.Element {
  const marks = rowsOf(form, "marks");
  const mark = marks.find((each) => each["promise"] === promise.id);
  const found: Found = mark === undefined ? "unasked" : mark["done"] ? "done" : "late";
  const note = String(mark?.["note"] ?? "");
  const put = (next: Found, words: string): void => form.put("marks", marked(marks, promise.id, next, words));
  const offered = (Object.keys(FOUND) as Found[]).filter((each) => each !== "late" || promise.late);
  return (
    <>
      <OneOf
        label={said(promise)}
        hint={`${promise.due} 前 · ${promise.state}`}
        bound={{ name: `mark-${promise.id}`, value: found, error: wordsFor(form.fields, "marks"), put: (next) => put(next ?? "unasked", note) }}
        choices={offered.map((each) => [each, FOUND[each]] as const)}
      />
      {mark && <Text label="说明" optional most={300} bound={{ name: `note-${promise.id}`, value: note, error: undefined, put: (words) => put(found, words) }} />}
    </>
  );
}
