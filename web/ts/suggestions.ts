/** Ticking a suggested fact answers its question in the form; taking the tick away leaves it open again. */

type Field = HTMLInputElement | HTMLSelectElement;

function fields(form: HTMLFormElement, name: string): Field[] {
  const found = form.elements.namedItem(name);
  if (found instanceof RadioNodeList) return Array.from(found).filter((each) => each instanceof HTMLInputElement);
  return found instanceof HTMLInputElement || found instanceof HTMLSelectElement ? [found] : [];
}

function answer(form: HTMLFormElement, name: string, value: string): void {
  for (const field of fields(form, name)) {
    if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
    else field.value = value;
    const folded = field.closest("details");
    if (value && folded) folded.open = true;
  }
  fields(form, name)[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

function current(form: HTMLFormElement, name: string): string {
  const all = fields(form, name);
  const checked = all.find((field) => field instanceof HTMLInputElement && field.type === "radio" && field.checked);
  return (checked ?? all[0])?.value ?? "";
}

export function watchSuggestions(): void {
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !box.form) return;
    const name = box.dataset["takes"];
    if (name) {
      answer(box.form, name, box.checked ? box.value : "");
      return;
    }
    for (const other of box.form.querySelectorAll<HTMLInputElement>("input[data-takes]")) {
      if (other.dataset["takes"] === box.name) other.checked = current(box.form, box.name) === other.value;
    }
  });
}
