import type { ComponentChildren, JSX } from "preact";
import type { IconName } from "../../icons";
import { asIs, useLive } from "../app/live";
import { to } from "../app/route";
import { Icon } from "../parts/icon";
import { db } from "../store/db";

const TABS: readonly { screen: string; label: string; icon: IconName }[] = [
  { screen: "", label: "今天", icon: "home" },
  { screen: "new", label: "记一件", icon: "plus" },
  { screen: "outbox", label: "待送", icon: "send" },
  { screen: "me", label: "我的", icon: "user" },
];

/** The four main screens, at the bottom; above them the one act of this screen, if it has one. */
export function Tabs({ here, act }: { here: string; act?: ComponentChildren }): JSX.Element {
  const waiting = useLive(() => db.outbox.where("state").anyOf("waiting", "refused").count(), asIs<number>, { name: "waiting" }) ?? 0;
  return (
    <footer class={act ? "bottom bottom-both" : "bottom"}>
      {act && <div class="bottom-acts">{act}</div>}
      <nav class="tabs" aria-label="主要页面">
      {TABS.map(({ screen, label, icon }) => (
        <a key={screen} href={to(screen)} aria-current={screen === here ? "page" : undefined}>
          <Icon name={icon} size={24} />
          <span>
            {label}
            {screen === "outbox" && waiting > 0 && (
              <>
                <span class="unseen">，还有</span>
                <span class="bubble">{waiting}</span>
                <span class="unseen">条没送到</span>
              </>
            )}
          </span>
        </a>
      ))}
      </nav>
    </footer>
  );
}
