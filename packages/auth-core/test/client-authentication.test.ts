import fc from "fast-check";
import { ClientSecretBasic, ClientSecretPost } from "oauth4webapi";
import { describe, expect, it } from "vitest";
import { basicRaw, basicRfc6749, type ClientAuthentication, post } from "../src/index.js";

interface Sent {
  form: Record<string, string>;
  headers: Record<string, string>;
}

function sent(authentication: ClientAuthentication, id: string, secret: string): Sent {
  const form = new URLSearchParams();
  const headers = new Headers();
  authentication(id, secret)(form, headers);
  return { form: Object.fromEntries(form), headers: Object.fromEntries(headers) };
}

const credential = fc.string({ unit: "grapheme", minLength: 1 });

describe("form fields", () => {
  it("are those of oauth4webapi", () => {
    fc.assert(
      fc.property(credential, credential, (id, secret) => {
        const form = new URLSearchParams();
        void ClientSecretPost(secret)({ issuer: "x" }, { client_id: id }, form, new Headers());
        expect(sent(post, id, secret)).toEqual({ form: Object.fromEntries(form), headers: {} });
      }),
    );
  });
});

describe("Basic as RFC 6749 has it", () => {
  it("form-encodes both values first, as oauth4webapi does", () => {
    fc.assert(
      fc.property(credential, credential, (id, secret) => {
        const headers = new Headers();
        void ClientSecretBasic(secret)({ issuer: "x" }, { client_id: id }, new URLSearchParams(), headers);
        expect(sent(basicRfc6749, id, secret)).toEqual({ form: {}, headers: Object.fromEntries(headers) });
      }),
    );
  });

  it("can carry a colon in the client id, and turns a dash into %2D", () => {
    const { authorization = "" } = sent(basicRfc6749, "a:b-c", "d e").headers;
    expect(atob(authorization.slice("Basic ".length))).toBe("a%3Ab%2Dc:d+e");
  });
});

describe("plain Basic", () => {
  it("is base64 of id:secret, whatever characters they have, as any UTF-8 server decodes it", () => {
    fc.assert(
      fc.property(credential, credential, (id, secret) => {
        fc.pre(!id.includes(":"));
        const { form, headers } = sent(basicRaw, id, secret);
        expect(form).toEqual({});
        expect(headers.authorization).toMatch(/^Basic [A-Za-z0-9+/]+=*$/);
        expect(Buffer.from(headers.authorization?.slice(6) ?? "", "base64").toString("utf8")).toBe(`${id}:${secret}`);
      }),
    );
  });

  it("is the documented header for the documented characters", () => {
    expect(sent(basicRaw, "Aladdin", "open sesame").headers.authorization).toBe("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    expect(sent(basicRaw, "test", "123\u00A3").headers.authorization).toBe("Basic dGVzdDoxMjPCow==");
  });

  it("carries colons in the secret", () => {
    expect(atob(sent(basicRaw, "id", "a:b:c").headers.authorization?.slice(6) ?? "")).toBe("id:a:b:c");
  });
});
