import type { ComponentType } from "preact";
import type { Editing } from "../app/draft";
import type { Data, Fields, Reference } from "../protocol";

/** One of several screens of a long form. */
export interface Step {
  title: string;
  Form: ComponentType<{ form: Editing }>;
  check: (data: Data, reference: Reference) => Fields;
  /** What is filled in when one comes to it. */
  enter?: (data: Data) => Data;
}
