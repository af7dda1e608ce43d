import type { JSX } from "preact";
import bodies from "virtual:icons";
import type { IconName } from "../../icons";

/** A line icon by its Tabler name (icons.ts lists those that we use); decoration unless labelled. */
export function Icon({ name, size = 20, label }: { name: IconName; size?: number; label?: string }): JSX.Element {
  const says = label ? { role: "img" as const, "aria-label": label } : { "aria-hidden": true as const };
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      {...says}
      // Our own constants, put in at build time from Tabler's files.
      dangerouslySetInnerHTML={{ __html: bodies[name] }}
    />
  );
}
