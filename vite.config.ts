import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const ICONS = resolve(__dirname, "node_modules/@tabler/icons/icons/outline");

/** One SVG file of symbols from the names in web/icons.json; `{% icon "name" %}` points into it. */
function sprite(): Plugin {
  return {
    name: "hemu-sprite",
    buildStart() {
      this.addWatchFile(resolve(__dirname, "web/icons.json"));
    },
    generateBundle() {
      const names: string[] = JSON.parse(readFileSync(resolve(__dirname, "web/icons.json"), "utf8"));
      const symbols = [...new Set(names)].sort().map((name) => {
        const file = resolve(ICONS, `${name}.svg`);
        if (!existsSync(file)) this.error(`web/icons.json names "${name}", which Tabler doesn't have`);
        const source = readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "");
        const body = source.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
        return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s*\n\s*/g, "")}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
      });
    },
  };
}

/** assets.json: which file holds which name now. The tag `{% asset "main.js" %}` reads it. */
function names(): Plugin {
  return {
    name: "hemu-names",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const found: Record<string, string> = {};
        for (const file of Object.keys(bundle)) found[file.replace(/-[\w-]{8}(\.\w+)$/, "$1")] = file;
        this.emitFile({ type: "asset", fileName: "assets.json", source: `${JSON.stringify(found, null, 2)}\n` });
      },
    },
  };
}

export default defineConfig({
  root: resolve(__dirname, "web"),
  base: "./",
  publicDir: false,
  plugins: [sprite(), names()],
  build: {
    outDir: resolve(__dirname, "hemu/office/static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: { main: resolve(__dirname, "web/main.ts"), charts: resolve(__dirname, "web/charts.ts") },
      output: {
        // Names change with what they hold, so a browser may keep a file for ever.
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        // All the CSS is one sheet; Vite would call it style.css.
        assetFileNames: (asset) => (asset.names.some((name) => name.endsWith(".css")) ? "main-[hash].css" : "[name]-[hash][extname]"),
      },
    },
  },
});
