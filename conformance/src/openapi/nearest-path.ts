/** The path template that a mistyped path is closest to; `undefined` when none is close. */
export function nearestPath(path: string, templates: readonly string[]): string | undefined {
  const asked = path.slice(0, 200).split("/");
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const template of new Set(templates)) {
    const distance = pathDistance(asked, template.split("/"));
    if (distance < least) [nearest, least] = [template, distance];
  }
  return least <= Math.max(3, path.length / 4) ? nearest : undefined;
}

/** The name that a mistyped one is meant to be, by one or two letters; `undefined` when none is so close. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const most = name.length < 4 ? 0 : name.length < 6 ? 1 : 2;
  return names.find((other) => letterDistance(name.slice(0, 200).toLowerCase(), other.toLowerCase()) <= most);
}

/** Letters to change, segment by segment; a parameter takes any segment. */
function pathDistance(asked: readonly string[], template: readonly string[]): number {
  let total = 0;
  for (let index = 0; index < Math.max(asked.length, template.length); index += 1) {
    const [left = "", right = ""] = [asked[index], template[index]];
    total += right.startsWith("{") && left !== "" ? 0 : letterDistance(left, right);
  }
  return total;
}

/** Levenshtein's distance. */
function letterDistance(left: string, right: string): number {
  if (left === right) return 0;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j += 1) {
      const cost = left[i] === right[j] ? 0 : 1;
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + cost));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
