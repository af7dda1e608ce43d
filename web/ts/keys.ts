import { openDialog } from "./dialogs";

const WAIT_FOR_SECOND = 1200;
const ROWS = "tr[data-href], .heap-row";
let pending = 0;

/** `/` search, `c` register, `g` then a letter to go, `j` `k` rows, Enter opens, `?` help, Esc leaves. */
export function watchKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") (event.target as HTMLElement).blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (press(event.key)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("tr[data-href]");
    if (!row || target.closest("a,button,input,label,select,summary") || hasSelection()) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset["href"]);
    else go(row.dataset["href"]);
  });
}

function press(key: string): boolean {
  const second = Date.now() - pending < WAIT_FOR_SECOND;
  pending = 0;
  if (second) return follow(`[data-go="${CSS.escape(key)}"]`);
  switch (key) {
    case "g":
      pending = Date.now();
      return true;
    case "?":
      openDialog("keys");
      return true;
    case "j":
      return step(1);
    case "k":
      return step(-1);
    case "Enter":
      return document.activeElement === document.body && openRow();
    case "Escape":
      closeMenus();
      return false;
    default:
      return useKey(key);
  }
}

function useKey(key: string): boolean {
  const element = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!element) return false;
  if (element instanceof HTMLInputElement) {
    element.focus();
    element.select();
  } else element.click();
  return true;
}

function follow(selector: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(selector);
  link?.click();
  return link !== null;
}

function step(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)];
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.classList.contains("is-at"));
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
  rows[at]?.classList.remove("is-at");
  next?.classList.add("is-at");
  next?.scrollIntoView({ block: "nearest" });
  return true;
}

function openRow(): boolean {
  const row = document.querySelector<HTMLElement>(".is-at");
  if (row) go(row instanceof HTMLAnchorElement ? row.href : row.dataset["href"]);
  return row !== null;
}

function go(address: string | undefined): void {
  if (address) location.assign(address);
}

function closeMenus(): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) menu.open = false;
}

function hasSelection(): boolean {
  return (getSelection()?.toString().length ?? 0) > 0;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input,textarea,select"));
}
