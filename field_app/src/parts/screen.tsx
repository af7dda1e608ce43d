import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { IconName } from "../../icons";
import { Icon } from "./icon";

interface ScreenOptions {
  title: string;
  /** Where "back" leads; none on the four main screens. */
  back?: string;
  /** At the right of the title: one small thing. */
  end?: ComponentChildren;
  /** The buttons at the bottom, where a thumb reaches. */
  acts?: ComponentChildren;
  /** The bar of the four main screens, instead of `acts`. */
  tabs?: ComponentChildren;
  children: ComponentChildren;
}

/** One screen: its title, what it says, and its acts at the bottom. */
export function Screen({ title, back, end, acts, tabs, children }: ScreenOptions): JSX.Element {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · 和睦`;
    head.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [title]);
  return (
    <>
      <header class="top">
        {back !== undefined && (
          <a class="top-back" href={back} aria-label="返回">
            <Icon name="arrow-left" size={24} />
          </a>
        )}
        <h1 ref={head} tabIndex={-1}>
          {title}
        </h1>
        {end}
      </header>
      <main class="main">{children}</main>
      {acts && <Bottom>{acts}</Bottom>}
      {tabs}
    </>
  );
}

/** The acts of a screen, where a thumb reaches. */
export function Bottom({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <footer class="bottom">
      <div class="bottom-acts">{children}</div>
    </footer>
  );
}

type NoticeKind = "info" | "done" | "warn" | "stop";
const SIGNS: Record<NoticeKind, IconName> = {
  info: "info-circle",
  done: "check",
  warn: "alert-triangle",
  stop: "alert-circle",
};

/** Something to say before going on. */
export function Notice({ kind = "info", title, children }: { kind?: NoticeKind; title?: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class={`notice notice-${kind}`} role={kind === "stop" ? "alert" : undefined}>
      <Icon name={SIGNS[kind]} />
      <div>
        {title && <b>{title}</b>}
        {children}
      </div>
    </div>
  );
}

/** A list with nothing in it says what would fill it. */
export function Empty({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="empty">{children}</p>;
}
