import { createCultureAmpClient } from "@x/cultureamp";
import type { FaultSubject } from "../types.js";
import { clientCredentials } from "./token-answers.js";

/** Culture Amp: everything reads. */
export const cultureampSubject: FaultSubject = {
  id: "cultureamp",
  create(options) {
    const client = createCultureAmpClient({ ...options, permissions: ["employees-read"] });
    return {
      read: () => client.GET("/v1/employees/{id}", { params: { path: { id: "e-1" } } }),
      items: () => client.paginate("/v1/employees"),
      close: () => client.close(),
    };
  },
  ok: { data: { id: "e-1", name: "Ada", email: null } },
  tokens: clientCredentials("/v1/oauth2/token"),
  paging: {
    page: ({ ids, next }) => ({
      data: ids.map((id) => ({ id })),
      ...(next !== undefined && { pagination: { nextPath: `/v1/employees?cursor=${next}`, afterKey: next } }),
    }),
  },
};
