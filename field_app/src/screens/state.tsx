import type { JSX } from "preact";
import type { IconName } from "../../icons";
import type { Item } from "../outbox/queue";
import { Icon } from "../parts/icon";

/** The four words for where an item stands; each has its own shape, so that colour isn't needed to tell them apart. */

interface Shown {
  label: string;
  icon: IconName;
  look: string;
}

export function stateOf({ row }: Item): Shown {
  switch (row.state) {
    case "stored":
      return { label: "已送达", icon: "checks", look: "done" };
    case "conflict":
      return { label: "要人看", icon: "alert-triangle", look: "look" };
    case "refused":
      return { label: "被退回", icon: "alert-circle", look: "back" };
    default:
      return { label: "未发送", icon: "clock", look: "wait" };
  }
}

export function ItemState({ item }: { item: Item }): JSX.Element {
  const { label, icon, look } = stateOf(item);
  return (
    <span class={`state state-${look}`}>
      <Icon name={icon} /> {label}
    </span>
  );
}
