const text = { type: "string" };
const whole = { type: "integer", minimum: -1 };
const time = { type: "number", minimum: -1 };
const pairs = {
  type: "array",
  items: {
    type: "object",
    required: ["name", "value"],
    properties: { name: text, value: text, comment: text },
    additionalProperties: false,
  },
};
const own = { "^_": {} };
const closed = (required: string[], properties: object): object => ({
  type: "object",
  required,
  properties: { ...properties, comment: text },
  patternProperties: own,
  additionalProperties: false,
});

/** The rules of HAR 1.2, from the format's own page: which members an object must and may have, and of which type. */
export const harSchema: object = closed(["log"], {
  log: closed(["version", "creator", "entries"], {
    version: { const: "1.2" },
    creator: closed(["name", "version"], { name: text, version: text }),
    browser: closed(["name", "version"], { name: text, version: text }),
    pages: { type: "array" },
    entries: {
      type: "array",
      items: closed(["startedDateTime", "time", "request", "response", "cache", "timings"], {
        pageref: text,
        startedDateTime: {
          type: "string",
          pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$",
        },
        time: { type: "number", minimum: 0 },
        serverIPAddress: text,
        connection: text,
        cache: closed([], { beforeRequest: {}, afterRequest: {} }),
        timings: closed(["send", "wait", "receive"], {
          blocked: time,
          dns: time,
          connect: time,
          ssl: time,
          send: time,
          wait: time,
          receive: time,
        }),
        request: closed(
          ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"],
          {
            method: text,
            url: { type: "string", pattern: '^[a-z][a-z0-9+.-]*://[^\\s<>"`]+$' },
            httpVersion: text,
            cookies: pairs,
            headers: pairs,
            queryString: pairs,
            headersSize: whole,
            bodySize: whole,
            postData: {
              ...closed(["mimeType"], { mimeType: text, text, params: pairs }),
              oneOf: [{ required: ["text"] }, { required: ["params"] }],
            },
          },
        ),
        response: closed(
          [
            "status",
            "statusText",
            "httpVersion",
            "cookies",
            "headers",
            "content",
            "redirectURL",
            "headersSize",
            "bodySize",
          ],
          {
            status: { type: "integer" },
            statusText: text,
            httpVersion: text,
            cookies: pairs,
            headers: pairs,
            redirectURL: text,
            headersSize: whole,
            bodySize: whole,
            content: closed(["size", "mimeType"], {
              size: whole,
              compression: whole,
              mimeType: text,
              text,
              encoding: text,
            }),
          },
        ),
      }),
    },
  }),
});
