import { availableParallelism, cpus, loadavg } from "node:os";
import { isWithin, type Limit, type Measurement } from "./figure.ts";

/** What a run found, as `--json` prints it. */
export interface Results {
  measuredAt: string;
  seconds: number;
  machine: { node: string; platform: string; cpu: string; cores: number; loadAverage: number };
  measurements: (Measurement & { verdict: Verdict })[];
  notMeasured: { figure: string; reason: string }[];
}

type Verdict = "within" | "over";

export function resultsOf(
  measurements: readonly Measurement[],
  notMeasured: Results["notMeasured"],
  seconds: number,
): Results {
  return {
    measuredAt: new Date().toISOString(),
    seconds: Math.round(seconds),
    machine: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cpu: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
      loadAverage: loadavg()[0] ?? 0,
    },
    measurements: measurements.map((measurement) => ({
      ...measurement,
      verdict: isWithin(measurement) ? "within" : "over",
    })),
    notMeasured,
  };
}

export function tableOf({ machine, measurements, seconds }: Results): string {
  const rows = measurements.map(({ title, measured, unit, digits = 0, limit, peer, verdict }) => [
    title,
    quantity(measured, unit, digits),
    limitText(limit, unit),
    verdict,
    peer ? `${quantity(peer.measured, peer.unit ?? unit, peer.digits ?? digits)}  ${peer.name}` : "",
  ]);
  const header = ["figure", "measured", "limit", "verdict", "peer"];
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  const over = measurements.filter(({ verdict }) => verdict === "over").length;
  return [
    line(header),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.map(line),
    "",
    `${measurements.length - over} within, ${over} over; ${seconds} s on Node ${machine.node.slice(1)}, ${machine.cores} cores, load ${machine.loadAverage.toFixed(1)}`,
  ]
    .map((text) => text.trimEnd())
    .join("\n");
}

function limitText(limit: Limit, unit: string): string {
  if ("atLeast" in limit) return `>= ${quantity(limit.atLeast, unit)}`;
  return "atMost" in limit ? `<= ${quantity(limit.atMost, unit)}` : `= ${quantity(limit.exactly, unit)}`;
}

function quantity(value: number, unit: string, digits?: number): string {
  const text = digits === undefined ? String(value) : value.toFixed(digits);
  return unit === "" || unit === "x" ? `${text}${unit}` : `${text} ${unit}`;
}
