// node run.mjs FILE..: the tests in these files, or exit code 77 where what they need is not there.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "./support.mjs";

const folder = dirname(fileURLToPath(import.meta.url));

function lacking() {
  if (!chromium() || !existsSync(chromium())) return "chromium (apt-get install chromium)";
  const require = createRequire(import.meta.url);
  for (const name of ["puppeteer-core", "axe-core"]) {
    try {
      require.resolve(name);
    } catch {
      return name + " (npm ci --ignore-scripts in tests/browser)";
    }
  }
  return null;
}

const missing = lacking();
if (missing) {
  console.error(missing + " is not installed: the page is not tested in a browser");
  process.exit(77);
}
const files = process.argv.slice(2).map((name) => join(folder, name));
process.exit(spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1);
