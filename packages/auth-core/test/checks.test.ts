import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  basicRaw,
  basicRfc6749,
  type ClientCredentialsOptions,
  checkCredential,
  checkUrl,
  clientCredentials,
  isConfigurationError,
  isLoopback,
  post,
  refreshToken,
} from "../src/index.js";

const CANARY = "canary-5150";

const good: ClientCredentialsOptions = {
  tokenUrl: "https://vendor.example/token",
  clientId: "id",
  clientSecret: "secret",
  clientAuthentication: basicRaw,
};

function problemOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

// One row for each thing that a user gets wrong: the option, the value, and what is said about it.
const table: [option: "clientId" | "clientSecret" | "tokenUrl", value: unknown, says: string][] = [
  ["clientId", undefined, "is missing or empty"],
  ["clientId", null, "is missing or empty"],
  ["clientId", "", "is missing or empty"],
  ["clientId", "  ", "is missing or empty"],
  ["clientId", 4711, "is missing or empty"],
  ["clientId", { value: CANARY }, "is missing or empty"],
  ["clientId", `${CANARY}\n`, "holds a control character, often a line break at the end"],
  ["clientId", `${CANARY}\u0000`, "holds a control character, often a line break at the end"],
  ["clientId", `${CANARY}\u009f`, "holds a control character, often a line break at the end"],
  [
    "clientId",
    `${CANARY}:x`,
    "holds a colon, which plain Basic authentication cannot carry; use form fields or RFC 6749 Basic",
  ],
  ["clientSecret", undefined, "is missing or empty"],
  ["clientSecret", "", "is missing or empty"],
  ["clientSecret", "\n", "is missing or empty"],
  ["clientSecret", [CANARY], "is missing or empty"],
  ["clientSecret", `${CANARY}\r\nx-evil: 1`, "holds a control character, often a line break at the end"],
  ["clientSecret", `${CANARY}\u007f`, "holds a control character, often a line break at the end"],
  ["clientSecret", `\t${CANARY}`, "holds a control character, often a line break at the end"],
  ["clientSecret", `${CANARY}\ud800`, "holds a control character, often a line break at the end"],
  ["tokenUrl", undefined, "is no absolute URL"],
  ["tokenUrl", "", "is no absolute URL"],
  ["tokenUrl", `/${CANARY}`, "is no absolute URL"],
  ["tokenUrl", `${CANARY}.example/token`, "is no absolute URL"],
  ["tokenUrl", `http://${CANARY}.example/token`, "must be https; http is accepted for loopback only"],
  ["tokenUrl", `http://127.0.0.1.${CANARY}.example/token`, "must be https; http is accepted for loopback only"],
  ["tokenUrl", `http://localhost.${CANARY}.example/token`, "must be https; http is accepted for loopback only"],
  ["tokenUrl", `http://0.0.0.0/${CANARY}`, "must be https; http is accepted for loopback only"],
  ["tokenUrl", `http://10.0.0.1/${CANARY}`, "must be https; http is accepted for loopback only"],
  ["tokenUrl", `ftp://127.0.0.1/${CANARY}`, "must be https; http is accepted for loopback only"],
  ["tokenUrl", `javascript:${CANARY}`, "must be https; http is accepted for loopback only"],
  ["tokenUrl", `https://${CANARY}@vendor.example/`, "must hold no credentials"],
  ["tokenUrl", `https://:${CANARY}@vendor.example/`, "must hold no credentials"],
];

describe("an option that cannot work", () => {
  it.each(table)(
    "%s = %j is a ConfigurationError that names the option and does not show the value",
    (option, value, says) => {
      const options = { ...good, [option]: value } as ClientCredentialsOptions;
      for (const make of [() => clientCredentials(options), () => refreshToken(options, clientCredentials(good))]) {
        const error = problemOf(make);
        if (!isConfigurationError(error)) throw error ?? new Error("nothing was said");
        expect(error.option).toBe(option);
        expect(error.code).toBe("invalid_configuration");
        expect(error.message).toBe(`${option}: ${says}`);
        expect(error.cause).toBeUndefined();
        for (const shown of [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), String(error)]) {
          expect(shown).not.toContain(CANARY);
        }
      }
    },
  );

  it("is found before anything is sent", () => {
    const fetch = () => {
      throw new Error("sent");
    };
    expect(isConfigurationError(problemOf(() => clientCredentials({ ...good, clientSecret: "", fetch })))).toBe(true);
  });

  it("names what the caller calls it", () => {
    expect(problemOf(() => checkCredential("apiKey", ""))).toMatchObject({ option: "apiKey" });
    expect(problemOf(() => checkUrl("baseUrl", "x"))).toMatchObject({ option: "baseUrl" });
  });
});

describe("an option that can work", () => {
  it("is accepted: any other character in a credential, blanks around it too", () => {
    for (const value of ["a", " a ", "ü", "a:b", "\u{1F600}", "a\u00a0b", "%", "-_.~"]) {
      expect(checkCredential("clientSecret", value)).toBe(value);
      expect(clientCredentials({ ...good, clientSecret: value })).toBeTypeOf("function");
    }
  });

  it("is accepted: a colon in the client id, where it can be carried", () => {
    for (const clientAuthentication of [post, basicRfc6749]) {
      expect(clientCredentials({ ...good, clientId: "a:b", clientAuthentication })).toBeTypeOf("function");
    }
  });

  it.each([
    "https://vendor.example/token?x=1",
    "HTTPS://VENDOR.example",
    "http://localhost:8080/token",
    "http://vendor.localhost/token",
    "http://127.0.0.1/token",
    "http://127.1/token",
    "http://127.255.0.7:1/token",
    "http://[::1]:8080/token",
    "http://2130706433/token",
  ])("is accepted: %s", (url) => {
    expect(checkUrl("tokenUrl", url).href).toBe(new URL(url).href);
  });
});

describe("isLoopback", () => {
  it("is true of this machine's own names and addresses only", () => {
    for (const host of ["localhost", "a.b.localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) {
      expect(isLoopback(new URL(`http://${host}/`)), host).toBe(true);
    }
    for (const host of [
      "localhost.example",
      "notlocalhost",
      "127.example.com",
      "128.0.0.1",
      "[::2]",
      "[fe80::1]",
      "1.127.0.0",
    ]) {
      expect(isLoopback(new URL(`http://${host}/`)), host).toBe(false);
    }
  });
});
