import { createAdministrationClient } from "@x/8x8/administration";
import { createStorageClient } from "@x/8x8/storage";
import type { ReplayClient } from "../../vendors/types.js";
import type { FaultSubject } from "../types.js";
import { call } from "./call.js";
import { clientCredentials } from "./token-answers.js";

/** 8x8's object storage: a product with tokens. */
export const storageSubject: FaultSubject = {
  id: "8x8/storage",
  create(options) {
    const own = createStorageClient(options);
    const client = own as unknown as ReplayClient;
    return {
      read: () => call(client, "GET", "/storage/{region}/v3/objects/{objectId}", { objectId: "o-1" }),
      record: () => call(client, "POST", "/storage/{region}/v3/objects/{objectId}/restore", { objectId: "o-1" }),
      items: () => own.paginate("/storage/{region}/v3/objects"),
      close: () => own.close(),
    };
  },
  ok: { id: "o-1", type: "callrecording", tags: [] },
  tokens: clientCredentials("/oauth/v2/token"),
  paging: {
    page: ({ ids, next, total }) => ({
      content: ids.map((id) => ({ id })),
      totalElements: total,
      lastPage: next === undefined,
      ...(next !== undefined && { pageKey: Number(next) }),
    }),
    countsTotal: true,
  },
};

/** 8x8's administration: a product with a key. */
export const administrationSubject: FaultSubject = {
  id: "8x8/administration",
  create({ clientSecret, ...options }) {
    const own = createAdministrationClient({ ...options, apiKey: clientSecret });
    const client = own as unknown as ReplayClient;
    return {
      read: () => call(client, "GET", "/admin-provisioning/users/{userId}", { userId: "u-1" }),
      record: () => call(client, "POST", "/admin-provisioning/users", {}, { basicInfo: { firstName: "Ada" } }),
      items: () => own.paginate("/admin-provisioning/users"),
      close: () => own.close(),
    };
  },
  ok: { userId: "u-1", basicInfo: { firstName: "Ada" } },
  paging: {
    page: ({ ids, next }) => ({
      data: ids.map((userId) => ({ userId })),
      pagination: { hasMore: next !== undefined, ...(next !== undefined && { nextScrollId: next }) },
    }),
  },
};
