const FOLDED = "hemu-side-folded";

function setFolded(folded: boolean): void {
  document.body.classList.toggle("side-folded", folded);
  document.querySelector("[data-folds]")?.setAttribute("aria-pressed", String(folded));
}

/** The navigation that folds, menus that close, toasts that go away, and the first thing to read. */
export function watchShell(): void {
  setFolded(localStorage.getItem(FOLDED) === "1");
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-folds]")) {
      const folded = !document.body.classList.contains("side-folded");
      localStorage.setItem(FOLDED, folded ? "1" : "0");
      setFolded(folded);
    }
    target.closest("[data-dismiss]")?.closest(".toast")?.remove();
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  });
  document.querySelector<HTMLElement>("[data-focus]:not([data-still] *)")?.focus();
}
