import Dexie, { type EntityTable, type Table } from "dexie";
import type { Id, Kind, Moment } from "../protocol";
import type { Sealed } from "./crypto";

/**
 * The tables on the phone. Beside the sealed body (`iv`, `box`) a row holds only what must be found
 * or counted without opening it: numbers, kinds, states, times. Names and words are inside.
 */

/** The keys of this phone. None of the three can leave it: WebCrypto gives them out for use, never their bytes. */
export interface DeviceRow {
  name: "device";
  id: Id;
  signing: CryptoKeyPair;
  wrapping: CryptoKey;
  /** The secret that the data key is made from, wrapped; absent until the first sign-in has been answered. */
  wrapped?: Sealed;
  token?: string;
  refreshAfter?: Moment;
  expiresAt?: Moment;
  /** Why the server wants the person to sign in again; the phone goes on working. */
  mustSignIn?: string;
}

/** A phone that was signed out without a signal: all that is left is what it takes to say so later. */
export interface FarewellRow {
  name: "farewell";
  id: Id;
  signing: CryptoKeyPair;
  token: string;
  /** Whose it was: their sign-in on the site's pages ends with it. */
  person?: Id;
  /** How many records had not been sent. */
  unsent?: number;
}

/** Small things that aren't personal: the counter of items, what was learned of the clock, when to try again. */
export interface PlainRow {
  name: string;
  value: unknown;
}

/** Small things that are: who signed in, reference data, today's list. */
export interface SealedRow extends Sealed {
  name: string;
}

export interface DraftRow extends Sealed {
  id: Id;
  kind: Kind;
  shape: number;
  changed: Moment;
}

export type State = "waiting" | "stored" | "conflict" | "refused";

export interface OutboxRow extends Sealed {
  id: Id;
  kind: Kind;
  /** The version of the form of `data`, so that a newer app can bring an older item up to date. */
  shape: number;
  n: number;
  state: State;
  at: Moment;
  /** Which run of the app finished it, and its `performance.now()` then: gives the age while that run lasts. */
  run: string;
  ticks: number;
  /** Not to be sent before. */
  after: Moment;
  /** The envelope that holds it and isn't answered yet, or "". */
  envelope: Id | "";
  /** When the server answered for good. */
  answered?: Moment;
}

/** An envelope that was made and isn't answered yet: the very bytes. At most one. */
export interface EnvelopeRow extends Sealed {
  id: Id;
  items: Id[];
  gzip: boolean;
  jumps: number;
}

export type FileState = "draft" | "ready" | "done" | "refused";

export interface FileRow extends Sealed {
  id: Id;
  item: Id;
  kind: "photo" | "voice";
  order: number;
  size: number;
  state: FileState;
  offset: number;
}

export interface Tables {
  keys: Table<DeviceRow | FarewellRow, string>;
  plain: EntityTable<PlainRow, "name">;
  sealed: EntityTable<SealedRow, "name">;
  drafts: EntityTable<DraftRow, "id">;
  outbox: EntityTable<OutboxRow, "id">;
  envelopes: EntityTable<EnvelopeRow, "id">;
  files: EntityTable<FileRow, "id">;
}

export type Database = Dexie & Tables;

export const DATABASE = "hemu-field";

/**
 * Open the database. A new version of the tables gets a line of its own with an `upgrade` that keeps
 * every row of `outbox`, `drafts`, `envelopes` and `files`; lines that were shipped never change.
 */
export function openDatabase(name: string = DATABASE): Database {
  const made = new Dexie(name, { chromeTransactionDurability: "strict" }) as Database;
  made.version(1).stores({
    keys: "name",
    plain: "name",
    sealed: "name",
    drafts: "id, changed",
    outbox: "id, n, state, envelope",
    envelopes: "id",
    files: "id, item, state, [item+state]",
  });
  return made;
}

export const db: Database = openDatabase();
