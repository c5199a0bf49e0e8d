import { createMedalliaMecClient } from "@x/medallia-mec";
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
