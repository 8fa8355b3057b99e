import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { asyncapi } from "./plugins/asyncapi.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // Relative, so that the sidecar may stand behind a reverse proxy's sub-path.
  base: "./",
  plugins: [asyncapi(at("../docs/integrators/asyncapi.json"))],
  build: {
    outDir: at("../assist/server/static"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // a data: URL would need a hole in the content security policy
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The pages import the component from its fixed-name file, which stays one self-contained
      // module that a CRM page can load by itself.
      preserveEntrySignatures: "allow-extension",
      input: {
        "assist-overlay": at("src/index.ts"),
        overlay: at("overlay.html"),
        demo: at("demo.html"),
        docs: at("docs.html"),
      },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === "assist-overlay" ? "assets/[name].js" : "assets/[name]-[hash].js",
      },
    },
  },
  test: { include: ["src/**/*.test.ts", "plugins/**/*.test.ts"] },
});
