function fact(term, ...value) {
  return el("div", el("dt", term), el("dd", value));
}

function headerFacts() {
  const data = showDocument().data;
  const file = fileName(data?.path);
  const rows = data
    ? [datum("show", ["data", "rows_used"]), " of ", datum("show", ["data", "rows"])]
    : [plainNumber(report.rows.of)];
  return el(
    "dl.facts",
    fact("Table", file ? nameOf(file, 40) : "not recorded in the model"),
    fact("Rows used", rows),
    fact("Variables", plainNumber(report.variables.length)),
    fact("Network", networkShape(), el("span.quiet", " " + unitsWords())),
    fact("Made by", report.program),
  );
}

// The effects of most consequence, by one standard deviation: what a reader in a hurry takes along.
function inShort() {
  const effects = report.documents.effects_sd?.effects ?? [];
  const entries = effects.map((effect, index) => ({ effect, index })).filter((entry) => signKnown(entry.effect.shift));
  const size = (entry) => Math.abs(entry.effect.shift[centreKey(entry.effect.shift)]);
  const known = new Set(entries.map((entry) => entry.effect.variable));
  const withIntervals = effects.some((effect) => hasInterval(effect.shift));
  const strongest = entries
    .sort((one, other) => size(other) - size(one))
    .slice(0, 3)
    .map((entry) =>
      el("li", nameOf(entry.effect.variable), " ", effectSentence("effects_sd", entry.index, entry.effect), "."),
    );
  const count =
    known.size === 0
      ? "Of no variable is the sign of its average effect known."
      : "The sign of the average effect is known of " +
        plural(known.size, "variable") +
        " of " +
        report.variables.length +
        (strongest.length > 1 ? ". The largest, for a step of one standard deviation (sd):" : ":");
  const verdict = report.verdict
    ? capital(report.verdict) + "."
    : "Whether the network is better than a regression is not recorded.";
  return el(
    "div.short",
    el("h2", "In short"),
    el("p", verdict),
    unlikeRegression(),
    withIntervals
      ? el("p", count)
      : el("p", "How sure its average effects are is not known: the model has no networks trained on other rows."),
    strongest.length > 0 ? el("ul", strongest) : null,
    actTogether(),
  );
}

function actTogether() {
  const found = (report.documents.interactions?.interactions ?? []).filter(
    (pair) => pair.p_adjusted !== null && pair.p_adjusted <= 0.05,
  );
  const names = [...new Map(found.map((pair) => [pair.variables.join("\n"), pair.variables])).values()];
  if (names.length === 0) return null;
  return el(
    "p",
    listed(names.slice(0, 3).map(([one, other]) => el("strong", nameOf(one), " and ", nameOf(other)))),
    names.length > 3 ? " and others" : "",
    " act together: what each does depends on the other, and averages do not say it (Who acts together).",
  );
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function drawHeader() {
  document
    .getElementById("top")
    .append(
      el("h1", isolated(shorten(report.title, 90))),
      lead(
        "This page reads a small neural network as one reads a regression: what one more unit of each variable does to the prediction, " +
          "how sure that is, and whether the network says more than a regression at all. A prediction is no cause: it says what goes together.",
      ),
      headerFacts(),
      inShort(),
    );
}

function drawContents(sections) {
  const links = sections.map((part) =>
    el("li", el("a", { href: "#" + part.id }, part.querySelector("h2").textContent)),
  );
  document.getElementById("contents").append(el("ol", links));
  const items = new Map(sections.map((part, index) => [part, links[index].firstChild]));
  const seen = new Set();
  const watch = new IntersectionObserver(
    (changes) => {
      for (const change of changes) {
        if (change.isIntersecting) seen.add(change.target);
        else seen.delete(change.target);
      }
      const current = sections.find((part) => seen.has(part));
      items.forEach((link, part) => {
        if (part === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    },
    { rootMargin: "-15% 0px -60% 0px" },
  );
  sections.forEach((part) => watch.observe(part));
}
