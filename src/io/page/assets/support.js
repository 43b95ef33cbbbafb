// How far a point is from the rows: Euclidean in standard deviations, a differing category counting sqrt(2).
const support = makeSupport();

function makeSupport() {
  const variables = report.variables.map((variable, index) => ({
    index,
    category: variable.type !== "numeric",
    scale: variable.sd > 0 ? 1 / variable.sd : 0,
  }));
  const columns = report.rows.columns;
  const rows = report.rows.numbers.length;
  function squared(value, row, limit) {
    let sum = 0;
    for (const { index, category, scale } of variables) {
      const there = columns[index][row];
      sum += category ? (value(index) === there ? 0 : 2) : ((value(index) - there) * scale) ** 2;
      if (sum >= limit) return Infinity;
    }
    return sum;
  }
  function nearest(values, except = -1) {
    let least = Infinity;
    let at = -1;
    for (let row = 0; row < rows; row += 1) {
      const distance = row === except ? Infinity : squared(values, row, least);
      if (distance < least) {
        least = distance;
        at = row;
      }
    }
    return { distance: Math.sqrt(least), at };
  }
  function usual() {
    const distances = [];
    for (let row = 0; row < rows; row += 1) distances.push(nearest((index) => columns[index][row], row).distance);
    return rows > 1 ? quantileOf(Float64Array.from(distances).sort(), 0.99) : 0;
  }
  return { nearest: (values) => nearest((index) => values[index]), usual, threshold: null };
}

function outOfRange(values) {
  return report.variables.filter(
    (variable, index) => variable.type === "numeric" && (values[index] < variable.min || values[index] > variable.max),
  );
}

function supportAt(values) {
  const { distance, at } = support.nearest(values);
  const out = outOfRange(values);
  const near = support.threshold === null || distance <= support.threshold * (1 + 1e-12);
  return { distance, row: at < 0 ? null : report.rows.numbers[at], out, near, inside: near && out.length === 0 };
}

function supportWords(found) {
  const nearest = found.row === null ? "no row is anywhere near" : "the nearest row is " + found.row;
  const out =
    found.out.length > 0
      ? "beyond the range of " +
        listed(found.out.slice(0, 4).map((variable) => nameText(variable.name, 24))).join("") +
        (found.out.length > 4 ? " and " + (found.out.length - 4) + " more" : "") +
        ": "
      : "";
  if (found.inside) return "inside the data: " + nearest;
  if (found.near) return out + "the network guesses there; " + nearest;
  const times =
    support.threshold > 0
      ? "farther from every row than 99 in 100 rows are from their nearest, " +
        threeDigits(found.distance / support.threshold) +
        " times"
      : "no row has this combination";
  return found.row === null ? out + nearest : (out || "beyond the data: ") + times + "; " + nearest;
}
