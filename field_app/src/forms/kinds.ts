import type { ComponentType } from "preact";
import type { Editing } from "../app/draft";
import type { Data, Fields, FormField, Id, Kind, Reference } from "../protocol";
import type { Who } from "../session/device";
import type { Step } from "./steps";

/** What the app knows of a kind of item: how it begins, how it is filled in, when it is complete, what it is called. */
export interface FormKind {
  /** The heading of its screen. */
  heading: string;
  /** One such item, in a list. */
  noun: string;
  /** Its fields, where they are described as data. */
  fields?: (reference: Reference) => readonly FormField[];
  /** The main button's words. */
  submit: string;
  Form: ComponentType<{ form: Editing }>;
  /** Steps, where one screen would be too long; each is checked before the next. */
  steps?: (data: Data) => readonly Step[];
  begin: (reference: Reference, who: Who) => Data;
  /** What is wrong or missing, by field; empty when it may be finished. */
  check: (data: Data, reference: Reference) => Fields;
  /** Last touches when it is finished: what follows from the rest. */
  complete?: (data: Data, reference: Reference, now: number) => Data;
  /** What lists call it. */
  title: (data: Data, reference: Reference) => string;
  /** What may be opened from it, already filled in. */
  follows?: (data: Data, id: Id, reference: Reference) => Following[];
}

export interface Following {
  kind: Kind;
  label: string;
  data: Data;
}
