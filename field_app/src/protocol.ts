/** The shapes that go over the wire: docs/field-sync.md, version 1. */

export const VERSION_PATH = "/field/v1";

/** A record's number, as decimal text. */
export type Id = string;
/** Milliseconds since 1970 by the device's own clock. */
export type Moment = number;

export type Kind =
  | "visit"
  | "visit_amend"
  | "dispute"
  | "hazard"
  | "hazard_remove"
  | "service"
  | "service_close"
  | "report"
  | "report_answer"
  | "group_note"
  | "follow_up"
  | "spot"
  | "note"
  | "receive";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Data = { [name: string]: Json };

export interface PostInfo {
  id: Id;
  label: string;
  may: string[];
}

export interface PersonInfo {
  id: Id;
  name: string;
}

export interface SessionAnswer {
  person: PersonInfo;
  csrf: string;
  posts: PostInfo[];
  devices: number;
  most_devices: number;
}

export interface TokenAnswer {
  token: string;
  refresh_after: Moment;
  expires_at: Moment;
}

export interface EnrolAnswer extends TokenAnswer {
  device: Id;
  post: PostInfo;
  person: PersonInfo;
  secret: string;
  secret_version: number;
}

export type Choice = [value: number, label: string];

export interface FormField {
  name: string;
  label: string;
  type: string;
  max?: number;
  required?: boolean;
  help?: string;
  list?: string;
  /** Codes of the list that aren't offered here; only the app's own small forms say so. */
  leaves_out?: number[];
}

export interface FormItem {
  number: number;
  title: string;
  fields: string[];
}

export interface Place {
  code: string;
  name: string;
  full_name: string;
  centre: { latitude: number; longitude: number } | null;
  level: number;
}

export interface FactInfo {
  name: string;
  label: string;
  type: string;
  unit?: string;
  sign?: boolean;
}

export interface Mediator {
  post: Id;
  name: string;
  unit: string;
}

export interface Reference {
  version: string;
  form: { items: FormItem[]; fields: FormField[] };
  lists: Record<string, Choice[]>;
  dispute_kinds: { label: string; kinds: Choice[] }[];
  facts: FactInfo[];
  rights: { version: string; text: string[]; court: string };
  grids: Place[];
  mediators: Mediator[];
  limits: { items: number; photos: number; voices: number; chunk: number; upload: number; voice: number };
}

export interface Opens {
  kind: Kind;
  base: Data | null;
  data: Data;
  label?: string;
}

export interface PartyShown {
  id: Id;
  name: string;
  side: number;
  phone?: string;
}

/** One thing that is owed under an agreement: `late` once its day is over. */
export interface PromiseShown {
  id: Id;
  who: string;
  what: string;
  amount: string;
  due: string;
  state: string;
  owed: boolean;
  late: boolean;
}

/** The agreement in force, as a visitor takes it along. */
export interface AgreementShown {
  number: string;
  content: string;
  manner: string;
  time_limit: string;
  promises: PromiseShown[];
}

/** Somebody else who is to be asked. */
export interface OtherShown {
  name: string;
  relation: number;
  label: string;
  note: string;
}

export interface Entry {
  key: string;
  title: string;
  text?: string;
  place?: string;
  region?: string;
  due?: string | null;
  late?: number;
  urgent?: boolean;
  opens?: Opens;
  acts?: Opens[];
  more?: {
    ref?: string;
    colour?: number;
    colour_label?: string;
    parties?: PartyShown[];
    reason?: string;
    narrative?: string;
    kind?: string;
    state?: string;
    facts?: [string, string][];
    /** A follow-up in depth: what still smoulders must be said, be it nothing. */
    in_depth?: boolean;
    /** What a campaign asks for, and why this target is on its list. */
    note?: string;
    grounds?: string;
    agreement?: AgreementShown | null;
    others?: OtherShown[];
  };
}

export interface Section {
  key: string;
  title: string;
  empty?: string;
  entries: Entry[];
  cut?: boolean;
}

export interface Decision {
  item: Id;
  outcome: "kept" | "set_aside";
  message: string;
  at: Moment;
}

export interface Today {
  version: string;
  day: string;
  made_at: Moment;
  sections: Section[];
  notices: { id: Id; text: string; at: Moment; urgent?: boolean }[];
  decided?: Decision[];
}

export interface SentItem {
  id: Id;
  kind: Kind;
  n: number;
  at: Moment;
  age: number | null;
  base: Data | null;
  data: Data;
}

export interface Jump {
  at: Moment;
  by: number;
}

export interface Envelope {
  envelope: Id;
  app: string;
  clock: { sent_at: Moment; rtt: number | null; jumps: Jump[] };
  items: SentItem[];
}

export type Fields = Record<string, string[]>;

export interface RecordInfo {
  county?: number;
  id: Id;
  edition?: number;
  ref?: string;
  code?: string;
}

export type Result =
  | { id: Id; status: "stored" | "already"; record?: RecordInfo }
  | { id: Id; status: "conflict"; conflict?: Id; code?: string; record?: RecordInfo; message: string; theirs?: [string, string, string][] }
  | { id: Id; status: "refused"; error: { code: string; message: string; fields?: Fields } }
  | { id: Id; status: "later"; code?: string; retry_after?: number };

export interface SyncAnswer {
  envelope: Id;
  received_at: Moment;
  offset: number;
  results: Result[];
  pull?: boolean;
}

export interface UploadAnswer {
  id: Id;
  offset: number;
  state: "open" | "done" | "refused";
}

/** What every refusal says. */
export interface Trouble {
  error: string;
  message?: string;
  fields?: Fields;
  reason?: string;
  url?: string;
  server_time?: Moment;
  offset?: number;
  state?: string;
}
