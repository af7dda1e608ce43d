import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { icons } from "./vite.config";

/** The tests that need no browser, as plain modules for Node's own test runner. */
const FOLDER = resolve(__dirname, "tests");

export default defineConfig({
  root: __dirname,
  publicDir: false,
  plugins: [icons()],
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  logLevel: "warn",
  build: {
    ssr: true,
    outDir: resolve(__dirname, "../node_modules/.field-tests"),
    emptyOutDir: true,
    target: "node20",
    rollupOptions: {
      input: readdirSync(FOLDER).filter((name) => name.endsWith(".test.ts")).map((name) => resolve(FOLDER, name)),
      output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
    },
  },
});
