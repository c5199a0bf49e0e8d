import { createMxoClient } from "@x/mxo";
import type { ReplayClient } from "../../vendors/types.js";
import type { FaultSubject } from "../types.js";
import { call } from "./call.js";
import { clientCredentials } from "./token-answers.js";

/** Medallia Experience Orchestration: an activity is licensed on every send. */
export const mxoSubject: FaultSubject = {
  id: "mxo",
  create(options) {
    const own = createMxoClient({ ...options, siteKey: "site", workspaceId: "w-1" });
    const client = own as unknown as ReplayClient;
    const record = () =>
      call(client, "POST", "/one/oauth2/rt/api/3.1.0/customer/{sk}/activity", { sk: "site" }, { activities: [] });
    return {
      read: () => call(client, "GET", "/datastores/1.0.0/{workspaceId}/{datastoreApiName}", { datastoreApiName: "d" }),
      record,
      partial: record,
      close: () => own.close(),
    };
  },
  ok: { name: "d", apiName: "d", fields: [] },
  partial: {
    body: { errors: [{ errorCode: "INVALID_DATE", errorMessage: "that is no date" }] },
    error: "PartialFailureError",
  },
  tokens: clientCredentials("/one/oauth2token"),
};
