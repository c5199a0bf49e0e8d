export type { Contradiction } from "./check/contradiction.js";
export { ClientUnreachableError } from "./client/client-program.js";
export type {
  ClientAdapter,
  ClientAnswer,
  ClientCredentials,
  ClientFailure,
  ClientOperation,
  ClientRequest,
  ClientResponse,
} from "./client/types.js";
export type { Aspect, Difference } from "./compare/difference.js";
export { type CoverageOptions, measureCoverage } from "./coverage/measure-coverage.js";
export type {
  Dimension,
  EventCoverage,
  FaultCoverage,
  FieldCoverage,
  Mark,
  OperationCoverage,
  ParameterCoverage,
  StatusCoverage,
  Tally,
  VendorCoverage,
} from "./coverage/types.js";
export { type DriftDocsOptions, driftDocs } from "./drift/docs.js";
export { drift } from "./drift/drift.js";
export { DriftEnvironmentError } from "./drift/drift-environment-error.js";
export { type DriftLiveOptions, driftLive, type LiveCredentials } from "./drift/live.js";
export type {
  DriftBasis,
  DriftFinding,
  DriftKind,
  DriftReport,
  DriftSkip,
  Observation,
  Severity,
} from "./drift/types.js";
export { ExchangeInputError } from "./exchange/exchange-input-error.js";
export { type LoadedExchange, loadExchanges } from "./exchange/load-exchanges.js";
export { packagedExchanges } from "./exchange/packaged-exchanges.js";
export type {
  DocumentedRequest,
  DocumentedResponse,
  Exchange,
  Expectation,
  Fidelity,
  Json,
  JsonObject,
  KnownContradiction,
  Matcher,
} from "./exchange/types.js";
export type { Pact, PactInteraction } from "./export/pact-types.js";
export { type OpenApiExport, toOpenApiExamples } from "./export/to-openapi-examples.js";
export { type PactExport, type PactOptions, toPact } from "./export/to-pact.js";
export { faults } from "./faults/faults.js";
export { type FaultOptions, runFaults } from "./faults/run-faults.js";
export { faultSubjects } from "./faults/subjects/subjects.js";
export type {
  Fault,
  FaultCallResult,
  FaultClassResult,
  FaultClient,
  FaultClientOptions,
  FaultExpectation,
  FaultGroup,
  FaultPage,
  FaultResult,
  FaultSubject,
  FaultTimelineEntry,
  IssuedTokens,
  OperationClass,
} from "./faults/types.js";
export { toHar } from "./har/to-har.js";
export type { Har, HarEntry } from "./har/types.js";
export { type HarImportOptions, importHar } from "./import/import-har.js";
export { type LintOptions, type LintReport, lintFolder } from "./lint/lint-folder.js";
export type { LintFinding, LintRule } from "./lint/types.js";
export { type ListedExchange, listExchanges } from "./list/list-exchanges.js";
export { type RecordProxy, type RecordProxyOptions, startRecordProxy } from "./record/record-proxy.js";
export { createRecorder, type Recorder } from "./record/recorder.js";
export { recordingFetch } from "./record/recording-fetch.js";
export type { CapturedTraffic, RecordedExchange, RecorderOptions, RecordOutcome } from "./record/types.js";
export { explain } from "./replay/explain.js";
export { type ReplayOptions, replay } from "./replay/replay.js";
export { type ReplayCase, replayCases } from "./replay/replay-cases.js";
export type { Outcome, ReplayResult, Verdict } from "./replay/types.js";
export { createReport, type ReportOptions } from "./report/create-report.js";
export { type GithubReport, githubReport } from "./report/github-report.js";
export { htmlReport } from "./report/html-report.js";
export { junitReport } from "./report/junit-report.js";
export { sarifReport } from "./report/sarif-report.js";
export type {
  MapCell,
  MapRow,
  Report,
  ReportedFault,
  ReportedFaults,
  ReportedResult,
  ReportedVendor,
} from "./report/types.js";
export { createSandboxClock, type SandboxClock } from "./sandbox/clock.js";
export type { JournalHar, JournalHarEntry } from "./sandbox/journal-har.js";
export { startSandbox } from "./sandbox/start-sandbox.js";
export type {
  JournalEntry,
  JournalExpectation,
  Match,
  PreferOptions,
  Sandbox,
  SandboxCredentials,
  SandboxOptions,
} from "./sandbox/types.js";
export { type TestHooks, useSandbox } from "./sandbox/use-sandbox.js";
export { JournalError } from "./sandbox/verify-journal.js";
export type { TransportName } from "./transport/types.js";
export type { LiveAccess, LiveSetting, LiveSetup } from "./vendors/live-access.js";
export { vendors } from "./vendors/registry.js";
export type { Vendor } from "./vendors/types.js";
