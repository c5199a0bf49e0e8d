import {
  ConfigurationError,
  createTokenClient,
  credential,
  type Fetch,
  isTokenError,
  readTokenAnswer,
  type TokenAnswer,
  TokenError,
  type TokenSource,
} from "@x/client-core";
import type { CrowdicityClientOptions } from "./options.js";

/** How long the vendor's server may take to call the client's endpoint, in milliseconds. */
const CALLBACK_MS = 30_000;

/**
 * A path of the origin, without query.
 * @throws ConfigurationError naming `option`.
 */
export function checkPath(option: string, path: string): string {
  if (!/^\/(?![/\\])[\w.~!$&'()*+,;=:@%/-]*$/.test(path) || /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path)) {
    throw new ConfigurationError(option, "is not a path of the API, as /v2/auth is");
  }
  return path;
}

/**
 * The auth code in an answer, whose form is undocumented: a JSON string, an object with `auth_code`, or plain text.
 * `undefined`: there is none.
 */
export function readAuthCode(text: string): string | undefined {
  let code: unknown;
  try {
    const body: unknown = JSON.parse(text);
    code = body && typeof body === "object" ? (body as { auth_code?: unknown }).auth_code : body;
    // Digits are JSON as well, but they are meant as text, zeros in front included.
    if (typeof body === "number") code = text;
    else if (typeof code === "number") code = String(code);
  } catch {
    // Plain text, unless it is markup, or JSON that breaks off.
    if (/^\s*[^\s<{["][^\s<>]*\s*$/.test(text)) code = text;
  }
  return typeof code === "string" && code.trim() ? code.trim() : undefined;
}

/**
 * Tokens by the two documented steps: client id and secret give an auth code, the code gives an access token and a refresh
 * token. All of it as form fields, without a `grant_type`.
 *
 * Source: https://docs.medallia.com/en/medallia-ideas/administering-medallia-ideas/technical-information-and-support/using-the-medallia-ideas-api/the-medallia-ideas-api
 */
export function createTokens(origin: string, options: CrowdicityClientOptions): TokenSource {
  const { refreshPath, receiveAuthCode } = options;
  const client_id = credential("clientId", options.clientId, "CROWDICITY_CLIENT_ID");
  const client_secret = credential("clientSecret", options.clientSecret, "CROWDICITY_CLIENT_SECRET");
  const secrets = [client_secret, client_id];
  const refreshUrl = refreshPath === undefined ? undefined : origin + checkPath("refreshPath", refreshPath);
  const tokenUrl = `${origin}/v2/auth`;

  return createTokenClient({ vendor: "crowdicity", tokenUrl, secrets, key: [tokenUrl, client_id], exchange }, options);

  function exchange(fetch: Fetch) {
    const post = (url: string, fields: Record<string, string>) =>
      fetch(url, {
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      });

    /** Nothing is documented of the answer but the names of two tokens. A refresh token is kept only to be used. */
    const readTokens = async (response: Response, ...more: string[]): Promise<TokenAnswer> => {
      const { refreshToken, ...answer } = await readTokenAnswer(response, [...secrets, ...more], {
        normalize: ({ access_token, refresh_token, expires_in }) => ({
          access_token: typeof access_token === "number" ? String(access_token) : access_token,
          refresh_token: typeof refresh_token === "number" ? String(refresh_token) : refresh_token,
          expires_in,
        }),
      });
      return refreshUrl ? { ...answer, refreshToken } : answer;
    };

    const askForAuthCode = async (): Promise<string> => {
      const response = await post(`${tokenUrl}/code`, { client_id, client_secret });
      // An answer outside 2xx is an error of the reader's making.
      if (!response.ok) await readTokenAnswer(response, secrets, {});
      const code = receiveAuthCode ? "" : readAuthCode(await response.text());
      if (code !== undefined) return code;
      throw new TokenError(
        "token_malformed",
        `the auth code endpoint answered ${response.status} without an auth code; where an endpoint URL is configured, give receiveAuthCode`,
        { status: response.status },
      );
    };

    const bothSteps = async (): Promise<TokenAnswer> => {
      const auth_code = receiveAuthCode ? await receive(receiveAuthCode, askForAuthCode) : await askForAuthCode();
      return readTokens(await post(tokenUrl, { auth_code, client_id, client_secret }), auth_code);
    };

    return async ({ refreshToken: refresh_token }: { refreshToken?: string | undefined } = {}) => {
      if (!refreshUrl || !refresh_token) return bothSteps();
      try {
        return await readTokens(await post(refreshUrl, { refresh_token }), refresh_token);
      } catch (error) {
        // The refresh token is used up, or its life is over: the two steps give another.
        if (isTokenError(error) && error.code === "token_refused") return bothSteps();
        throw error;
      }
    };
  }
}

/** The code that the client's own endpoint receives: listened for before it is asked for, and not for ever. */
async function receive(
  receiveAuthCode: NonNullable<CrowdicityClientOptions["receiveAuthCode"]>,
  ask: () => Promise<unknown>,
): Promise<string> {
  const controller = new AbortController();
  const { signal } = controller;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const received = Promise.race([
      receiveAuthCode({ signal }),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new TokenError("token_unavailable", `receiveAuthCode gave no auth code within ${CALLBACK_MS} ms`));
        }, CALLBACK_MS);
      }),
    ]);
    const [code] = await Promise.all([received, ask()]);
    if (typeof code === "string" && code.trim() !== "") return code.trim();
    throw new TokenError("token_malformed", "receiveAuthCode gave no auth code");
  } catch (error) {
    if (isTokenError(error)) throw error;
    throw new TokenError("token_unavailable", "the auth code was not received", {}, error);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}
