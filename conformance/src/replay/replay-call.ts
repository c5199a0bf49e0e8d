import type { Difference } from "../compare/difference.js";
import type { Exchange } from "../exchange/types.js";
import type { PlannedCall } from "../plan/plan-call.js";
import { originOf, type UrlParts } from "../text/split-url.js";
import type { WireRequest } from "../transport/types.js";
import type { ReplayCallResult } from "../vendors/types.js";
import { answerContradictions, compareResult } from "./check-answer.js";
import { compareSent } from "./compare-sent.js";
import { describeThrown } from "./describe-thrown.js";
import { judge } from "./outcome.js";
import type { Session } from "./session.js";
import type { Outcome } from "./types.js";
import { NO_ANSWER, wireAnswer } from "./wire-answer.js";

/** Sends a documented call through the real client and checks what goes out and what comes back. */
export async function replayCall(
  exchange: Exchange,
  url: UrlParts,
  call: PlannedCall,
  session: Session,
): Promise<Outcome> {
  const { operation, problems } = call;
  if (problems.length > 0) return judge(exchange, problems, call.contradictions);
  const { response } = exchange;
  const answer = response ? wireAnswer(response) : NO_ANSWER;
  const sent: WireRequest[] = [];
  session.serve((request) => {
    if (session.isTokenRequest(request)) return session.token;
    sent.push(request);
    return answer;
  });

  const differences: Difference[] = [];
  let result: ReplayCallResult | undefined;
  try {
    const { basic, credentialHeaders, credentialQuery } = call;
    const setup = { origin: originOf(url), basePath: call.basePath, basic, credentialHeaders, credentialQuery };
    const client = session.sharedClient(setup);
    result = await readBlob(await client.request(operation.method, operation.template, call.init));
  } catch (error) {
    differences.push({ aspect: "client", at: "", message: describeThrown(error) });
  }

  differences.push(...compareSent(exchange, sent, call));
  if (!response) return judge(exchange, differences, call.contradictions);
  if (result !== undefined) differences.push(...compareResult(exchange, response, result));
  const { validators } = session.vendor.describe();
  return judge(exchange, differences, [
    ...call.contradictions,
    ...answerContradictions(exchange, response, operation, validators),
  ]);
}

/** Exchanges show a file as its text. */
async function readBlob(result: ReplayCallResult): Promise<ReplayCallResult> {
  const { data, response } = result;
  return data instanceof Blob ? { data: await data.text(), response } : result;
}
