// How many tokens are asked for: by many calls at once, and by calls whose token is revoked while they are in flight.

import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";
import { createCultureAmpClient } from "@x/cultureamp";
import type { Figure, Measurement } from "./figure.ts";
import { startTokenApi, type TokenApi, type TokenModel } from "./support/token-api.ts";

const COLD_CALLS = 1_000;
const IN_FLIGHT = 50;
const STEP_MS = 10;
const ROUNDS = 3;

/** One call; resolves to whether it succeeded. */
type Call = () => Promise<boolean>;

/** A client under test, over the API at `origin`. */
type Contender = (origin: string) => Call;

const ours: Contender = (origin) => {
  const client = createCultureAmpClient({
    clientId: "id",
    clientSecret: "secret",
    permissions: ["employees-read"],
    origin,
  });
  return async () => (await client.GET("/v1/employees")).response.ok;
};

const badgateway: Contender = (origin) => {
  const client = new OAuth2Client({
    server: origin,
    clientId: "id",
    clientSecret: "secret",
    tokenEndpoint: "/v1/oauth2/token",
    authenticationMethod: "client_secret_post",
  });
  const wrapper = new OAuth2Fetch({ client, getNewToken: () => client.clientCredentials() });
  return async () => {
    const response = await wrapper.fetch(`${origin}/v1/employees`);
    await response.arrayBuffer();
    return response.ok;
  };
};

interface Outcome {
  tokenRequests: number;
  apiRequests: number;
  succeeded: number;
}

export const tokens: Figure = async ({ say }) => {
  const measurements: Measurement[] = [];

  say(`tokens: ${COLD_CALLS} calls at once, no token yet`);
  const cold = await contest(cold1000);
  measurements.push({
    id: "tokens.cold",
    title: `token requests, ${COLD_CALLS} calls at once on an empty cache`,
    measured: worst(cold.ours, "tokenRequests"),
    unit: "",
    limit: { exactly: 1 },
    peer: { name: "oauth2-client", measured: worst(cold.badgateway, "tokenRequests") },
    detail: { ...cold },
  });

  const models: Record<TokenModel, string> = {
    "one-valid": "new token ends the old",
    "all-valid": "old tokens stay valid",
  };
  for (const [model, words] of Object.entries(models) as [TokenModel, string][]) {
    say(`tokens: revoked under ${IN_FLIGHT} calls, ${words}`);
    const revoked = await contest((contender) => revokedInFlight(contender, model));
    measurements.push(
      {
        id: `tokens.revoked.${model}`,
        title: `token requests, revoked under ${IN_FLIGHT} calls, ${words}`,
        measured: worst(revoked.ours, "tokenRequests"),
        unit: "",
        limit: { exactly: 1 },
        peer: { name: "oauth2-client", measured: worst(revoked.badgateway, "tokenRequests") },
        detail: { ...revoked },
      },
      {
        id: `tokens.succeeded.${model}`,
        title: `  of these ${IN_FLIGHT} calls, successes`,
        measured: Math.min(...revoked.ours.map(({ succeeded }) => succeeded)),
        unit: "",
        limit: { exactly: IN_FLIGHT },
        peer: {
          name: "oauth2-client",
          measured: Math.min(...revoked.badgateway.map(({ succeeded }) => succeeded)),
        },
        detail: {},
      },
    );
  }
  return measurements;
};

async function contest(
  scenario: (contender: Contender) => Promise<Outcome>,
): Promise<{ ours: Outcome[]; badgateway: Outcome[] }> {
  const outcomes: { ours: Outcome[]; badgateway: Outcome[] } = { ours: [], badgateway: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    outcomes.ours.push(await scenario(ours));
    outcomes.badgateway.push(await scenario(badgateway));
  }
  return outcomes;
}

async function cold1000(contender: Contender): Promise<Outcome> {
  const api = await startTokenApi("one-valid");
  try {
    return await outcomeOf(api, contender(api.origin), COLD_CALLS);
  } finally {
    await api.close();
  }
}

async function revokedInFlight(contender: Contender, model: TokenModel): Promise<Outcome> {
  const api = await startTokenApi(model);
  try {
    const call = contender(api.origin);
    if (!(await call())) throw new Error("the first call, before the token is revoked, did not succeed");
    api.revoke({ inFlight: IN_FLIGHT, stepMs: STEP_MS });
    return await outcomeOf(api, call, IN_FLIGHT);
  } finally {
    await api.close();
  }
}

async function outcomeOf(api: TokenApi, call: Call, calls: number): Promise<Outcome> {
  const before = { ...api.counts };
  const results = await Promise.all(Array.from({ length: calls }, () => call().catch(() => false)));
  return {
    tokenRequests: api.counts.token - before.token,
    apiRequests: api.counts.api - before.api,
    succeeded: results.filter(Boolean).length,
  };
}

function worst(outcomes: readonly Outcome[], member: keyof Outcome): number {
  return Math.max(...outcomes.map((outcome) => outcome[member]));
}
