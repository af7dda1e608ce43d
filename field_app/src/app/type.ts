/** How large the type is. It is no secret and must be known before anything is drawn, so it lies open, beside the store. */

export type TypeSizeName = "" | "large" | "largest";

export const TYPE_SIZES: readonly (readonly [TypeSizeName, string])[] = [
  ["", "标准"],
  ["large", "大"],
  ["largest", "特大"],
];

const NAME = "hemu-field-type";

export function typeSize(): TypeSizeName {
  const found = localStorage.getItem(NAME);
  return TYPE_SIZES.find(([name]) => name === found)?.[0] ?? "";
}

export function applyType(): void {
  document.documentElement.dataset["type"] = typeSize();
}

export function setTypeSize(name: TypeSizeName): void {
  localStorage.setItem(NAME, name);
  applyType();
}
