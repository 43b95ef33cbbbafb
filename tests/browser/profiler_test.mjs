// The profiler as people use it: drag, type, press keys and buttons; its numbers against the program's.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { example, launch, near, open, settled, Workshop } from "./support.mjs";

const workshop = new Workshop();
const pages = {};
let browser;

before(async () => {
  pages.diabetes = workshop.report("diabetes", [example("diabetes"), "-t", "target", "--categorical", "sex"]);
  pages.refitted = workshop.report("refitted", [example("mtcars"), "-f", "mpg ~ wt + hp", "--hidden", "2", "--bootstrap", "30"]);
  pages.iris = workshop.report("iris", [example("iris"), "--decay", "0.1"]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  workshop.close();
});

const state = (page) => page.evaluate(() => window.profiler.state());
const set = (page, values) => page.evaluate((to) => window.profiler.set(to), values);

// What the program says of one row.
function asked(model, values, ...words) {
  const cell = (value) => '"' + String(value) + '"';
  writeFileSync(
    workshop.path("row.csv"),
    Object.keys(values).map(cell).join(",") + "\n" + Object.values(values).map(cell).join(",") + "\n",
  );
  return JSON.parse(workshop.run(words[0], "--model", model, "--data", "row.csv", "--json", ...words.slice(1)));
}


async function panel(page, name) {
  const handle = await page.$(`.handle[aria-label="${name}"]`);
  await handle.evaluate((node) => node.scrollIntoView({ behavior: "instant", block: "center" }));
  await settled(page);
  return handle;
}

test("predictions and slopes are the program's wherever the point is", async () => {
  for (const kind of ["diabetes", "iris", "refitted"]) {
    const { page, complaints } = await open(browser, pages[kind]);
    const start = (await state(page)).values;
    const numbers = Object.keys(start).filter((name) => typeof start[name] === "number");
    for (const factor of [1, 0.8, 1.7]) {
      await set(page, Object.fromEntries(numbers.map((name, k) => [name, start[name] * (k % 2 === 0 ? factor : 1)])));
      const now = await state(page);
      const { predictions } = asked(kind + ".json", now.values, "predict");
      const { slopes } = asked(kind + ".json", now.values, "slopes");
      for (const target of Object.keys(now.predictions)) {
        assert.ok(near(now.predictions[target], predictions[target][0]), `${kind} ${target}`);
        for (const [name, slope] of Object.entries(now.slopes[target])) {
          assert.ok(near(slope, slopes[target][name][0]), `${kind}: slope of ${target} by ${name}`);
        }
      }
      const shown = await page.$$eval("data.prediction", (all) => all.map((node) => [node.dataset.target, node.value]));
      assert.ok(shown.length > 0);
      for (const [target, value] of shown) assert.equal(Number(value), now.predictions[target]);
    }
    assert.deepEqual(complaints, []);
    await page.close();
  }
});

test("intervals by refits are those of predict", async () => {
  const { page } = await open(browser, pages.refitted);
  await set(page, { wt: 2.5, hp: 180 });
  const now = await state(page);
  const answer = asked("refitted.json", now.values, "predict");
  for (const field of ["std_error", "conf_low", "conf_high"]) {
    assert.ok(near(now[field].mpg, answer[field].mpg[0]), field);
  }
  await page.close();
});

test("intervals by folds are the jackknife of the networks without them", async () => {
  const { page } = await open(browser, pages.diabetes);
  await set(page, { bmi: 31, s5: 5 });
  const now = await state(page);
  const model = JSON.parse(readFileSync(workshop.path("diabetes.json")));
  const { folds, seed } = model.training.crossfit;
  assert.ok(folds === 5 && seed !== undefined);
  const others = await page.evaluate(() => network.others.length);
  assert.equal(others % folds, 0);
  const predictions = await page.evaluate((values) => {
    const x = report.variables.flatMap(({ name, levels, reference }) =>
      levels ? levels.filter((level) => level !== reference).map((level) => Number(values[name] === level)) : [values[name]],
    );
    return network.others.map((constants) => network.predict(x, constants)[0]);
  }, now.values);
  let variance = 0;
  for (let first = 0; first < others; first += folds) {
    const round = predictions.slice(first, first + folds);
    const mean = round.reduce((sum, f) => sum + f, 0) / folds;
    variance += ((folds - 1) / folds) * round.reduce((sum, f) => sum + (f - mean) ** 2, 0);
  }
  const error = Math.sqrt(variance / (others / folds));
  assert.ok(near(now.std_error.target, error, error), `${now.std_error.target} ${error}`);
  assert.ok(Math.abs(now.conf_high.target - now.predictions.target - 1.959963984540054 * error) < 1e-9 * error);
  await page.close();
});

test("a line is dragged, and moved by keys", async () => {
  const { page, complaints } = await open(browser, pages.diabetes);
  const handle = await panel(page, "bmi");
  const box = await handle.boundingBox();
  const before = await state(page);
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.9 * box.width, box.y + 40, { steps: 5 });
  await page.mouse.up();
  await settled(page);
  const dragged = await state(page);
  assert.ok(dragged.values.bmi > before.values.bmi + 5 && dragged.predictions.target > before.predictions.target);
  const key = async (name) => {
    await page.keyboard.press(name);
    await settled(page);
    return (await state(page)).values.bmi;
  };
  assert.ok(Math.abs((await key("ArrowRight")) - dragged.values.bmi - 24.2 / 50) < 1e-9);
  assert.equal(await key("Home"), 18);
  assert.ok((await key("ArrowLeft")) <= 18);
  assert.equal(await key("End"), 42.2);
  assert.equal(await handle.evaluate((node) => Number(node.getAttribute("aria-valuenow"))), 42.2);
  assert.equal(await handle.evaluate((node) => node.getAttribute("role")), "slider");
  assert.deepEqual(complaints, []);
  await page.close();
});

test("values are typed, levels pressed, rows loaded, all reset", async () => {
  const { page, complaints } = await open(browser, pages.diabetes);
  const begin = await state(page);
  await panel(page, "age");
  const field = await page.$("#value-0");
  await field.click({ clickCount: 3 });
  await field.type("150");
  await settled(page);
  const outside = await state(page);
  assert.equal(outside.values.age, 150);
  assert.equal(outside.inside, false);
  assert.match(await page.$eval(".support", (node) => node.textContent), /beyond|outside|leaves/i);
  await page.click(".levels-switch button:nth-child(2)");
  await settled(page);
  assert.equal((await state(page)).values.sex, "2");
  await page.type("#row-number", "137");
  await page.keyboard.press("Enter");
  await settled(page);
  const row = readFileSync(example("diabetes"), "utf8").split("\n");
  const names = row[0].split(",").map((name) => name.replaceAll('"', "")), cells = row[137].split(",");
  const loaded = await state(page);
  for (const [name, value] of Object.entries(loaded.values)) assert.equal(String(value), cells[names.indexOf(name)], name);
  assert.equal(loaded.inside, true);
  const said = await page.$eval(".status", (node) => node.textContent);
  assert.ok(said.includes("observed target: " + cells[names.indexOf("target")]), said);
  await page.$eval("#row-number", (node) => (node.value = ""));
  await page.type("#row-number", "99999");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.deepEqual((await state(page)).values, loaded.values);
  await page.click("xpath///button[.='Reset to means']");
  await settled(page);
  assert.deepEqual((await state(page)).values, begin.values);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("a finger that scrolls sets nothing, a tap and a swipe along the axis do", async () => {
  const { page, complaints } = await open(browser, pages.diabetes, { width: 390 });
  await page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
  await page.reload();
  await settled(page);
  const handle = await panel(page, "bmi");
  const box = await handle.boundingBox();
  const at = (share) => box.x + share * box.width;
  const finger = async (from, to) => {
    await page.touchscreen.touchStart(from[0], from[1]);
    await page.touchscreen.touchMove((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await page.touchscreen.touchMove(to[0], to[1]);
    await page.touchscreen.touchEnd();
    await settled(page);
    return (await state(page)).values.bmi;
  };
  const begin = (await state(page)).values.bmi;
  assert.equal(await finger([at(0.9), box.y + 90], [at(0.9), box.y + 20]), begin);
  await page.evaluate(() => scrollTo(0, 0));
  const again = await (await panel(page, "bmi")).boundingBox();
  const y = again.y + 40;
  assert.ok((await finger([at(0.3), y], [at(0.8), y])) > begin + 3);
  await page.touchscreen.tap(at(0.1), y);
  await settled(page);
  assert.ok((await state(page)).values.bmi < begin);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("a link carries the state, and a broken one none", async () => {
  const { page } = await open(browser, pages.diabetes);
  const begin = await state(page);
  await set(page, { bmi: 33.25, sex: "2" });
  await new Promise((done) => setTimeout(done, 1000));
  const hash = new URL(page.url()).hash;
  await page.close();
  const again = await open(browser, pages.diabetes, { hash });
  const values = (await state(again.page)).values;
  assert.equal(values.bmi, 33.25);
  assert.equal(values.sex, "2");
  await again.page.close();
  for (const broken of ["#x=1,bad", "#x=%E0%A4%A,1,1,1,1,1,1,1,1,1", "#x=<script>", "#nowhere"]) {
    const { page: other, complaints } = await open(browser, pages.diabetes, { hash: broken });
    assert.deepEqual((await state(other)).values, begin.values, broken);
    assert.deepEqual(complaints, []);
    await other.close();
  }
});

test("a scenario is saved as JSON", async () => {
  const { page } = await open(browser, pages.diabetes);
  const session = await page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: workshop.path("saved") });
  await set(page, { bmi: 30 });
  await page.click("xpath///button[.='Save scenario as JSON']");
  for (let wait = 0; wait < 50 && !readdirSync(workshop.folder).includes("saved"); ++wait) await settled(page);
  await settled(page);
  const saved = JSON.parse(readFileSync(workshop.path("saved/" + readdirSync(workshop.path("saved"))[0])));
  const now = await state(page);
  assert.equal(saved.schema, "nninterp/scenario/1");
  assert.deepEqual(saved.values, now.values);
  assert.deepEqual(saved.predictions, now.predictions);
  await page.close();
});

test("everything is reached by the tab key", async () => {
  const { page } = await open(browser, pages.diabetes);
  const reached = new Set();
  await page.$eval("#row-number", (node) => node.focus());
  for (let k = 0; k < 40; ++k) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.getAttribute("aria-label")));
  }
  for (const name of ["age", "bmi", "s6"]) assert.ok([...reached].some((label) => label?.includes(name)), name);
  await page.close();
});
