// Pages of many kinds of models: they open without a complaint, say what the commands say, and fit the screen.
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { example, launch, open, openDetails, Workshop } from "./support.mjs";

const workshop = new Workshop();
const pages = {};
let browser;

// Names that would do harm as markup or code, and that are hard to set.
function hostileTable() {
  const names = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "it's \"quoted\" & `back`"];
  names.push("🦊🏳️‍🌈 emoji 👩‍👩‍👧", "שם המשתנה (RTL) اسم", "x".repeat(100) + "Y" + "z".repeat(99));
  names.push("__proto__", "a.b.c", "constructor", "$& {{data}} {{script}}", "-x", "a,b");
  while (names.length < 28) names.push("v" + names.length);
  const levels = ["</script><script>alert(2)</script>", "<img src=x onerror=alert(3)>", "رمز", "🍏", "L".repeat(200)];
  const cell = (text) => '"' + String(text).replaceAll('"', '""') + '"';
  let state = 7;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const lines = [[...names, "cat <b>egory</b>", "target <script>"].map(cell).join(",")];
  for (let row = 0; row < 120; ++row) {
    const x = names.map((_, k) => (k === 8 ? Math.floor(random() * 2) : (random() - 0.5) * (k === 6 ? 1e6 : 1)));
    const level = Math.floor(random() * 5);
    lines.push([...x, cell(levels[level]), 2 * x[0] + x[1] * x[2] + level + random()].join(","));
  }
  writeFileSync(workshop.path("hostile.csv"), lines.join("\n") + "\n");
}

// As another program would write it: without a record of training and data.
function importedModel() {
  const model = JSON.parse(readFileSync(workshop.path("diabetes.json")));
  delete model.training;
  delete model.data;
  writeFileSync(workshop.path("imported.json"), JSON.stringify(model));
}

before(async () => {
  hostileTable();
  pages.diabetes = workshop.report("diabetes", [example("diabetes"), "-t", "target", "--categorical", "sex"]);
  pages.iris = workshop.report("iris", [example("iris"), "--decay", "0.1"]);
  const infert = "case ~ age + parity + induced + spontaneous + education";
  pages.infert = workshop.report("infert", [example("infert"), "-f", infert, "--categorical", "case", "--bootstrap", "20"]);
  pages.mtcars = workshop.report("mtcars", [example("mtcars"), "-f", "mpg ~ wt + hp + cyl + am", "--hidden", "4,3"]);
  pages.single = workshop.report("single", [example("synthetic"), "-f", "y ~ x1", "--hidden", "0"]);
  pages.hostile = workshop.report("hostile", ["hostile.csv", "--decay", "3", "--hidden", "2", "--rep", "1"]);
  importedModel();
  pages.imported = workshop.report("imported", null, ["--data", example("diabetes")]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  workshop.close();
});

const kinds = ["diabetes", "iris", "infert", "mtcars", "single", "hostile", "imported"];

for (const kind of kinds) {
  test(`${kind}: no message, no request, at any width, in light and dark`, async () => {
    for (const [width, dark] of [[360, false], [768, true], [1280, false], [3840, false]]) {
      const { page, complaints } = await open(browser, pages[kind], { width, dark });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} pixels too wide at ${width}`);
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });

  test(`${kind}: every number is that of its command`, async () => {
    const { page, complaints } = await open(browser, pages[kind]);
    await openDetails(page);
    const { shown, commands } = await page.evaluate(() => ({
      shown: [...document.querySelectorAll("data[data-from]")].map((node) => [node.dataset.from, node.value]),
      commands: report.commands,
    }));
    assert.ok(shown.length > 20, "there are numbers");
    const answers = {};
    for (const [from, value] of shown) {
      const [name, index] = from.split(":")[0].split(".");
      const line = index === undefined ? commands[name] : commands[name][index];
      answers[line] ??= JSON.parse(workshop.shell(line, "--json"));
      const path = from.slice(from.indexOf(":") + 1).split(/(?<!\\)\./);
      const number = path.reduce((at, key) => at?.[key.replace(/\\(.)/g, "$1")], answers[line]);
      assert.equal(String(number), value, from);
    }
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test(`${kind}: nothing serious for who reads by other means`, async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    for (const dark of kind === "iris" ? [false, true] : [kind === "infert"]) {
      const { page } = await open(browser, pages[kind], { dark });
      await openDetails(page);
      await page.evaluate(axe + ";0");
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run(document, { resultTypes: ["violations"] });
        return violations.map((one) => `${one.impact} ${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
      });
      assert.deepEqual(found.filter((one) => /^(serious|critical)/.test(one)), []);
      await page.close();
    }
  });
}

test("a page says its verdict in the words of the commands, and the words of the tables", async () => {
  const { page } = await open(browser, pages.diabetes);
  const text = await page.$eval("#believe", (section) => section.textContent);
  const { message } = JSON.parse(workshop.run("effects", "--model", "diabetes.json", "--json")).warnings.at(-1);
  assert.ok(text.includes(message.slice(1)), message);
  await openDetails(page);
  const printed = workshop.run("effects", "--model", "diabetes.json", "--format", "table");
  const shown = await page.$$eval("#effects pre", (all) => all.map((node) => node.textContent));
  assert.ok(shown.some((one) => one === printed), "the table as printed");
  await page.close();
});

test("a page is small", () => {
  assert.ok(statSync(pages.diabetes).size < 400_000);
});

test("all is open on paper", async () => {
  const { page, complaints } = await open(browser, pages.mtcars);
  const closed = await page.evaluate(() => {
    dispatchEvent(new Event("beforeprint"));
    return document.querySelectorAll("details:not([open])").length;
  });
  assert.equal(closed, 0);
  assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
  assert.deepEqual(complaints, []);
  await page.close();
});
