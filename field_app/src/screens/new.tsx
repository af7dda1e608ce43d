import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { may, useSigned } from "../app/context";
import { to } from "../app/route";
import { BEGINNINGS, KINDS } from "../forms/registry";
import { Icon } from "../parts/icon";
import { Empty, Notice, Screen } from "../parts/screen";
import type { Kind } from "../protocol";
import { beginFresh } from "./entry";
import { Tabs } from "./tabs";

/** 记一件: whatever one comes across. */
export function NewScreen(): JSX.Element {
  const signed = useSigned();
  const allowed = BEGINNINGS.filter((each) => may(signed.who, each.permission));
  return (
    <Screen title="记一件" tabs={<Tabs here="new" />}>
      {!signed.reference && <Notice kind="warn">还没有取到表格内容，请在有信号的地方打开一次。</Notice>}
      {allowed.length === 0 && <Empty>您的岗位不登记事项。</Empty>}
      <ul class="rows">
        {signed.reference &&
          allowed.map(({ kind, label, hint }) => (
            <li key={kind}>
              <a class="row-link" href={to("begin", kind)}>
                <span class="row-main">
                  <b>{label}</b>
                  <span class="row-note">{hint}</span>
                </span>
                <Icon name="chevron-right" />
              </a>
            </li>
          ))}
      </ul>
    </Screen>
  );
}

/** Makes the draft and goes on to it, so that the address of a form is always that of its draft. */
export function BeginScreen({ kind }: { kind: string }): JSX.Element {
  const signed = useSigned();
  const known = Object.hasOwn(KINDS, kind) && signed.reference;
  useEffect(() => {
    if (known) void beginFresh(kind as Kind, {}, signed);
  }, []);
  return (
    <Screen title={known ? KINDS[kind as Kind].heading : "记一件"} back={to("")}>
      {!known && <Notice kind="warn">还没有取到表格内容，请在有信号的地方打开一次。</Notice>}
    </Screen>
  );
}
