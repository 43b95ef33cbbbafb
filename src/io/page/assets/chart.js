const FONT = 12;

function linear(low, high, start, end) {
  const span = high - low || 1;
  return (value) => start + ((value - low) / span) * (end - start);
}

function stepOf(low, high, count) {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
}

function ticksOf(low, high, count) {
  if (!(high > low)) return [low];
  const step = stepOf(low, high, count);
  const ticks = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at += 1) ticks.push(at * step);
  return ticks;
}

function tickText(value, step) {
  if (Math.abs(value) < step * 1e-9) return "0";
  if (step < 1e-4 || Math.abs(value) >= 1e7) return formatNumber(value, 3);
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const [whole, part] = Math.abs(value).toFixed(places).split(".");
  return (value < 0 ? MINUS : "") + groupDigits(whole) + (part ? "." + part : "");
}

function pathOf(xs, ys) {
  let path = "";
  let pen = "M";
  for (let at = 0; at < xs.length; at += 1) {
    if (!Number.isFinite(ys[at])) {
      pen = "M";
      continue;
    }
    path += pen + xs[at].toFixed(1) + "," + ys[at].toFixed(1);
    pen = "L";
  }
  return path;
}

// The area between two lines, in pieces where there is no interval.
function bandOf(xs, lows, highs) {
  let path = "";
  for (let start = 0; start < xs.length; start += 1) {
    if (!Number.isFinite(lows[start])) continue;
    let end = start;
    while (end + 1 < xs.length && Number.isFinite(lows[end + 1])) end += 1;
    path += "M";
    for (let at = start; at <= end; at += 1) path += xs[at].toFixed(1) + "," + highs[at].toFixed(1) + "L";
    for (let at = end; at >= start; at -= 1)
      path += xs[at].toFixed(1) + "," + lows[at].toFixed(1) + (at > start ? "L" : "Z");
    start = end;
  }
  return path;
}

const measuring = { context: null, family: "", widths: new Map() };

function textWidth(text, size = FONT) {
  const key = size + text;
  if (!measuring.widths.has(key)) {
    measuring.context ??= document.createElement("canvas").getContext("2d");
    measuring.family ||= getComputedStyle(document.body).fontFamily;
    measuring.context.font = "650 " + size + "px " + measuring.family;
    measuring.widths.set(key, measuring.context.measureText(text).width);
  }
  return measuring.widths.get(key);
}

// make(limit) spells a label with names of at most so many letters; the longest that fits is taken.
function fitLabel(make, width, size = FONT) {
  const limits = [60, 40, 30, 24, 20, 16, 13, 11, 9, 7, 5, 4, 3, 2];
  const limit = limits.find((letters) => textWidth(make(letters), size) <= width);
  return make(limit ?? 1);
}

function label(text, x, y, attributes = {}) {
  return svg("text", { x, y, ...attributes }, text);
}

function titled(node, text) {
  node.append(svg("title", text));
  return node;
}

const charts = [];
const pending = new Set();

// draw(width) makes the SVG anew for the width there is, so that letters keep their size.
// What is drawn waits its turn: the page answers to clicks before all pictures are there.
function chart(draw, height = 200, className = "") {
  const box = el("div", { class: "chart " + className });
  box.style.minHeight = height + "px";
  const entry = { box, draw, width: 0 };
  charts.push(entry);
  chartWidths.observe(box);
  return { box, redraw: () => entry.width > 0 && drawNow(entry, entry.width) };
}

const chartWidths = new ResizeObserver((changes) => {
  for (const change of changes) {
    const entry = charts.find((candidate) => candidate.box === change.target);
    const width = Math.floor(change.contentRect.width);
    if (width > 0 && width !== entry.width) {
      entry.next = width;
      pending.add(entry);
    }
  }
  drawPending();
});

function drawNow(entry, width) {
  entry.width = width;
  entry.box.replaceChildren(entry.draw(width));
  entry.box.style.minHeight = "";
}

function drawPending() {
  const start = performance.now();
  for (const entry of pending) {
    if (performance.now() - start > 12) break;
    pending.delete(entry);
    drawNow(entry, entry.next);
  }
  if (pending.size > 0) setTimeout(drawPending);
}

function drawAll(width = null) {
  pending.clear();
  charts.forEach((entry) => drawNow(entry, width ?? Math.max(1, Math.floor(entry.box.clientWidth))));
}

function picture(width, height, text, ...children) {
  return svg("svg", { role: "img", "aria-label": text, viewBox: `0 0 ${width} ${height}`, width, height }, children);
}

function axisBelow(scale, low, high, y, width, format = tickText) {
  const count = Math.max(3, Math.floor(width / 60));
  const step = stepOf(low, high, count);
  return svg(
    "g.axis",
    ticksOf(low, high, count).map((tick) => [
      svg("line", { x1: scale(tick), x2: scale(tick), y1: y, y2: y + 4 }),
      label(format(tick, step), scale(tick), y + 16, { "text-anchor": "middle" }),
    ]),
  );
}

function axisLeft(scale, low, high, x, right, height) {
  const count = Math.max(2, Math.floor(height / 45));
  const step = stepOf(low, high, count);
  return svg(
    "g.axis",
    ticksOf(low, high, count).map((tick) => [
      svg("line.grid", { x1: x, x2: right, y1: scale(tick), y2: scale(tick) }),
      label(tickText(tick, step), x - 6, scale(tick) + 4, { "text-anchor": "end" }),
    ]),
  );
}

function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}

function padded([low, high], share = 0.04) {
  const pad = (high - low) * share || Math.abs(high) * 0.1 || 1;
  return [low - pad, high + pad];
}

// entries: [class of the swatch, words]
function legend(...entries) {
  const swatches = {
    line: () => svg("line.line", { x1: 1, x2: 25, y1: 7, y2: 7 }),
    dashed: () => svg("line.line.dashed", { x1: 1, x2: 25, y1: 7, y2: 7 }),
    own: () => svg("line.line.own", { x1: 1, x2: 25, y1: 7, y2: 7 }),
    band: () => svg("rect.band", { x: 1, y: 2, width: 24, height: 10 }),
    bars: () =>
      [4, 8, 11, 6].map((tall, at) => svg("rect.bar", { x: 2 + at * 6, y: 13 - tall, width: 5, height: tall })),
    dot: () => svg("circle.dot", { cx: 13, cy: 7, r: 5 }),
    estimate: () => [
      svg("line.interval", { x1: 1, x2: 25, y1: 7, y2: 7 }),
      svg("circle.dot", { cx: 13, cy: 7, r: 4.5 }),
    ],
    hollow: () => svg("circle.hollow", { cx: 13, cy: 7, r: 4 }),
    regression: () => [
      svg("line.thin", { x1: 1, x2: 25, y1: 7, y2: 7 }),
      svg("path.diamond", { d: "M13,2L18,7L13,12L8,7Z" }),
    ],
    spread: () => svg("rect.spread", { x: 1, y: 4, width: 24, height: 6 }),
    positive: () => svg("line.positive", { x1: 1, x2: 25, y1: 7, y2: 7, "stroke-width": 4 }),
    negative: () => svg("line.negative", { x1: 1, x2: 25, y1: 7, y2: 7, "stroke-width": 4 }),
  };
  const shown = entries
    .filter(Boolean)
    .map(([kind, ...words]) =>
      el(
        "li",
        svg("svg", { width: 26, height: 14, viewBox: "0 0 26 14", "aria-hidden": "true" }, swatches[kind]()),
        el("span", words),
      ),
    );
  return el("ul.legend", shown);
}
