import { createMedalliaMecClient } from "@x/medallia-mec";
import { createConversationsClient } from "@x/medallia-mec/conversations";
import { createVCloudClient } from "@x/medallia-mec/vcloud";
import type { ReplayClient } from "../../vendors/types.js";
import type { FaultSubject } from "../types.js";
import { call } from "./call.js";
import { clientCredentials } from "./token-answers.js";

/** Medallia Experience Cloud: the API gateway. */
export const medalliaMecSubject: FaultSubject = {
  id: "medallia-mec",
  create({ origin, ...options }) {
    const own = createMedalliaMecClient({
      ...options,
      reportingOrigin: origin,
      gatewayOrigin: origin,
      company: "acme",
    });
    const client = own as unknown as ReplayClient;
    return {
      read: () => call(client, "GET", "/admin/v1/users/{username}", { username: "ada" }),
      record: () =>
        call(client, "POST", "/inbound/v2/async/{importer-name}", { "importer-name": "survey" }, [{ a: 1 }]),
      partial: () => own.query<{ me: unknown }>("query { me { username } }"),
      items: () => own.paginate("/admin/v1/users"),
      close: () => own.close(),
    };
  },
  ok: { username: "ada", first_name: "Ada", roles: [] },
  partial: {
    body: { data: { me: null }, errors: [{ message: "me is not to be had" }] },
    error: "GraphQLResponseError",
    class: "read",
  },
  tokens: clientCredentials("/oauth/acme/token"),
  paging: {
    page: ({ ids, next, total }) => ({
      items: ids.map((username) => ({ username })),
      _total: total,
      ...(next !== undefined && { _next: { href: `/admin/v1/users?_cursor=${next}` } }),
    }),
    countsTotal: true,
  },
};

/** Medallia Conversations: host and tokens of its own. */
export const conversationsSubject: FaultSubject = {
  id: "medallia-mec/conversations",
  create(options) {
    const own = createConversationsClient({ ...options, company: "acme" });
    const client = own as unknown as ReplayClient;
    const channel = { "channel-guid": "c-1" };
    return {
      read: () => call(client, "GET", "/apis/v0/channels/{channel-guid}/conversations", channel),
      record: () => call(client, "POST", "/apis/v0/channels/{channel-guid}/messages", channel, { entry: [] }),
      close: () => own.close(),
    };
  },
  ok: { conversations: [] },
  tokens: clientCredentials("/oauth/acme/token"),
};

/** V-Cloud: its token is in the form of a transcription, and in the query of its result. */
export const vcloudSubject: FaultSubject = {
  id: "medallia-mec/vcloud",
  create({ clientSecret, ...options }) {
    const own = createVCloudClient({ ...options, token: clientSecret });
    const client = own as unknown as ReplayClient;
    return {
      read: () => call(client, "GET", "/transcribe/result/{requestid}", { requestid: "r-1" }),
      record() {
        const form = new FormData();
        form.set("file", new Blob(["speech"]), "speech.wav");
        return call(client, "POST", "/transcribe", {}, form);
      },
      close: () => own.close(),
    };
  },
  ok: { requestid: "r-1", utterances: [] },
  anyBody: true,
};
