import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useSigned } from "../app/context";
import { useDraft, type Editing } from "../app/draft";
import { useHold } from "../app/hold";
import { go, goInstead, to } from "../app/route";
import { KINDS } from "../forms/registry";
import type { Step } from "../forms/steps";
import { isFull } from "../kernel/full";
import { dropDraft, finish } from "../outbox/queue";
import { idOf } from "../parts/fields";
import { Icon } from "../parts/icon";
import { photosKept } from "../parts/photos";
import { Empty, Notice, Screen } from "../parts/screen";
import { stopRecording } from "../parts/voice";
import type { Fields, Reference } from "../protocol";
import { syncNow } from "../session/auto";

/** The screen of any form, in the one window that may write it. */
export function FormScreen({ id }: { id: string }): JSX.Element {
  const [holding, take] = useHold(id);
  if (holding === "here") return <HeldForm id={id} />;
  if (holding === "asking") return <Screen title="…" back={to("")}>{null}</Screen>;
  return (
    <Screen title="在另一个窗口里" back={to("")} acts={<button type="button" class="button button-strong" onClick={take}>在这里接着写</button>}>
      <Notice kind="warn" title="这份草稿在另一个窗口里打开着">
        <p>同时写会互相盖掉，所以一次只在一个窗口写。在那边关掉，或按下面的按钮转到这里，写的都在。</p>
      </Notice>
    </Screen>
  );
}

/** What it was begun from, what is wrong, the fields, and the one act at the bottom. */
function HeldForm({ id }: { id: string }): JSX.Element {
  const form = useDraft(id);
  const { reference } = useSigned();
  if (form === undefined) return <Screen title="…" back={to("")}>{null}</Screen>;
  if (form === null) {
    return (
      <Screen title="找不到这份草稿" back={to("")}>
        <Empty>它已经提交或删去了。提交过的在“待送”里。</Empty>
      </Screen>
    );
  }
  if (!reference) {
    return (
      <Screen title={KINDS[form.draft.kind].heading} back={to("")}>
        <Notice kind="warn">还没有取到表格内容，请在有信号的地方打开一次。</Notice>
      </Screen>
    );
  }
  return <OpenForm form={form} reference={reference} />;
}

interface Opened {
  form: Editing;
  reference: Reference;
}

function OpenForm({ form, reference }: Opened): JSX.Element {
  const kind = KINDS[form.draft.kind];
  const steps = kind.steps?.(form.data);
  const at = steps ? Math.min(Number(form.data["_step"] ?? 0), steps.length - 1) : 0;
  const step = steps?.[at];
  const summary = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState("");
  const Form = step?.Form ?? kind.Form;

  const refuse = (fields: Fields): void => {
    form.blame(fields);
    setTimeout(() => summary.current?.focus());
  };
  const submit = async (): Promise<void> => {
    await Promise.all([stopRecording(), photosKept()]);
    const draft = await form.stop();
    const wrong = kind.check(draft.data, reference);
    if (Object.keys(wrong).length) return refuse(wrong);
    const data = kind.complete?.(draft.data, reference, Date.now()) ?? draft.data;
    try {
      await finish({ ...draft, data, title: kind.title(data, reference) });
    } catch (error) {
      console.error(error);
      return setFailed(isFull(error) ? "手机存储空间不够，没有存上。请清理手机后再提交，写的都还在。" : "没有存上，请再按一次。写的都还在。");
    }
    void syncNow();
    goInstead(to("done", draft.id));
  };
  const next = (): void => {
    const wrong = step!.check(form.data, reference);
    if (Object.keys(wrong).length) return refuse(wrong);
    form.blame({});
    form.patch({ ...steps![at + 1]!.enter?.(form.data), _step: at + 1 });
    scrollTo(0, 0);
  };
  const last = !steps || at === steps.length - 1;

  return (
    <Screen
      title={step ? step.title : kind.heading}
      back={to("")}
      end={<Saved state={form.saving} />}
      acts={
        <>
          {at > 0 && (
            <button type="button" class="button" onClick={() => form.put("_step", at - 1)}>
              上一步
            </button>
          )}
          <button type="button" class="button button-strong" onClick={() => void (last ? submit() : next())}>
            {last ? kind.submit : "下一步"}
          </button>
        </>
      }
    >
      {steps && <Steps heading={kind.heading} steps={steps} at={at} />}
      <About form={form} />
      {failed && <Notice kind="stop">{failed}</Notice>}
      {form.saving === "failed" && <Notice kind="stop">手机没有存上刚才写的，多半是存储空间不够。请清理后再写几个字，会重新存。</Notice>}
      <ErrorSummary fields={form.fields} summary={summary} />
      <div class="stack">
        <Form form={form} />
      </div>
      <Drop id={form.draft.id} form={form} />
    </Screen>
  );
}

const SAVED = { saved: "已存在手机里", saving: "正在存…", failed: "没有存上" } as const;

function Saved({ state }: { state: Editing["saving"] }): JSX.Element {
  return (
    <span class="top-end" role="status">
      {state === "saved" && <Icon name="check" />}
      {SAVED[state]}
    </span>
  );
}

function Steps({ heading, steps, at }: { heading: string; steps: readonly Step[]; at: number }): JSX.Element {
  return (
    <p class="steps-line">
      {heading}：第 {at + 1} 步，共 {steps.length} 步
      <progress max={steps.length} value={at + 1} aria-label="进度" />
    </p>
  );
}

/** What the form was begun from, and what was said when it came back. */
function About({ form }: { form: Editing }): JSX.Element | null {
  const { about, message } = form.draft;
  if (!about && !message) return null;
  return (
    <>
      {about && (
        <Notice title={about.title}>
          <p>{about.text}</p>
        </Notice>
      )}
      {message && (
        <Notice kind="stop" title="上次被退回">
          <p>{message}</p>
        </Notice>
      )}
    </>
  );
}

/** Everything that is wrong, each leading to its field. */
function ErrorSummary({ fields, summary }: { fields: Fields; summary: { current: HTMLDivElement | null } }): JSX.Element | null {
  const wrong = Object.entries(fields);
  if (!wrong.length) return null;
  return (
    <div class="error-summary" ref={summary} tabIndex={-1} role="alert">
      <h2>还有 {wrong.length} 处要补</h2>
      <ul>
        {wrong.map(([name, words]) => (
          <li key={name}>
            <button type="button" class="link" onClick={() => focusOn(name)}>
              {words[0]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusOn(name: string): void {
  const found = fieldNamed(name);
  found?.closest("details")?.setAttribute("open", "");
  found?.focus();
  found?.scrollIntoView({ block: "center" });
}

/** The field of that name, or of the end of it: `new.parties.0.name` is the screen's `parties-0-name`. */
function fieldNamed(name: string): HTMLElement | null {
  const words = name.replaceAll(".", "-").split("-");
  for (let from = 0; from < words.length; from += 1) {
    const found = document.getElementById(idOf(words.slice(from).join("-")));
    if (found) return found;
  }
  return null;
}

/** What stops when a form is left; one into which nothing was put needn't lie among the drafts. */
async function leave(form: Editing): Promise<void> {
  await Promise.all([stopRecording(), photosKept()]);
  if (form.isFresh()) await dropDraft(form.draft.id);
}

/** Throwing a draft away asks first. */
function Drop({ id, form }: { id: string; form: Editing }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => () => void leave(form), []);
  const drop = async (): Promise<void> => {
    await Promise.all([stopRecording(), photosKept()]);
    await form.stop();
    await dropDraft(id);
    go(to(""));
  };
  return (
    <>
      <button type="button" class="button button-quiet" onClick={() => dialog.current?.showModal()}>
        <Icon name="trash" /> 不要这份草稿
      </button>
      <dialog class="dialog" ref={dialog} aria-labelledby="drop-title">
        <h2 id="drop-title">删去这份草稿？</h2>
        <p>写的、拍的、录的都会删去，找不回来。</p>
        <div class="dialog-acts">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            留着
          </button>
          <button type="button" class="button button-stop" onClick={() => void drop()}>
            删去
          </button>
        </div>
      </dialog>
    </>
  );
}
