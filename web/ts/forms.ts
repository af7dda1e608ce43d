/** A form that answered with a file leaves the page where it is; it may be sent again after a while. */
const STILL_HERE = 8000;

function release(form: HTMLFormElement): void {
  delete form.dataset["sent"];
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
}

/** A form is sent once, and a page with unsent typing asks before it is left (`data-keeps`). */
export function watchForms(): void {
  const dirty = new Set<HTMLFormElement>();
  document.addEventListener("input", (event) => {
    const form = (event.target as HTMLInputElement).form;
    if (form?.hasAttribute("data-keeps")) dirty.add(form);
    const select = event.target;
    if (select instanceof HTMLSelectElement && select.hasAttribute("data-submits")) select.form?.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset["sent"]) {
      event.preventDefault();
      return;
    }
    form.dataset["sent"] = "1";
    dirty.delete(form);
    for (const button of form.querySelectorAll<HTMLElement>("button[type=submit]")) {
      button.setAttribute("aria-disabled", "true");
    }
    setTimeout(() => release(form), STILL_HERE);
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) release(form);
  });
  addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });
}
