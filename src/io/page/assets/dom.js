"use strict";

const report = JSON.parse(document.getElementById("data").textContent);

function setAttributes(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  return node;
}

function appendAll(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

// el("p.quiet.small", { title }, "words"): the attributes may be left out.
function build(node, classes, parts) {
  if (classes.length > 0) node.setAttribute("class", classes.join(" "));
  const plain = parts.length > 0 && Object.getPrototypeOf(parts[0] ?? "") === Object.prototype;
  return appendAll(plain ? setAttributes(node, parts[0]) : node, plain ? parts.slice(1) : parts);
}

function el(name, ...parts) {
  const [tag, ...classes] = name.split(".");
  return build(document.createElement(tag), classes, parts);
}

function svg(name, ...parts) {
  const [tag, ...classes] = name.split(".");
  return build(document.createElementNS("http://www.w3.org/2000/svg", tag), classes, parts);
}

function graphemes(text) {
  if (!("Segmenter" in Intl)) return Array.from(text);
  return Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text), (part) => part.segment);
}

// Names are cut in the middle: long names of one table tend to differ at their ends.
function shorten(text, limit) {
  if (text.length <= limit) return text;
  const parts = graphemes(text);
  if (parts.length <= limit) return text;
  const tail = Math.floor((limit - 1) / 2);
  return parts.slice(0, limit - 1 - tail).join("") + "…" + (tail > 0 ? parts.slice(-tail).join("") : "");
}

// Keeps a right-to-left name from turning the words around it, where <bdi> cannot be used (SVG, attributes).
function isolated(name) {
  return "\u2068" + name + "\u2069";
}

function nameText(name, limit = 40) {
  return isolated(shorten(name, limit));
}

function nameOf(name, limit = 32) {
  const shown = shorten(name, limit);
  return el("bdi.name", { title: shown === name ? null : name }, shown);
}

function section(id, title, ...children) {
  return el("section", { id, "aria-labelledby": id + "-title" }, el("h2", { id: id + "-title" }, title), children);
}

function lead(...children) {
  return el("p.lead", children);
}

function code(text) {
  return el("code", text);
}

function plural(count, one, many = one + "s") {
  return groupDigits(String(count)) + " " + (count === 1 ? one : many);
}

function listed(items) {
  if (items.length < 2) return items.slice();
  const joined = items.slice(0, -1).flatMap((item, index) => (index > 0 ? [", ", item] : [item]));
  return [...joined, " and ", items[items.length - 1]];
}

// A wide box scrolls by itself, not the page; it can be focused to scroll it by keys.
function scrollBox(label, ...children) {
  return el("div.scroll", { role: "group", "aria-label": label, tabindex: 0 }, children);
}

function printedText(command, text) {
  if (!text) return null;
  return el(
    "details.printed",
    el("summary", "What ", code(command), " prints"),
    scrollBox("What " + command + " prints", el("pre", text)),
  );
}

// head: [{ text, number, title }]; rows: lists of cells, the first of which names the row; a row of one cell is a heading.
function dataTable(label, columns, lines, options = {}) {
  const used = columns.map(
    (_, index) => lines.length === 0 || lines.some((row) => row.length > 1 && row[index] !== NONE),
  );
  const head = columns.filter((_, index) => used[index]);
  const rows = lines.map((row) =>
    row.length > 1
      ? Object.assign(
          row.filter((_, index) => used[index]),
          { className: row.className },
        )
      : row,
  );
  const cellClass = (index) => (head[index].number ? "number" : (head[index].kind ?? null));
  const headCell = (column, index) =>
    el("th", { scope: "col", class: cellClass(index), title: column.title }, column.text);
  const bodyCell = (cell, index) =>
    index === 0 ? el("th", { scope: "row" }, cell) : el("td", { class: cellClass(index) }, cell);
  const bodyRow = (row) =>
    row.length > 1
      ? el("tr", { class: row.className ?? null }, row.map(bodyCell))
      : el("tr.group", el("th", { scope: "colgroup", colspan: head.length }, row));
  const table = el(
    "table",
    { class: options.className ?? null },
    el("caption", { class: options.caption ? null : "hidden" }, options.caption ?? label),
    el("thead", el("tr", head.map(headCell))),
    el("tbody", rows.map(bodyRow)),
  );
  return scrollBox(label, table);
}

function selectOf(label, choices, chosen, change) {
  const options = choices.map((choice, index) =>
    el("option", { value: index, selected: index === chosen }, isolated(shorten(choice, 48))),
  );
  const select = el("select", { onchange: (event) => change(Number(event.target.value)) }, options);
  return {
    node: el("label.field", el("span", label), select),
    set: (index) => {
      select.value = String(index);
    },
  };
}

function switchOf(label, choices, chosen, change) {
  const buttons = choices.map((choice, index) =>
    el("button", { type: "button", "aria-pressed": String(index === chosen), onclick: () => press(index) }, choice),
  );
  function press(index) {
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === index)));
    change(index);
  }
  return el("div.switch", { role: "group", "aria-label": label }, buttons);
}

// One target is chosen for the whole page; every section that shows it listens.
const chosenTarget = { index: 0, listeners: [] };

function chooseTarget(index) {
  chosenTarget.index = index;
  chosenTarget.listeners.forEach((listener) => listener(index));
}

function onTarget(listener) {
  chosenTarget.listeners.push(listener);
  listener(chosenTarget.index);
}

function targetSelect() {
  if (report.targets.length < 2) return null;
  const select = selectOf("Target", report.targets.map(targetText), chosenTarget.index, chooseTarget);
  onTarget(select.set);
  return select.node;
}

function targetText({ kind, label }) {
  return kind === "probability" ? "probability of " + label : label;
}

function targetNode({ kind, label }) {
  return kind === "probability" ? ["the probability of ", nameOf(label)] : nameOf(label);
}

// The step that effects are shown for, all over the page: effects_sd, or effects, per +1.
const chosenStep = { from: report.documents.effects_sd ? "effects_sd" : "effects", listeners: [] };

function chooseStep(from) {
  chosenStep.from = from;
  chosenStep.listeners.forEach((listener) => listener(from));
}
