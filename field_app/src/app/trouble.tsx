import { Component, type ComponentChildren } from "preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isFull } from "../kernel/full";
import { Unreachable } from "../net/call";
import { Gone } from "../outbox/queue";
import { Notice, Screen } from "../parts/screen";
import { SignedOut } from "../store/keys";

/** What went wrong and nobody foresaw is said, with what was kept and what to do; never a blank screen. */

const EXPECTED = [SignedOut, Gone, Unreachable];

function wordsOf(error: unknown): string {
  if (EXPECTED.some((each) => error instanceof each)) return "";
  if (isFull(error)) return "手机存储空间不够，刚才那一步没有存上。已存的都还在，请清理手机后再试。";
  return "刚才那一步没有做成，请再试一次。已存的都还在手机里。";
}

/** Something that was begun in the background and failed. */
export function Trouble(): JSX.Element | null {
  const [words, setWords] = useState("");
  useEffect(() => {
    const tell = ({ reason }: PromiseRejectionEvent): void => setWords((before) => wordsOf(reason) || before);
    const clear = (): void => setWords("");
    addEventListener("unhandledrejection", tell);
    addEventListener("hashchange", clear);
    return () => {
      removeEventListener("unhandledrejection", tell);
      removeEventListener("hashchange", clear);
    };
  }, []);
  if (!words) return null;
  return (
    <div class="trouble">
      <Notice kind="stop">{words}</Notice>
    </div>
  );
}

interface State {
  failed: boolean;
}

/** A screen that can't be drawn: a way out of it, and what waits is sent all the same. */
export class Guard extends Component<{ children: ComponentChildren }, State> {
  override state: State = { failed: false };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ failed: true });
  }

  override render(): ComponentChildren {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

/** What is said when nothing else can be shown. */
export function Broken(): JSX.Element {
  return (
    <Screen title="这一页打不开">
      <Notice kind="stop">
        <p>写下的和没送出的都还在手机里。请重新打开；还不行，请告诉管理员。</p>
        <a class="button" href="/field/">
          重新打开
        </a>
      </Notice>
    </Screen>
  );
}
