// Compiled, never run: what the client's types promise. See tsconfig.json.

import {
  type components,
  createMxoClient,
  decodeOptimization,
  isPartialFailureError,
  type MxoClient,
  type MxoFailedItem,
} from "../src/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Assertion extends true>(): void => {};

type Schemas = components["schemas"];
declare const mxo: MxoClient;
const interaction = "/one/oauth2/rt/api/2.0/interaction";
const activity = "/one/oauth2/rt/api/3.1.0/customer/{sk}/activity";
const batch = "/batchv2/interactions/{siteKey}";
const records = "/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target}";
const uri = "atm://atm";
const record = { uri, timestamp: "2017-08-24T19:57:34.479-04:00" };

// Server names are known, or any text.
createMxoClient({ server: "eu2" });
createMxoClient({ server: "some-other" });
createMxoClient();
// @ts-expect-error a server is text
createMxoClient({ server: 2 });
// @ts-expect-error there is no such option
createMxoClient({ sk: "ONE-1" });

// What the options name may be left out of a call, and may be given all the same.
void mxo.POST(interaction, { body: { uri } });
void mxo.POST(interaction, { params: { query: { tid: "t" } }, body: { uri } });
void mxo.POST(interaction, {
  params: { query: { sk: "ONE-1" }, header: { dataMimeType: "application/json" } },
  body: { uri },
});
void mxo.GET("/datastores/1.0.0/{workspaceId}");
void mxo.GET("/datastores/1.0.0/{workspaceId}", { params: { path: { workspaceId: "W" } } });
void mxo.POST(batch, { body: [record] });
void mxo.POST(batch, { params: { header: { batchId: "b" } }, body: [record] });
void mxo.GET(`${batch}/{batchId}`, { params: { path: { batchId: "b" } } });
void mxo.request("DELETE", "/one/oauth2/rt/api/3.1.0/customer/{sk}", { body: { tid: "t" } });

// Anything else that is required is required.
// @ts-expect-error a body
void mxo.POST(interaction, {});
// @ts-expect-error the batch's id
void mxo.GET(`${batch}/{batchId}`);
// @ts-expect-error the datastore and the table
void mxo.GET(records, { params: { query: { pk: "p" } } });
// @ts-expect-error the primary key
void mxo.DELETE(records, { params: { path: { datastoreApiName: "d", target: "live" } } });
// @ts-expect-error a response code
void mxo.GET("/one/rt/track/1px.gif");
// @ts-expect-error a body, also on DELETE
void mxo.DELETE("/one/oauth2/rt/api/3.1.0/customer/{sk}");

// Each key in its own place.
// @ts-expect-error the site key of an interaction stands in the query
void mxo.POST(interaction, { params: { path: { sk: "ONE-1" } }, body: { uri } });
// @ts-expect-error the workspace id of a batch is a header
void mxo.POST(batch, { params: { path: { workspaceId: "W" } }, body: [record] });
// @ts-expect-error the workspace id of a datastore is no header
void mxo.GET("/datastores/1.0.0/{workspaceId}", { params: { header: { workspaceId: "W" } } });
// @ts-expect-error a datastore is not chosen by site key
void mxo.GET("/datastores/1.0.0/{workspaceId}", { params: { path: { sk: "ONE-1" } } });
// The secondary key of a record.
void mxo.GET(records, {
  params: { path: { datastoreApiName: "d", target: "staging" }, query: { pk: "p", sk: "s" } },
});
// @ts-expect-error there are two tables
void mxo.GET(records, { params: { path: { datastoreApiName: "d", target: "test" }, query: { pk: "p" } } });

// Bodies.
void mxo.POST(batch, { body: '{"uri":"u","timestamp":"2017-08-24T19:57:34Z"}\n' });
void mxo.POST(batch, { body: [{ ...record, emailkey: "customer@example.com" }] });
// @ts-expect-error a record of a batch has a time
void mxo.POST(batch, { body: [{ uri }] });
// @ts-expect-error a past interaction has a time
void mxo.PUT(`${interaction}/offline`, { body: { uri } });
const columns = (type: Schemas["ColumnType"]): Schemas["NewDatastore"] => ({
  name: "n",
  apiName: "a",
  primaryKey: "k",
  definitions: [{ name: "k", type }],
});
void mxo.POST("/datastores/1.0.0/{workspaceId}", { body: columns("LARGE_TEXT") });
// @ts-expect-error the types of columns are known
columns("NUMBER");
// @ts-expect-error so are devices
void mxo.POST(interaction, { body: { uri, device: { appName: "a", devType: "PHONE", osName: "IOS" } } });

// Nothing pages.
// @ts-expect-error so there is no way to
mxo.paginate;

// Answers.
const sent = await mxo.POST(interaction, { body: { uri } });
if (!sent.error) {
  holds<Equal<typeof sent.data, Schemas["InteractionResponse"]>>();
  decodeOptimization(sent.data.optimizations?.[0]?.data);
} else {
  holds<Equal<typeof sent.error.body, unknown>>();
}
const status = await mxo.GET(`${batch}/{batchId}`, { params: { path: { batchId: "b" } } });
if (!status.error) holds<Equal<typeof status.data, unknown>>();
const pixel = await mxo.GET("/one/rt/track/1px.gif", { params: { query: { rid: "r" } }, parseAs: "arrayBuffer" });
if (!pixel.error) holds<Equal<typeof pixel.data, ArrayBuffer>>();
const read = await mxo.GET(records, {
  params: { path: { datastoreApiName: "d", target: "live" }, query: { pk: "p" } },
});
if (!read.error) holds<Equal<typeof read.data, Record<string, string | number | boolean | null>[]>>();
const deleted = await mxo.DELETE("/one/oauth2/rt/api/3.1.0/customer/{sk}", { body: { tid: "t" } });
if (!deleted.error) holds<Equal<typeof deleted.data, Schemas["DeleteResponse"]>>();

// An error of a call with partial failures holds either the vendor's error or the whole 200.
const done = await mxo.POST(activity, { body: { customerContext: { baseTouchpointUri: uri }, activities: [] } });
if (!done.error) holds<Equal<typeof done.data, Schemas["ActivityResponse"]>>();
else {
  holds<Equal<typeof done.error.body, Schemas["ApiError"] | Schemas["ActivityResponse"] | undefined>>();
  if (isPartialFailureError(done.error)) {
    holds<Equal<(typeof done.error.failures)[number]["item"], MxoFailedItem>>();
    holds<Equal<(typeof done.error.failures)[number]["code"], string | undefined>>();
  }
}

// Codes are a closed set, and what the vendor leaves open is open.
holds<
  Equal<
    Schemas["ErrorCode"],
    | "INVALID_PROPOSITION_CODE"
    | "INVALID_ACTIVITY_TYPE_CODE"
    | "INVALID_DATE_TIME"
    | "INVALID_API_NAME"
    | "INVALID_SITEKEY"
    | "CUSTOMER_NOT_FOUND"
    | "GENERAL"
  >
>();
holds<Equal<Schemas["Definition"]["type"], string>>();
holds<Equal<Schemas["InsertRecord"]["result"], string>>();
holds<Equal<Schemas["InsertRecord"]["secondaryKey"], string | null | undefined>>();
holds<Equal<NonNullable<Schemas["StructureResponse"]["structure"]>, { [key: string]: unknown }>>();
