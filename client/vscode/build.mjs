// Bundles the extension, and what its tests run inside of VS Code, into build/vscode.
import { build } from "esbuild";

const shared = { bundle: true, platform: "node", format: "cjs", target: "node20", external: ["vscode"], logLevel: "warning" };
await build({ ...shared, entryPoints: ["client/vscode/src/extension.ts"], outfile: "build/vscode/extension.js", minify: true });

await build({ ...shared, entryPoints: ["client/vscode/test/index.ts"], outfile: "build/vscode-test/index.js" });
