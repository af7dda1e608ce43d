import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { build, defineConfig, type InlineConfig, type Plugin } from "vite";
import { ICONS } from "./icons";

const OUT = resolve(__dirname, "../hemu/field/static/field");
const BASE = "/static/field/";
const PAINTED = [192, 512, 180];

/** `virtual:icons`: the insides of Tabler's icons that icons.ts names. In the code, so that they never load late. */
export function icons(): Plugin {
  const folder = resolve(__dirname, "../node_modules/@tabler/icons/icons/outline");
  const inside = (name: string): string =>
    readFileSync(resolve(folder, `${name}.svg`), "utf8")
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/^[\s\S]*?<svg[^>]*>/, "")
      .replace(/<\/svg>\s*$/, "")
      .replace(/\s*\n\s*/g, "");
  return {
    name: "hemu-field-icons",
    resolveId: (id) => (id === "virtual:icons" ? "\0icons" : null),
    load(id) {
      if (id !== "\0icons") return null;
      return `export default ${JSON.stringify(Object.fromEntries(ICONS.map((name) => [name, inside(name)])))}`;
    },
  };
}

/** The manifest, and the icons that it names, painted from our own SVG. */
function manifest(): Plugin {
  return {
    name: "hemu-field-manifest",
    generateBundle() {
      const svg = readFileSync(resolve(__dirname, "icon.svg"), "utf8");
      for (const size of PAINTED) {
        const source = new Resvg(svg, { fitTo: { mode: "width", value: size } }).render().asPng();
        this.emitFile({ type: "asset", fileName: `icon-${size}.png`, source });
      }
      this.emitFile({ type: "asset", fileName: "icon.svg", source: svg });
      const icons = [
        { src: `${BASE}icon.svg`, sizes: "any", type: "image/svg+xml", purpose: "any" },
        ...[192, 512].flatMap((size) =>
          ["any", "maskable"].map((purpose) => ({
            src: `${BASE}icon-${size}.png`,
            sizes: `${size}x${size}`,
            type: "image/png",
            purpose,
          })),
        ),
      ];
      const source = JSON.stringify({
        id: "/field/",
        name: "和睦·走访",
        short_name: "走访",
        description: "走访、当场调解、回访、便民服务：没有信号也能记，有了信号自动送出。",
        lang: "zh-CN",
        start_url: "/field/",
        scope: "/field/",
        display: "standalone",
        orientation: "portrait",
        background_color: "#f6f3ea",
        theme_color: "#f6f3ea",
        icons,
      });
      this.emitFile({ type: "asset", fileName: "manifest.webmanifest", source });
    },
  };
}

/**
 * The service worker, built after all the rest, because it carries the list of what to keep; its version is the digest
 * of that list and of the page. `sw.js` only names it: the name has a digest, so a phone that asks for news each hour
 * fetches a hundred bytes and not the worker.
 */
function worker(): Plugin {
  const kept: string[] = [];
  let digest = "";
  return {
    name: "hemu-field-worker",
    writeBundle(_options, bundle) {
      const sum = createHash("sha256");
      kept.length = 0;
      for (const [name, file] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
        sum.update(name).update(file.type === "chunk" ? file.code : file.source);
        if (name !== "index.html") kept.push(BASE + name);
      }
      digest = sum.digest("hex").slice(0, 12);
    },
    async closeBundle() {
      if (!digest) return;
      const [made] = (await build(workerConfig(kept, digest))) as { output: { fileName: string }[] }[];
      writeFileSync(resolve(OUT, "sw.js"), `importScripts("${BASE}${made!.output[0]!.fileName}");\n`);
    },
  };
}

/** A worker in one classic file: older phones' browsers know no modules in workers. */
function workerConfig(kept: readonly string[], version: string): InlineConfig {
  return {
    configFile: false,
    root: __dirname,
    logLevel: "warn",
    define: { __KEPT__: JSON.stringify(kept), __VERSION__: JSON.stringify(version) },
    build: {
      outDir: OUT,
      emptyOutDir: false,
      copyPublicDir: false,
      target: "es2022",
      lib: { entry: resolve(__dirname, "sw.ts"), formats: ["iife"], name: "worker" },
      rollupOptions: { output: { entryFileNames: "assets/worker-[hash].js" } },
    },
  };
}

export default defineConfig({
  root: __dirname,
  base: BASE,
  publicDir: false,
  plugins: [icons(), manifest(), worker()],
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: resolve(__dirname, "index.html"),
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
});
