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

interface Finding {
  readonly ruleId: string;
  readonly level: "error" | "note";
  readonly text: string;
  readonly at: string;
}

/** A report as SARIF 2.1.0 (OASIS): an error for each difference, a note for each contradiction that is known. */
export function sarifReport({ tool, results }: Report): object {
  const ruleIds = Object.keys(RULES);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            rules: ruleIds.map((id) => ({ id, shortDescription: { text: RULES[id] } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: results.flatMap((result) =>
          findingsOf(result).map(({ ruleId, level, text, at }) => ({
            ruleId,
            ruleIndex: ruleIds.indexOf(ruleId),
            level,
            message: { text: `${result.id}: ${text}` },
            locations: [
              {
                ...(result.file !== undefined && {
                  physicalLocation: { artifactLocation: { uri: encodeURI(result.file) }, region: { startLine: 1 } },
                }),
                logicalLocations: [{ name: result.id, fullyQualifiedName: `${result.id}#${at}`, kind: "member" }],
              },
            ],
            partialFingerprints: { "exchange/v1": `${result.id} ${ruleId} ${at}` },
          })),
        ),
      },
    ],
  };
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
