// Compiled, never run: what the generated types promise. See tsconfig.json.

import type { components, operations, paths } from "../src/generated/cultureamp.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Assertion extends true>(): void => {};

type Schemas = components["schemas"];
type Query<Id extends keyof operations> = NonNullable<operations[Id]["parameters"]["query"]>;
type Body<Id extends keyof operations> = operations[Id]["responses"][200]["content"]["application/json"];

// Every path starts at the origin and has the GET of one operation.
holds<Equal<keyof paths, Extract<keyof paths, `/v1/${string}`>>>();
holds<Equal<{ [Path in keyof paths]: paths[Path]["get"] }[keyof paths], operations[keyof operations]>>();

// Dates stay strings.
holds<Equal<Schemas["Employee"]["processedAt"], string>>();
holds<Equal<Schemas["Employee"]["birthDate"], string | undefined>>();

// Null only where it is documented.
holds<Equal<Schemas["ManagerReview"]["completedAt"], string | null | undefined>>();
holds<Equal<Schemas["Survey"]["launchedAt"], string | null | undefined>>();
holds<Equal<Schemas["SurveyResp"]["expiredAt"], string | null | undefined>>();
holds<Equal<Schemas["ManagerReview"]["managerId"], string | undefined>>();

// The key of a review is its managerReviewId.
holds<Equal<Schemas["ManagerReview"]["managerReviewId"], string>>();
holds<Equal<Schemas["ManagerReview"]["performanceCycleId"], string>>();
holds<Equal<"id" extends keyof Schemas["ManagerReview"] ? true : false, false>>();

// Closed sets of values are unions, open ones are strings.
holds<Equal<Schemas["PerformanceCycle"]["state"], "active" | "closed" | "ready">>();
holds<Equal<Schemas["ManagerReview"]["status"], "completed" | "shared" | "dirty" | "incomplete" | undefined>>();
holds<Equal<Query<"list-performance-cycles">["state"], "active" | "closed" | "ready" | undefined>>();
holds<Equal<Schemas["Survey"]["status"], string | undefined>>();
holds<Equal<Schemas["Link"]["rel"], string>>();
holds<Equal<Schemas["SurveyRespAnswer"]["ratingScore"], number | undefined>>();

// A text by locale is not a plain string, and the name of a section is.
holds<Equal<Schemas["SurveyFactor"]["name"], { [locale: string]: string } | undefined>>();
holds<Equal<Schemas["SurveySection"]["name"], string | undefined>>();

// Pagination may be absent; that of surveys has no afterKey and may be empty.
holds<Equal<Body<"list-employees">["pagination"], Schemas["Pagination"] | undefined>>();
holds<Equal<Schemas["Pagination"]["nextPath"], string>>();
holds<Equal<Body<"list-surveys">["pagination"], { nextPath?: string } | undefined>>();
holds<Equal<"pagination" extends keyof Body<"list-demographics-by-employee"> ? true : false, false>>();

// Data is there, except in the two lists that do not require it.
holds<Equal<Body<"list-employees">["data"], Schemas["Employee"][]>>();
holds<Equal<Body<"get-employee">["data"], Schemas["Employee"]>>();
holds<Equal<Body<"list-survey-factors">["data"], Schemas["SurveyFactor"][] | undefined>>();
holds<Equal<Body<"list-survey-sections">["data"], Schemas["SurveySection"][] | undefined>>();

// Query parameters are those documented, by their documented names.
holds<Equal<keyof Query<"list-employees">, "email" | "employee_identifier" | "cursor" | "after_key">>();
holds<Equal<keyof Query<"list-surveys">, "cursor">>();
holds<Equal<operations["list-demographics-by-employee"]["parameters"]["query"], undefined>>();
holds<Equal<operations["get-survey-question"]["parameters"]["path"], { survey_id: string; question_id: string }>>();

// Errors are typed per status, where documented.
holds<
  Equal<
    operations["get-employee"]["responses"][404],
    { headers: { [name: string]: unknown }; content: { "application/json": { code: number; message: string } } }
  >
>();
holds<Equal<keyof operations["get-employee"]["responses"], 200 | 401 | 403 | 404 | 429 | 500 | 503>>();
