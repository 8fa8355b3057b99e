import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { asyncapi } from "./plugins/asyncapi.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The console is built by itself (`--mode console`): what it has in common with the overlay must not be
 * parted from the overlay's file, which stays one self-contained module. */
const PAGES = {
  "assist-overlay": at("src/index.ts"),
  overlay: at("overlay.html"),
  demo: at("demo.html"),
  docs: at("docs.html"),
};
const CONSOLE = { console: at("console.html") };

export default defineConfig(({ mode }) => ({
  // Relative, so that the sidecar may stand behind a reverse proxy's sub-path.
  base: "./",
  plugins: [asyncapi(at("../docs/integrators/asyncapi.json"))],
  build: {
    outDir: at("../assist/server/static"),
    emptyOutDir: mode !== "console",
    target: "es2022",
    assetsInlineLimit: 0, // a data: URL would need a hole in the content security policy
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The pages import the component from its fixed-name file, which stays one self-contained
      // module that a CRM page can load by itself.
      preserveEntrySignatures: "allow-extension",
      input: mode === "console" ? CONSOLE : PAGES,
      output: {
        entryFileNames: (chunk) =>
          chunk.name === "assist-overlay" ? "assets/[name].js" : "assets/[name]-[hash].js",
      },
    },
  },
  test: { include: ["src/**/*.test.ts", "plugins/**/*.test.ts"] },
}));
