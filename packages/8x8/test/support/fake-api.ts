/** A request as it was sent. */
export interface Sent {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
}

/** The vendor's own sample of a token answer, shortened. */
export const OAUTH_TOKEN = {
  access_token: "oauth-token",
  token_type: "BearerToken",
  api_product_list: "[QM - API, analytics realtime-api, storage, vcc]",
  expires_in: "1799",
  issued_at: "1683045181383",
  scope: "",
  api_product_list_json: ["QM - API", "analytics realtime-api", "storage", "vcc"],
};

export const USER_TOKEN = { access_token: "user-token", token_type: "bearer", expires_in: 1800 };

/** A fetch that answers both token endpoints, and all else with what `answer` gives. */
export function fakeApi(
  answer: (sent: Sent, count: number) => Response = () => Response.json({}),
  oauthToken: object = OAUTH_TOKEN,
): {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  sent: Sent[];
  calls: Sent[];
  tokenRequests: Sent[];
} {
  const sent: Sent[] = [];
  const calls: Sent[] = [];
  const tokenRequests: Sent[] = [];
  return {
    sent,
    calls,
    tokenRequests,
    async fetch(href, init) {
      const request = new Request(href, { ...init, redirect: "manual" } as RequestInit);
      const one = { method: request.method, url: new URL(href), headers: request.headers, body: await request.text() };
      sent.push(one);
      if (one.url.pathname === "/oauth/v2/token") {
        tokenRequests.push(one);
        return Response.json(oauthToken);
      }
      if (one.url.pathname === "/analytics/work/v1/oauth/token") {
        tokenRequests.push(one);
        return Response.json(USER_TOKEN);
      }
      calls.push(one);
      return answer(one, calls.length);
    },
  };
}

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("it did not fail");
}
