import { createMxoClient, decodeOptimization } from "@x/mxo";
import type { VendorDemo } from "../vendor-demo.ts";

/** The Space and the customer of the documented calls. */
const SITE_KEY = "ONE-JY0AMQJQHQ-1290";
const WORKSPACE_ID = "MTIyMg";
const EMAIL = { apiName: "email", value: "customer@thunderhead.com" };
const TOUCHPOINT = { baseTouchpointUri: "http://www.customerfirst.com" };

/** Medallia Experience Orchestration: an event, an interaction with its optimization, activities, records, a deletion. */
export const mxo: VendorDemo = {
  vendor: "mxo",
  title: "Medallia Experience Orchestration",
  variables: {
    required: ["MXO_SERVER", "MXO_WORKSPACE_ID", "MXO_CLIENT_ID", "MXO_CLIENT_SECRET"],
    optional: [],
  },

  sandbox(origin, credentials, onEvent) {
    const client = createMxoClient({ ...credentials, origin, siteKey: SITE_KEY, workspaceId: WORKSPACE_ID, onEvent });
    return [
      {
        title: "an event, without a token",
        async *run() {
          const { error } = await client.POST("/one/rt/track/{sk}/events", {
            params: { path: { sk: "ONE-5BTO1FBU1O-1109" } },
            body: { uri: "assist://salescloud/testdrive/book", customerKey: "my@email.address" },
          });
          yield error ? error.message : "recorded; needs no token";
        },
      },
      {
        title: "an interaction",
        async *run() {
          const { data, error } = await client.POST("/one/oauth2/rt/api/2.0/interaction", {
            body: { uri: "atm://atm/offer", customerKey: EMAIL.value },
          });
          const [action] = decodeOptimization(data?.optimizations?.[0]?.data).actions;
          yield error ? error.message : `show "${action?.name}"`;
        },
      },
      {
        title: "activities",
        async *run() {
          const { data, error } = await client.POST("/one/oauth2/rt/api/3.1.0/customer/{sk}/activity", {
            body: {
              customerContext: { ...TOUCHPOINT, identifiers: [EMAIL] },
              activities: [{ propositionCode: "bluecard", activityTypeCode: "detailview" }],
            },
          });
          yield error ? error.message : `registered, ${data.errors.length} failed`;
        },
      },
      {
        title: "records",
        async *run() {
          const { data, error } = await client.GET("/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target}", {
            params: { path: { datastoreApiName: "mydatastore", target: "live" }, query: { pk: "dp66492" } },
          });
          yield error ? error.message : `${data.length} record, ${data[0]?.OfferName}`;
        },
      },
      {
        title: "a deletion",
        async *run() {
          const { data, error } = await client.DELETE("/one/oauth2/rt/api/3.1.0/customer/{sk}", {
            body: { identifier: EMAIL },
          });
          yield error ? error.message : `deleted ${data.identifiers?.[0]?.value}`;
        },
      },
      {
        title: "an error",
        async *run() {
          const { error } = await client.POST("/one/oauth2/rt/api/3.1.0/customer/{sk}/structure", {
            body: { customerContext: TOUCHPOINT, structureApiName: "history" },
          });
          yield error ? `${error.name}, code ${error.code}` : "no error";
        },
      },
    ];
  },

  live(_environment, onEvent) {
    const client = createMxoClient({ onEvent });
    let first = "";
    return [
      {
        title: "datastores",
        async *run() {
          const { data, error } = await client.GET("/datastores/1.0.0/{workspaceId}");
          first = data?.[0]?.apiName ?? "";
          yield error ? error.message : `${data.length} datastores${first && `, first ${first}`}`;
        },
      },
      {
        title: "one datastore",
        async *run() {
          if (first === "") return;
          const { data, error } = await client.GET("/datastores/1.0.0/{workspaceId}/{datastoreApiName}", {
            params: { path: { datastoreApiName: first } },
          });
          yield error ? error.message : `${data.definitions.length} columns, key ${data.primaryKey}`;
        },
      },
    ];
  },
};
