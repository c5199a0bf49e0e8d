import type { components, operations, paths } from "../src/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => {};

type Schemas = components["schemas"];

// Permissions are exact.
type Administrative = NonNullable<NonNullable<Schemas["Role"]["permissions"]>["administrative"]>[number]["permission"];
holds<Equal<Administrative, Schemas["AdministrativePermission"] | undefined>>();
holds<"View Data from QueryAPI" extends Schemas["AdministrativePermission"] ? true : false>();
holds<Equal<"View Data" extends Schemas["AdministrativePermission"] ? true : false, false>>();
holds<"Export Ranker, All Rows (Visible Columns)" extends Schemas["ReportingPermission"] ? true : false>();
holds<Equal<string extends Schemas["ReportingPermission"] ? true : false, false>>();

// Hyphens stay.
holds<Equal<Schemas["User"]["data-access"], Schemas["UserDataAccess"] | undefined>>();
holds<Equal<NonNullable<Schemas["Role"]["data-views"]>[number]["data-view"], string | undefined>>();
holds<Equal<NonNullable<Schemas["Component"]["translation_keys"]>[number]["translation-key"], string | undefined>>();

// The action that deactivates is called inactive.
holds<Equal<operations["userAction"]["parameters"]["path"]["action"], "reset-password" | "activate" | "inactive">>();

// Both texts of a speech flag are texts.
holds<Equal<Schemas["RecordingMetadata"]["apply_redaction"], "Yes" | "No" | undefined>>();
holds<Equal<Schemas["RecordingMetadata"]["agent_channel"], "0" | "1" | undefined>>();

// Two answers to an import, one of them without a body.
holds<Equal<keyof operations["importDataV1"]["responses"] & (200 | 202), 200 | 202>>();
holds<Equal<operations["importDataV1"]["responses"][202]["content"], undefined>>();

// What only practice shows may be null.
holds<Equal<Schemas["Survey"]["translation_tag_id"], string | null | undefined>>();
holds<Equal<NonNullable<Schemas["User"]["_system_properties"]>["created_by"], string | null | undefined>>();
holds<Equal<Schemas["QueryResponse"]["_allowed"], string[] | undefined>>();

// Conversations and V-Cloud are not among the gateway's paths.
holds<Equal<Extract<keyof paths, "/transcribe" | `/apis/${string}`>, never>>();
