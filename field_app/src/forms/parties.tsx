import type { JSX } from "preact";
import { useReference } from "../app/context";
import { row, rowsOf, type Part } from "../app/draft";
import { Icon } from "../parts/icon";
import { OneOf, Select, Text } from "../parts/fields";
import type { Data, Fields, Reference } from "../protocol";
import { RowHead, withoutRow } from "./row-head";

/** The parties of a new dispute, as rows. */

const MOST = 50;

export function Parties({ form }: { form: Part }): JSX.Element {
  const rows = rowsOf(form, "parties");
  const { lists } = useReference();
  const add = (): void => form.put("parties", [...rows, { side: sideOf(lists["side"], 1) }]);
  const remove = (at: number): void => form.put("parties", withoutRow(rows, at));
  return (
    <>
      {rows.map((_each, at) => (
        <Party key={at} form={row(form, "parties", at)} number={at + 1} {...(rows.length > 1 ? { remove: () => remove(at) } : {})} />
      ))}
      {rows.length < MOST && (
        <button type="button" class="button" onClick={add}>
          <Icon name="plus" /> 再加一名当事人
        </button>
      )}
    </>
  );
}

function Party({ form, number, remove }: { form: Part; number: number; remove?: () => void }): JSX.Element {
  const { lists } = useReference();
  return (
    <div class="party" role="group" aria-label={`当事人 ${number}`}>
      <RowHead words={`当事人 ${number}`} remove={remove} />
      <Text label="姓名或名称" most={80} bound={form.bind("name", "")} />
      <OneOf label="是哪一方" bound={form.bind<number | null>("side", null)} choices={lists["side"] ?? []} />
      <Text label="联系电话" optional type="tel" inputMode="tel" most={20} bound={form.bind("phone", "")} />
      <details class="more">
        <summary>更多（类别、证件号、住址）</summary>
        <Select label="当事人类别" optional empty="个人" bound={form.bind<number | null>("kind", null)} choices={lists["party_kind"] ?? []} />
        <Text label="身份证号或统一社会信用代码" optional most={18} bound={form.bind("identity_number", "")} />
        <Text label="住址" optional most={200} bound={form.bind("address", "")} />
        <Text label="需要的语言" optional most={30} hint="如布依语、苗语。" bound={form.bind("language", "")} />
      </details>
    </div>
  );
}

/** The code of the nth side; the first is who asks, the second of whom it is asked. */
export function sideOf(sides: Reference["lists"][string] | undefined, at: number): number | null {
  return sides?.[at]?.[0] ?? null;
}

/** One of each side, for a form that begins. */
export function twoParties(reference: Reference): Data[] {
  return [{ side: sideOf(reference.lists["side"], 0) }, { side: sideOf(reference.lists["side"], 1) }];
}

export function checkParties(data: Data): Fields {
  const rows = (data["parties"] ?? []) as Data[];
  const found: Fields = {};
  rows.forEach((each, at) => {
    if (!String(each["name"] ?? "").trim()) found[`parties-${at}-name`] = ["请填写当事人的姓名或名称。"];
    if (!each["side"]) found[`parties-${at}-side`] = ["请选择是哪一方。"];
  });
  return found;
}
