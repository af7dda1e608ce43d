import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { draft as readDraft, Gone, keepDraft, takeBegun, type Draft } from "../outbox/queue";
import type { Data, Fields, Json } from "../protocol";
import type { Bound } from "../parts/fields";

interface Bind {
  (name: string, empty: string): Bound<string>;
  (name: string, empty: boolean): Bound<boolean>;
  <T extends Json>(name: string, empty: T): Bound<T>;
}

/** A draft on the screen: every change of it is written to the phone at once. */
export interface Editing {
  draft: Draft;
  data: Data;
  saving: "saved" | "saving" | "failed";
  fields: Fields;
  /** Change one thing. */
  put: (name: string, value: Json) => void;
  /** Change several things in one go. */
  patch: (changes: Data) => void;
  /** A field's part of the draft. `empty` stands for what isn't there. */
  bind: Bind;
  /** Show what is wrong, by field. */
  blame: (fields: Fields) => void;
  /** Whether nothing was put into it yet, as it stands at this moment. */
  isFresh: () => boolean;
  /** Write no more, and answer the draft as it was last seen: it is to be finished or thrown away. */
  stop: () => Promise<Draft>;
}

/** Writes one after the other; a change that comes while one is written is written right after it, once. */
export class Writer {
  private next: Draft | null = null;
  private running: Promise<void> = Promise.resolve();
  private busy = false;

  constructor(
    private readonly write: (draft: Draft) => Promise<void>,
    private readonly tell: (state: Editing["saving"]) => void,
  ) {}

  put(draft: Draft): void {
    this.next = draft;
    this.tell("saving");
    if (!this.busy) this.running = this.run();
  }

  /** Write nothing more: the draft is finished or thrown away. Answers when the last write is over. */
  async stop(): Promise<void> {
    this.next = null;
    await this.running;
  }

  private async run(): Promise<void> {
    this.busy = true;
    try {
      while (this.next) {
        const now = this.next;
        this.next = null;
        await this.write(now);
      }
      this.tell("saved");
    } catch (error) {
      if (error instanceof Gone) return;
      console.error(error);
      this.tell("failed");
    } finally {
      this.busy = false;
    }
  }
}

/** The draft of this number; undefined while it is read, null when there is none. */
export function useDraft(id: string): Editing | null | undefined {
  const [draft, setDraft] = useState<Draft | null | undefined>(() => takeBegun(id) ?? undefined);
  const [saving, setSaving] = useState<Editing["saving"]>("saved");
  const [fields, setFields] = useState<Fields>({});
  const latest = useRef<Draft | null>(draft ?? null);
  const writer = useMemo(() => new Writer(keepDraft, setSaving), [id]);

  useEffect(() => {
    if (latest.current?.id === id) return;
    let here = true;
    void readDraft(id).then((found) => {
      if (!here) return;
      latest.current = found;
      setDraft(found);
      setFields(found?.fields ?? {});
    });
    return () => {
      here = false;
    };
  }, [id]);

  if (!draft) return draft;

  const patch = (changes: Data): void => {
    const { fresh: _fresh, ...before } = latest.current!;
    const changed: Draft = { ...before, data: { ...before.data, ...changes } };
    latest.current = changed;
    setDraft(changed);
    writer.put(changed);
    const touched = Object.keys(changes);
    if (touched.some((name) => fields[name])) {
      setFields(Object.fromEntries(Object.entries(fields).filter(([name]) => !touched.includes(name))));
    }
  };
  return {
    draft,
    data: draft.data,
    saving,
    fields,
    patch,
    put: (name, value) => patch({ [name]: value }),
    bind: binder((name) => ({
      name,
      value: draft.data[name],
      error: fields[name]?.[0],
      put: (value) => patch({ [name]: value }),
    })),
    blame: setFields,
    isFresh: () => latest.current?.fresh === true,
    stop: async () => {
      await writer.stop();
      return latest.current!;
    },
  };
}

/** A part of a form that is an object of its own, or a row of a list; its errors may be named with or without the way to it. */
export type Part = Pick<Editing, "data" | "fields" | "put" | "patch" | "bind">;

/** What is wrong with a field. The server's names have dots or dashes, and may begin further up: `new.parties.0.name`. */
export function wordsFor(fields: Fields, name: string): string | undefined {
  const found = Object.keys(fields).find((key) => {
    const dashed = key.replaceAll(".", "-");
    return dashed === name || dashed.endsWith(`-${name}`);
  });
  return found === undefined ? undefined : fields[found]![0];
}

type Blamed = (name: string) => string | undefined;

function part(form: Part, way: string, data: Data, write: (data: Data) => void, blamed: Blamed): Part {
  const patch = (changes: Data): void => write({ ...data, ...changes });
  return {
    data,
    fields: form.fields,
    patch,
    put: (name, value) => patch({ [name]: value }),
    bind: binder((name) => ({
      name: `${way}-${name}`,
      value: data[name],
      error: blamed(name),
      put: (value) => patch({ [name]: value }),
    })),
  };
}

export function nested(form: Part, name: string): Part {
  const blamed: Blamed = (key) => wordsFor(form.fields, `${name}-${key}`) ?? wordsFor(form.fields, key);
  return part(form, name, (form.data[name] ?? {}) as Data, (data) => form.put(name, data), blamed);
}

export function rowsOf(form: Part, name: string): Data[] {
  return (form.data[name] ?? []) as Data[];
}

/** A row of a list. Its error is never looked for under its bare name: it would light up in every row. */
export function row(form: Part, name: string, at: number): Part {
  const write = (data: Data): void => form.put(name, rowsOf(form, name).map((each, index) => (index === at ? data : each)));
  const blamed: Blamed = (key) => wordsFor(form.fields, `${name}-${at}-${key}`);
  return part(form, `${name}-${at}`, rowsOf(form, name)[at] ?? {}, write, blamed);
}

/** The row of a list that belongs to a party (by its number or `#0`, `#1` …); made when something is put into it. */
export function rowFor(form: Part, list: string, party: string, fresh: Data): Part {
  const others = rowsOf(form, list).filter((each) => each["party"] !== party);
  const data = rowsOf(form, list).find((each) => each["party"] === party) ?? { party, ...fresh };
  const blamed: Blamed = (key) => wordsFor(form.fields, `${list}-${party}-${key}`);
  return part(form, `${list}-${party}`, data, (row) => form.put(list, [...others, row]), blamed);
}

interface Found {
  name: string;
  value: Json | undefined;
  error: string | undefined;
  put: (value: Json) => void;
}

function binder(find: (name: string) => Found): Bind {
  return ((name: string, empty: Json) => {
    const found = find(name);
    return { ...found, value: found.value ?? empty };
  }) as Bind;
}
