/** TypeScript to JavaScript for jest, by esbuild: types are checked by `npm run types`, not here. */
import { transformSync } from "esbuild";

export default {
  process(source, file) {
    const { code, map } = transformSync(source, {
      loader: file.endsWith("x") ? "tsx" : "ts",
      format: "esm",
      target: "es2023",
      supported: { "import-attributes": true }, // without which jest warns about each JSON file
      sourcefile: file,
      sourcemap: "both",
      jsx: "automatic",
      jsxImportSource: "preact",
    });
    return { code, map };
  },
};
