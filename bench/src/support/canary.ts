import { randomBytes } from "node:crypto";

/** Secrets that are seen nowhere else. With characters that come out differently in a form, in a URL and in JSON. */
export interface Canary {
  clientId: string;
  clientSecret: string;
  accessToken: string;
  /** Which of them a text shows, plain or in one of the forms that they take on the wire. */
  find(text: string): string[];
}

export function makeCanary(): Canary {
  const random = () => randomBytes(9).toString("hex");
  const clientId = `canary-id-${random()}`;
  const clientSecret = `canary+secret/${random()}&=%"é`;
  const accessToken = `canary.token~${random()}+/==`;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const forms: Record<string, string[]> = {
    "client id": formsOf(clientId),
    "client secret": formsOf(clientSecret),
    "access token": formsOf(accessToken),
    "basic credentials": [basic, Buffer.from(`${formOf(clientId)}:${formOf(clientSecret)}`).toString("base64")],
  };
  return {
    clientId,
    clientSecret,
    accessToken,
    find: (text) =>
      Object.entries(forms)
        .filter(([, some]) => some.some((form) => text.includes(form)))
        .map(([name]) => name),
  };
}

/** As it is, as in a URL, a form, JSON and base64; and its random middle alone, which no escaping changes. */
function formsOf(value: string): string[] {
  const middle = /[0-9a-f]{18}/.exec(value)?.[0] ?? value;
  return [value, encodeURIComponent(value), formOf(value), Buffer.from(value).toString("base64"), middle];
}

function formOf(value: string): string {
  return new URLSearchParams({ value }).toString().slice("value=".length);
}
