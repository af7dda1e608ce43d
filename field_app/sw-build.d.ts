/** What the build puts in (vite.config.ts). */
declare const __KEPT__: readonly string[];
declare const __VERSION__: string;
