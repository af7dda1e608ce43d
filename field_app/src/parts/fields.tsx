import type { ComponentChildren, JSX } from "preact";
import { Icon } from "./icon";

/** What a form gives to a field: its name, what it holds, what is wrong with it, where to put what is typed. */
export interface Bound<T> {
  name: string;
  value: T;
  error: string | undefined;
  put: (value: T) => void;
}

interface Said {
  label: string;
  hint?: string;
  optional?: boolean;
  /** The number of the item on the paper form (走访十三项). */
  item?: number;
}

export type Choice<T> = readonly [value: T, label: string];

export const idOf = (name: string): string => `f-${name.replace(/\./g, "-")}`;

function describedBy(name: string, hint: string | undefined, error: string | undefined): { "aria-describedby"?: string } {
  const ids = [hint && `${idOf(name)}-hint`, error && `${idOf(name)}-error`].filter(Boolean).join(" ");
  return ids ? { "aria-describedby": ids } : {};
}

function Words({ label, optional, item }: Said): JSX.Element {
  return (
    <>
      {item !== undefined && <span class="item-number">{item}</span>}
      {label}
      {optional && <span class="optional">（可不填）</span>}
    </>
  );
}

function Below({ name, hint, error }: { name: string; hint: string | undefined; error: string | undefined }): JSX.Element {
  return (
    <>
      {hint && (
        <p class="hint" id={`${idOf(name)}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${idOf(name)}-error`}>
          <Icon name="alert-circle" /> {error}
        </p>
      )}
    </>
  );
}

/** A label over one control. */
function Single({ bound, children, ...said }: Said & { bound: Bound<never>; children: ComponentChildren }): JSX.Element {
  return (
    <div class={bound.error ? "field field-wrong" : "field"}>
      <label class="label" for={idOf(bound.name)}>
        <Words {...said} />
      </label>
      <Below name={bound.name} hint={said.hint} error={bound.error} />
      {children}
    </div>
  );
}

/** A heading over several controls that answer one question. */
export function Group({
  name,
  error,
  children,
  ...said
}: Said & { name: string; error?: string | undefined; children: ComponentChildren }): JSX.Element {
  return (
    <fieldset
      class={error ? "field field-wrong" : "field"}
      id={idOf(name)}
      tabIndex={-1}
      {...describedBy(name, said.hint, error)}
    >
      <legend class="label">
        <Words {...said} />
      </legend>
      <Below name={name} hint={said.hint} error={error} />
      {children}
    </fieldset>
  );
}

type InputKind = "text" | "tel" | "date" | "datetime-local" | "password";

interface TextOptions extends Said {
  bound: Bound<string>;
  type?: InputKind;
  most?: number;
  max?: string;
  autocomplete?: string;
  inputMode?: "text" | "numeric" | "decimal" | "tel";
}

export function Text({ bound, type = "text", most, max, autocomplete, inputMode, ...said }: TextOptions): JSX.Element {
  return (
    <Single bound={bound as unknown as Bound<never>} {...said}>
      <input
        class="input"
        id={idOf(bound.name)}
        name={bound.name}
        type={type as "text"}
        value={bound.value}
        maxLength={most}
        max={max}
        autocomplete={autocomplete ?? "off"}
        inputMode={inputMode}
        aria-invalid={bound.error ? true : undefined}
        onInput={(event) => bound.put(event.currentTarget.value)}
        {...describedBy(bound.name, said.hint, bound.error)}
      />
    </Single>
  );
}

export function Area({ bound, most, rows = 3, ...said }: Said & { bound: Bound<string>; most?: number; rows?: number }): JSX.Element {
  return (
    <Single bound={bound as unknown as Bound<never>} {...said}>
      <textarea
        class="input"
        id={idOf(bound.name)}
        name={bound.name}
        rows={rows}
        maxLength={most}
        value={bound.value}
        aria-invalid={bound.error ? true : undefined}
        onInput={(event) => bound.put(event.currentTarget.value)}
        {...describedBy(bound.name, said.hint, bound.error)}
      />
    </Single>
  );
}

/** A number that may be missing; never negative. */
export function Count({ bound, most = 100_000, ...said }: Said & { bound: Bound<number | null>; most?: number }): JSX.Element {
  return (
    <Single bound={bound as unknown as Bound<never>} {...said}>
      <input
        class="input input-short"
        id={idOf(bound.name)}
        name={bound.name}
        type="number"
        inputMode="numeric"
        min={0}
        max={most}
        value={bound.value ?? ""}
        aria-invalid={bound.error ? true : undefined}
        onInput={(event) => {
          const typed = event.currentTarget.valueAsNumber;
          bound.put(Number.isFinite(typed) ? Math.min(Math.max(0, Math.trunc(typed)), most) : null);
        }}
        {...describedBy(bound.name, said.hint, bound.error)}
      />
    </Single>
  );
}

export function Select<T extends string | number>({
  bound,
  choices,
  empty,
  ...said
}: Said & { bound: Bound<T | null>; choices: readonly Choice<T>[]; empty?: string }): JSX.Element {
  const find = (text: string): T | null => choices.find(([value]) => String(value) === text)?.[0] ?? null;
  return (
    <Single bound={bound as unknown as Bound<never>} {...said}>
      <select
        class="input select"
        id={idOf(bound.name)}
        name={bound.name}
        aria-invalid={bound.error ? true : undefined}
        onChange={(event) => bound.put(find(event.currentTarget.value))}
        {...describedBy(bound.name, said.hint, bound.error)}
      >
        {(empty !== undefined || bound.value === null) && (
          <option value="" selected={bound.value === null}>
            {empty ?? "请选择"}
          </option>
        )}
        {choices.map(([value, label]) => (
          <option key={value} value={value} selected={value === bound.value}>
            {label}
          </option>
        ))}
      </select>
    </Single>
  );
}

/** One of a few, as buttons that a thumb can hit. */
export function OneOf<T extends string | number | boolean>({
  bound,
  choices,
  wide,
  ...said
}: Said & { bound: Bound<T | null>; choices: readonly Choice<T>[]; wide?: boolean }): JSX.Element {
  return (
    <Group name={bound.name} error={bound.error} {...said}>
      <div class={wide ? "tiles-one" : "tiles-few"}>
        {choices.map(([value, label]) => (
          <label class="tile" key={String(value)}>
            <input type="radio" name={bound.name} checked={bound.value === value} onChange={() => bound.put(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </Group>
  );
}

/** Any of a few. */
export function AnyOf<T extends string | number>({
  bound,
  choices,
  ...said
}: Said & { bound: Bound<readonly T[]>; choices: readonly Choice<T>[] }): JSX.Element {
  const toggle = (value: T, on: boolean): void =>
    bound.put(on ? [...bound.value, value] : bound.value.filter((each) => each !== value));
  return (
    <Group name={bound.name} error={bound.error} {...said}>
      <div class="tiles-one">
        {choices.map(([value, label]) => (
          <label class="tile tile-tick" key={value}>
            <input
              type="checkbox"
              name={bound.name}
              checked={bound.value.includes(value)}
              onChange={(event) => toggle(value, event.currentTarget.checked)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </Group>
  );
}

/** One statement that holds or not. */
export function Tick({ bound, label, hint }: { bound: Bound<boolean>; label: string; hint?: string }): JSX.Element {
  return (
    <div class={bound.error ? "field field-wrong" : "field"}>
      <Below name={bound.name} hint={undefined} error={bound.error} />
      <label class="tile tile-tick">
        <input
          id={idOf(bound.name)}
          type="checkbox"
          name={bound.name}
          checked={bound.value}
          aria-invalid={bound.error ? true : undefined}
          onChange={(event) => bound.put(event.currentTarget.checked)}
          {...describedBy(bound.name, hint, bound.error)}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p class="hint" id={`${idOf(bound.name)}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Yes or no; a yes asks for more. Unanswered is neither. */
export function YesNo({ bound, children, ...said }: Said & { bound: Bound<boolean | null>; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="asks">
      <OneOf
        {...said}
        bound={bound}
        choices={[
          [false, "无"],
          [true, "有"],
        ]}
      />
      {bound.value === true && <div class="asked">{children}</div>}
    </div>
  );
}
