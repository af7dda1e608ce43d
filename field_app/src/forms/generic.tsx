import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useReference } from "../app/context";
import type { Editing } from "../app/draft";
import { fromInput, toInput } from "../kernel/days";
import { Area, Count, Select, Text, YesNo, type Bound } from "../parts/fields";
import { Photos } from "../parts/photos";
import { PositionField } from "../parts/position";
import { Voices } from "../parts/voice";
import type { Choice, Data, Fields, FormField, Reference } from "../protocol";

/** Fields drawn from their description: those of a visit come from the server, those of small forms stand in the code. */

interface FieldOptions {
  form: Editing;
  field: FormField;
  item?: number;
}

export function FieldOf({ form, field, item }: FieldOptions): JSX.Element {
  const reference = useReference();
  const said = {
    label: field.label,
    optional: !field.required,
    ...(field.help ? { hint: field.help } : {}),
    ...(item ? { item } : {}),
  };
  const most = field.max === undefined ? {} : { most: field.max };
  switch (field.type) {
    case "long":
      return <Area {...said} {...most} bound={form.bind(field.name, "")} />;
    case "integer":
      return <Count {...said} {...most} bound={form.bind<number | null>(field.name, null)} />;
    case "moment":
      return <MomentField {...said} bound={form.bind<number | null>(field.name, null)} />;
    case "choice":
      return <Select {...said} bound={form.bind<number | null>(field.name, null)} choices={choicesOf(field, reference)} />;
    case "bool":
      return <YesNo {...said} bound={form.bind<boolean | null>(field.name, null)} />;
    case "photos":
      return <Photos {...said} {...(item ? { number: item } : {})} bound={form.bind<string[]>(field.name, [])} item={form.draft.id} most={reference.limits.photos} />;
    case "voices":
      return <Voices bound={form.bind<string[]>(field.name, [])} item={form.draft.id} most={reference.limits.voices} hint="不方便打字时，说一段。" />;
    case "phone":
      return <Text {...said} {...most} type="tel" inputMode="tel" bound={form.bind(field.name, "")} />;
    case "place":
      return <PlaceField {...said} bound={form.bind<string | null>(field.name, null)} />;
    case "position":
      return <PositionField form={form} {...(item ? { number: item } : {})} />;
    default:
      return <Text {...said} {...most} bound={form.bind(field.name, "")} />;
  }
}

function choicesOf(field: FormField, reference: Reference): Choice[] {
  const all = reference.lists[field.list ?? field.name] ?? [];
  return all.filter(([code]) => !field.leaves_out?.includes(code));
}

interface Said {
  label: string;
  hint?: string;
  optional?: boolean;
  item?: number;
}

/** A moment, typed and shown in China's time. */
export function MomentField({ bound, ...said }: Said & { bound: Bound<number | null> }): JSX.Element {
  const text: Bound<string> = {
    name: bound.name,
    value: bound.value === null ? "" : toInput(bound.value),
    error: bound.error,
    put: (typed) => bound.put(fromInput(typed)),
  };
  return <Text {...said} type="datetime-local" max={toInput(Date.now() + 60_000)} bound={text} />;
}

const MANY = 30;

/** A grid or village of one's own. Those with many type a few words first. */
export function PlaceField({ bound, ...said }: Said & { bound: Bound<string | null> }): JSX.Element {
  const { grids } = useReference();
  const [words, setWords] = useState("");
  const found = words ? grids.filter((grid) => grid.full_name.includes(words.trim())) : grids;
  const shown = found.some((grid) => grid.code === bound.value) ? found : [...grids.filter((grid) => grid.code === bound.value), ...found];
  return (
    <>
      {grids.length > MANY && (
        <Text label="查找村或网格" optional bound={{ name: `${bound.name}-words`, value: words, error: undefined, put: setWords }} />
      )}
      <Select {...said} bound={bound} choices={shown.map((grid) => [grid.code, grid.full_name] as const)} />
    </>
  );
}

/** What is missing of the fields that must be there. */
export function missing(fields: readonly FormField[], data: Data): Fields {
  const found: Fields = {};
  for (const field of fields) {
    const value = data[field.name];
    const empty = value === undefined || value === null || (typeof value === "string" && !value.trim());
    if (field.required && empty) found[field.name] = [`请填写${field.label}。`];
  }
  return found;
}

/** All of a small form. */
export function SmallForm({ form, fields }: { form: Editing; fields: readonly FormField[] }): JSX.Element {
  return (
    <div class="card form">
      {fields.map((field) => (
        <FieldOf key={field.name} form={form} field={field} />
      ))}
    </div>
  );
}

/** The grid that a form begins with: the only one, else none. */
export function onlyGrid(reference: Reference): string | null {
  return reference.grids.length === 1 ? reference.grids[0]!.code : null;
}

export function listLabel(reference: Reference, list: string, value: unknown): string {
  return reference.lists[list]?.find(([code]) => code === value)?.[1] ?? "";
}

