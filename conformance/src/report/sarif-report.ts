import type { FaultResult } from "../faults/types.js";
import { explainFault } from "./explain-fault.js";
import type { Report, ReportedResult } from "./types.js";

/** A rule, and what it says of an exchange that breaks it. */
const RULES: Readonly<Record<string, string>> = {
  exchange: "The exchange can be read as a request of the vendor's API",
  method: "The client uses the documented method",
  url: "The client calls the documented host",
  path: "The client calls the documented path",
  query: "The client sends the documented query",
  header: "The client sends the documented headers",
  body: "The client sends the documented body",
  schema: "The answer fits its schema",
  status: "The client reports the documented status",
  result: "The client hands on the documented answer",
  client: "The client makes the call",
  transport: "The verdict is the same on every transport",
  description: "The exchange fits the vendor's own description",
  "no-client": "There is a client for the vendor",
};

/** Where a client's fault is shown: a result of code scanning needs a file, and this one names the client. */
const MANIFEST = "package.json";

interface Finding {
  readonly ruleId: string;
  readonly level: "error" | "note";
  readonly text: string;
  readonly at: string;
}

/**
 * A report as SARIF 2.1.0 (OASIS): an error for each difference and for each fault that a client failed, a note for each
 * contradiction that is known.
 */
export function sarifReport({ tool, results, faults }: Report): object {
  const rules = new Map(Object.entries(RULES));
  for (const { name, does, shows } of faults?.tried ?? [])
    rules.set(ruleOf(name), [does, shows].filter(Boolean).join("; the client must show: ") || name);
  const ruleIds = [...rules.keys()];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            rules: [...rules].map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: [
          ...results.flatMap((result) => findingsOf(result).map((finding) => exchangeResult(result, finding))),
          ...(faults?.results ?? []).filter(({ verdict }) => verdict === "failed").map(faultResult),
        ].map((result) => ({ ...result, ruleIndex: ruleIds.indexOf(result.ruleId) })),
      },
    ],
  };
}

function ruleOf(fault: string): string {
  return `fault/${fault}`;
}

function exchangeResult({ id, file }: ReportedResult, { ruleId, level, text, at }: Finding) {
  return {
    ruleId,
    level,
    message: { text: `${id}: ${text}` },
    locations: [
      {
        ...(file !== undefined && physical(encodeURI(file))),
        logicalLocations: [{ name: id, fullyQualifiedName: `${id}#${at}`, kind: "member" }],
      },
    ],
    partialFingerprints: { "exchange/v1": `${id} ${ruleId} ${at}` },
  };
}

function faultResult(result: FaultResult) {
  const { subject, fault } = result;
  return {
    ruleId: ruleOf(fault),
    level: "error",
    message: { text: explainFault(result).join("\n") },
    locations: [
      {
        ...physical(MANIFEST),
        logicalLocations: [{ name: subject, fullyQualifiedName: `${subject}#${fault}`, kind: "module" }],
      },
    ],
    partialFingerprints: { "fault/v1": `${subject} ${fault}` },
  };
}

function physical(uri: string) {
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } };
}

function findingsOf({ verdict, differences, contradictions, reason }: ReportedResult): Finding[] {
  if (verdict === "no-client") return [{ ruleId: "no-client", level: "error", text: reason ?? verdict, at: "" }];
  return [
    ...differences.map(({ aspect, at, message }): Finding => ({ ruleId: aspect, level: "error", text: message, at })),
    ...contradictions.map(
      ({ pointer, expected, acknowledged }): Finding => ({
        ruleId: "description",
        level: acknowledged === undefined ? "error" : "note",
        text: `${pointer} contradicts the vendor's description, which asks for ${expected}${acknowledged === undefined ? "" : ` (known: ${acknowledged})`}`,
        at: pointer,
      }),
    ),
  ];
}
