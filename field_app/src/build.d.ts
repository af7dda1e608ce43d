/** What the build puts in: see vite.config.ts. */
declare module "virtual:icons" {
  const bodies: Record<import("../icons").IconName, string>;
  export default bodies;
}

/** exifr carries types for its main entry only. */
declare module "exifr/dist/mini.esm.mjs" {
  export { parse } from "exifr";
}
