// What the tests of the page share: models and their pages in a folder that is gone at the end, and a browser that
// keeps everything that it complains of.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.NNINTERP_PROGRAM;
const examples = process.env.NNINTERP_EXAMPLES;

export const example = (name) => join(examples, name + ".csv");

export class Workshop {
  folder = mkdtempSync(join(tmpdir(), "nninterp-browser-"));

  path(name) {
    return join(this.folder, name);
  }
  run(...words) {
    const options = { cwd: this.folder, stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 };
    return execFileSync(program, words, options).toString();
  }
  // A line as the page tells it.
  shell(line, more) {
    const words = line.replace(/^nninterp/, '"$NNINTERP_PROGRAM"') + " " + more;
    const options = { cwd: this.folder, stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 };
    return execFileSync("/bin/sh", ["-c", words], options).toString();
  }
  // The page of a model that is fitted by these words, or stands there already.
  report(name, fit, more = []) {
    if (fit) this.run("fit", ...fit, "--model", name + ".json");
    this.run("report", "--model", name + ".json", ...more, "-o", name + ".html");
    return this.path(name + ".html");
  }
  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Its file; none where there is no browser.
export function chromium() {
  const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  return process.env.CHROMIUM ?? found;
}

export async function launch() {
  const { default: puppeteer } = await import("puppeteer-core");
  const args = ["--no-sandbox", "--disable-gpu"];
  return puppeteer.launch({ executablePath: chromium(), args, headless: true, protocolTimeout: 300_000 });
}

export const settled = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 300)));

// Opens a file. `complaints` has what should not be: messages, errors, dialogs, requests for anything beside the file.
export async function open(browser, file, { width = 1280, dark = false, hash = "" } = {}) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push("console: " + message.text()));
  page.on("pageerror", (error) => complaints.push("error: " + error.message));
  page.on("dialog", (dialog) => {
    complaints.push("dialog: " + dialog.message());
    dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (url.split("#")[0] !== "file://" + file && !/^(data|blob):/.test(url)) complaints.push("request: " + url);
  });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.goto("file://" + file + hash);
  await settled(page);
  return { page, complaints };
}

export const openDetails = async (page) => {
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await settled(page);
};

// Equal but for the last digits.
export const near = (a, b, scale = 0) => Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b), scale);
