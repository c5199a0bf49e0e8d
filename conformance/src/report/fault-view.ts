/** A request of a run, as it is kept in the page: numbers that count into the list of texts where they stand for one. */
export type PackedRequest = readonly [
  run: number,
  isApi: 0 | 1,
  /** Milliseconds since the run started. */
  at: number,
  /** The same, of the end of the answer; -1: it outlived the run, or nobody knows. */
  ended: number,
  /** Method and path. */
  call: number,
  /** What the server did, in words. */
  answer: number,
  /** 0: no complete answer. */
  status: number,
];

/** A fault that was tried on a client, as it is kept in the page. */
export interface PackedFault {
  readonly verdict: string;
  /** What the server does, and what the client must show. */
  readonly does: number;
  readonly shows: number;
  readonly classes: readonly (readonly [name: string, verdict: string])[];
  readonly expected?: { readonly error?: string; readonly attempts: number; readonly minWaitMs: number } | undefined;
  readonly observed?:
    | {
        readonly error: string | null;
        readonly code: string | null;
        readonly attempts: number;
        readonly waitMs: number | null;
      }
    | undefined;
  readonly problems: readonly string[];
  readonly requests: readonly PackedRequest[];
}

/**
 * Draws a fault: what was expected beside what was seen, and a timeline of each run with a lane for tokens and one for
 * calls. The function goes into the page as its own source text, so it refers to nothing outside itself.
 */
export function drawFault(result: PackedFault, texts: readonly string[]): string {
  interface Bar {
    readonly lane: number;
    readonly call: string;
    readonly answer: string;
    readonly status: number;
    readonly from: number;
    to: number;
    last: number;
    count: number;
  }
  /** In the order in which they are shown. */
  const RUNS: Record<string, string> = {
    read: "a read",
    recover: "a read that meets it once",
    record: "a call that records",
    list: "every item of a list",
    pages: "every item of a list",
    calls: "several calls",
    token: "the request for a token",
    partial: "a call whose answer reports failures",
  };
  const esc = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const time = (ms: number): string =>
    `${ms < 10 ? Math.round(ms * 10) / 10 : String(Math.round(ms)).replace(/\B(?=(\d{3})+$)/g, ",")} ms`;

  /** Requests that came at once and were answered alike are one bar with a count. */
  const barsOf = (requests: readonly PackedRequest[]): Bar[] => {
    const sorted = [...requests].sort((left, right) => left[2] - right[2]);
    const isCrowd = sorted.length > 12;
    const bars: Bar[] = [];
    for (const [, lane, at, ended, callIndex, answerIndex, status] of sorted) {
      const call = texts[callIndex] ?? "";
      const answer = texts[answerIndex] ?? "";
      const to = Math.max(ended, at);
      const own = bars.filter((bar) => bar.lane === lane);
      const like = own.filter((bar) => bar.call === call && bar.answer === answer && bar.status === status).pop();
      const isBetween = bars.some((bar) => bar.lane !== lane && like !== undefined && bar.from > like.last);
      if (like && !isBetween && (isCrowd || (own[own.length - 1] === like && at - like.last < 0.5))) {
        like.to = Math.max(like.to, to);
        like.last = at;
        like.count += 1;
      } else bars.push({ lane, call, answer, status, from: at, to, last: at, count: 1 });
    }
    return bars;
  };

  const wordOf = (bar: Bar): string => (bar.status > 0 ? String(bar.status) : bar.answer.split(", ")[0] || "sent");
  /** Of a date, the time says enough. */
  const short = (text: string): string => text.replace(/\w{3}, \d\d \w{3} \d{4} (?=\d\d:\d\d:\d\d GMT)/g, "");
  const restOf = (bar: Bar): string =>
    bar.answer.startsWith(wordOf(bar)) ? short(bar.answer.slice(wordOf(bar).length)).replace(/^[\s,;:]+/, "") : "";
  /** Short texts stay in one line, long ones may break. */
  const kept = (text: string): string => (text.length > 18 ? esc(text) : `<span class="kept">${esc(text)}</span>`);
  const styleOf = ({ status, answer }: Bar): string =>
    status === 0 ? (answer ? "rq-none" : "rq-some") : status < 300 ? "rq-ok" : status < 400 ? "rq-more" : "rq-bad";

  const timeline = (run: string, requests: readonly PackedRequest[], ending: string | undefined): string => {
    const bars = barsOf(requests);
    const zero = Math.min(...bars.map(({ from }) => from));
    const span = Math.max(...bars.map(({ to }) => to)) - zero || 1;
    // A bar of no length still starts before it ends.
    const edges = bars
      .flatMap((bar) => [
        { at: bar.from, isEnd: false, bar },
        { at: bar.to > bar.from ? bar.to : bar.from + 1e-6, isEnd: true, bar },
      ])
      .sort((left, right) => left.at - right.at || Number(right.isEnd) - Number(left.isEnd));
    const columns = edges.slice(1).map((edge, index) => {
      const share = ((edge.at - (edges[index]?.at ?? 0)) / span) * 100;
      return `minmax(auto,${share.toFixed(2)}fr)`;
    });
    // A run that is over at once does not fill the line.
    const rest = (Math.max(0, 5 - span) / span) * 100;
    const edgeOf = (bar: Bar, isEnd: boolean): number =>
      edges.findIndex((edge) => edge.bar === bar && edge.isEnd === isEnd) + 2;

    // Bars of a lane that overlap go into rows of their own.
    const lanes = [0, 1].map((lane) => {
      const rows: number[] = [];
      const placed = bars
        .filter((bar) => bar.lane === lane)
        .map((bar) => {
          const free = rows.findIndex((end) => end <= edgeOf(bar, false));
          const row = free < 0 ? rows.length : free;
          rows[row] = edgeOf(bar, true);
          return { bar, row };
        });
      return { placed, rows: Math.max(rows.length, placed.length > 0 ? 1 : 0) };
    });
    const [tokens = { placed: [], rows: 0 }, calls = { placed: [], rows: 0 }] = lanes;
    const axisRow = tokens.rows + calls.rows + 1;

    const cells: string[] = [];
    const spoken: { at: number; text: string }[] = [];
    if (tokens.rows > 0) cells.push(`<span class="lane" style="grid-area:1/1/span ${tokens.rows}">token</span>`);
    if (calls.rows > 0)
      cells.push(`<span class="lane" style="grid-area:${tokens.rows + 1}/1/span ${calls.rows}">API</span>`);
    for (const { bar, row } of [
      ...tokens.placed,
      ...calls.placed.map(({ bar, row }) => ({ bar, row: row + tokens.rows })),
    ]) {
      const lasted = bar.to - bar.from;
      const notes = [restOf(bar), lasted >= 5 && lasted > span * 0.04 ? time(lasted) : ""].filter(Boolean);
      const many = bar.count > 1 ? `<i>×${bar.count}</i>` : "";
      const said = `${bar.call}${bar.count > 1 ? `, ${bar.count} times` : ""}: ${bar.answer || wordOf(bar)}`;
      cells.push(
        `<span class="rq ${styleOf(bar)}" style="grid-area:${row + 1}/${edgeOf(bar, false)}/auto/${edgeOf(bar, true)}" title="${esc(`${time(bar.from - zero)}  ${said}`)}"><b>${esc(wordOf(bar))}</b>${many}${notes.length > 0 ? `<small>${notes.map(kept).join(", ")}</small>` : ""}</span>`,
        `<span class="tick" style="grid-area:${axisRow}/${edgeOf(bar, false)}">${time(bar.from - zero)}</span>`,
      );
      spoken.push({ at: bar.from, text: `at ${time(bar.from - zero)} ${said}` });
    }

    // Where nothing is under way between a request that failed and the next of its kind, the client waits.
    let open = 0;
    for (const [index, edge] of edges.entries()) {
      open += edge.isEnd ? -1 : 1;
      const next = edges[index + 1];
      if (open > 0 || next === undefined) continue;
      const waited = next.at - edge.at;
      const isFailed = edge.bar.status === 0 || edge.bar.status >= 400;
      if (!isFailed || next.bar.lane !== edge.bar.lane || waited < 5 || waited < span * 0.04) continue;
      const asked = /retry-after: *(.+)$/i.exec(short(edge.bar.answer))?.[1];
      const text = `waited ${time(waited)}`;
      cells.push(
        `<span class="wait" style="grid-area:${edge.bar.lane * tokens.rows + 1}/${index + 2}/auto/${index + 3}"><b>${text}</b>${asked ? `<small>Retry-After: ${esc(asked)}</small>` : ""}</span>`,
      );
      spoken.push({ at: edge.at, text: `${text}${asked ? `, as Retry-After: ${asked} says` : ""}` });
    }
    if (ending !== undefined)
      cells.push(
        `<span class="end" style="grid-area:${calls.rows > 0 ? tokens.rows + 1 : 1}/${edges.length + 1}"><span>→ ${esc(ending)}</span></span>`,
      );
    spoken.sort((left, right) => left.at - right.at);
    const told = [...spoken.map(({ text }) => text), ...(ending === undefined ? [] : [`it ends in ${ending}`])];
    const label = `${run}: ${told.join("; ")}`;
    const about = RUNS[run];
    return `<figure class="run"><figcaption><b>${esc(run)}</b>${about ? ` <span class="soft">${about}</span>` : ""}</figcaption><div class="scroll" tabindex="0" role="group" aria-label="Timeline: ${esc(run)}"><div class="line" role="img" aria-label="${esc(label)}" style="grid-template-columns:auto ${columns.join(" ")} auto ${rest.toFixed(2)}fr">${cells.join("")}</div></div></figure>`;
  };

  const facts = (): string => {
    const { expected, observed, verdict } = result;
    if (expected === undefined) return "";
    const isFailed = verdict === "failed";
    const rows: string[] = [];
    const row = (name: string, must: string, did: string | undefined): void => {
      rows.push(`<tr><th scope="row">${name}</th><td>${esc(must)}</td><td>${esc(did ?? "not seen")}</td></tr>`);
    };
    const seen = observed && `${observed.error ?? "data"}${observed.code ? ` (${observed.code})` : ""}`;
    row("ends in", expected.error ?? "data", seen);
    // Where a fault takes several calls, they are counted by the timeline.
    if (isFailed || expected.attempts === observed?.attempts)
      row("requests", String(expected.attempts), observed && String(observed.attempts));
    if (expected.minWaitMs > 0)
      row(
        "wait",
        `at least ${time(expected.minWaitMs)}`,
        observed && (observed.waitMs === null ? "none" : time(observed.waitMs)),
      );
    return `<table class="facts"><thead><tr><td></td><th scope="col">must</th><th scope="col">did</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
  };

  const order = Object.keys(RUNS);
  // One that is not known comes last.
  const rank = (run: number): number => (order.indexOf(texts[run] ?? "") + order.length + 1) % (order.length + 1);
  const runs = [...new Set(result.requests.map(([run]) => run))].sort((left, right) => rank(left) - rank(right));
  const { problems, classes, verdict, observed } = result;
  // What was observed is how the read ended; where there is one run, how that one did.
  const seen = runs.find((run) => texts[run] === "read") ?? (runs.length === 1 ? runs[0] : undefined);
  const endingOf = (run: number): string | undefined =>
    run === seen && observed ? (observed.error ?? "data") : undefined;
  const [does, shows] = [texts[result.does], texts[result.shows]];
  return [
    `<p class="about">${does ? `The server: ${esc(does)}.` : ""} ${shows ? `The client must show: ${esc(shows)}.` : ""}</p>`,
    problems.length > 0 ? `<ul class="problems">${problems.map((text) => `<li>${esc(text)}</li>`).join("")}</ul>` : "",
    `<div class="trial">${facts()}<div class="runs">`,
    runs
      .map((run) =>
        timeline(
          texts[run] ?? "",
          result.requests.filter((request) => request[0] === run),
          endingOf(run),
        ),
      )
      .join(""),
    runs.length === 0 && verdict !== "not-applicable" ? `<p class="soft">No request reached the server.</p>` : "",
    `</div></div>`,
    classes.length > 0
      ? `<p class="soft">Tried on: ${classes.map(([name, found]) => `${found === "passed" ? "✓" : "✗"} ${esc(name)}`).join(" · ")}</p>`
      : "",
  ].join("");
}
