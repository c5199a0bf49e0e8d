import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { DocumentNode } from "graphql";
import type { DataOf, MedalliaMecClient, QueryApiSchema } from "../src/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => {};

type Api<Text extends string> = DataOf<QueryApiSchema, Text>;
type AnyData = Record<string, unknown>;

// Fields, lists and nulls are those of the shipped schema.
holds<
  Equal<
    Api<"query { me { roles { id name } email } }">,
    { me: { roles: { id: string; name: string }[]; email: string | null } | null }
  >
>();
holds<Equal<Api<"{ rateLimit { cost } }">, { rateLimit: { cost: number } | null }>>();
holds<
  Equal<
    Api<"{ socialActiveSources { id } isSubscribedToUrlErrors }">,
    { socialActiveSources: { id: string }[]; isSubscribedToUrlErrors: boolean }
  >
>();

// Names, aliases, arguments, variables and line breaks make no difference to that.
type Feedback = Api<`
  query feedbackOfTheDay($after: ID, $text: String = "a } b ) c") {
    feedback(first: 30, after: $after, filter: { and: [{ fieldIds: ["e_nps"], gte: "9" }] }) {
      totalCount
      nodes {
        id
        mail: fieldData(fieldId: "e_email") { values, labels }
        nps: fieldNumericValue(fieldId: "e_nps")
      }
      pageInfo { endCursor hasNextPage }
    }
  }
`>;
holds<
  Equal<
    Feedback,
    {
      feedback: {
        totalCount: number | null;
        nodes:
          | { id: string; mail: { values: (string | null)[]; labels: (string | null)[] } | null; nps: number | null }[]
          | null;
        pageInfo: { endCursor: string | null; hasNextPage: boolean } | null;
      };
    }
  >
>();

// Members of an inline fragment may be absent; __typename is a string.
type Fields = Api<"{ fields(first: 5) { nodes { __typename id ... on EnumField { options { id numericValue } } } } }">;
holds<
  Equal<
    Fields,
    {
      fields: {
        nodes: { __typename: string; id: string; options?: { id: string; numericValue: number | null }[] | null }[];
      } | null;
    }
  >
>();

// Enums are open, and those whose values nobody published are strings; scalars of unknown form are unknown.
type Field = NonNullable<Api<"{ fields(first: 5) { nodes { dataType valueType } } }">["fields"]>["nodes"][number];
holds<Equal<Field["valueType"], string>>();
holds<"ENUM" extends Field["dataType"] ? true : false>();
holds<"NEW_TYPE" extends Field["dataType"] ? true : false>();

// What the shipped schema does not have is unknown: an instance may have it.
holds<
  Equal<
    Api<"{ me { email shoeSize } ownRoot }">,
    { me: { email: string | null; shoeSize: unknown } | null; ownRoot: unknown }
  >
>();

// Mutations are typed, too.
holds<
  Equal<
    Api<"mutation ($customers: [ContactUpdate!]!) { updateCustomers(customers: $customers) }">,
    { updateCustomers: string | null }
  >
>();

// Where there is more to a document than that, its data is open.
holds<Equal<Api<string>, AnyData>>();
holds<Equal<Api<"query q($x: Boolean!) { me @include(if: $x) { email } }">, AnyData>>();
holds<Equal<Api<"{ me { ...mine } } fragment mine on Me { email }">, AnyData>>();
holds<Equal<Api<"query a { me { email } } query b { me { email } }">, AnyData>>();
holds<Equal<Api<"# one\n{ me { email } }">, AnyData>>();
holds<Equal<Api<"">, AnyData>>();

declare const mec: MedalliaMecClient;

export async function queries(node: TypedDocumentNode<{ me: { email: string } }, { id: string }>, plain: DocumentNode) {
  const text = await mec.query("query { me { email } }");
  if (text.error) {
    if (text.error.code === "graphql_errors" && "errors" in text.error) {
      holds<Equal<typeof text.error.data, { me: { email: string | null } | null } | null | undefined>>();
    }
    throw text.error;
  }
  holds<Equal<typeof text.data, { me: { email: string | null } | null }>>();
  holds<Equal<typeof text.status, 200>>();

  // A typed document brings the types of its data and its variables.
  const typed = await mec.query(node, { id: "1" });
  if (typed.data) holds<Equal<typeof typed.data, { me: { email: string } }>>();
  // @ts-expect-error a variable is missing
  await mec.query(node);
  // @ts-expect-error a variable has the wrong type
  await mec.query(node, { id: 1 });

  // By hand, for text that is put together at run time.
  const byHand = await mec.query<{ answer: number }>(String(plain));
  if (byHand.data) holds<Equal<typeof byHand.data, { answer: number }>>();

  const cost = await mec.estimateCost(node, { id: "1" });
  if (cost.data) holds<Equal<typeof cost.data, { cost: number }>>();
}

/** A tenant's own schema, as gql.tada's generator writes it. */
interface OwnSchema {
  name: never;
  query: "Query";
  mutation: never;
  subscription: never;
  types: {
    Query: {
      kind: "OBJECT";
      name: "Query";
      fields: {
        goals: {
          name: "goals";
          type: {
            kind: "NON_NULL";
            name: never;
            ofType: { kind: "LIST"; name: never; ofType: { kind: "OBJECT"; name: "Goal"; ofType: null } };
          };
        };
      };
    };
    Goal: {
      kind: "OBJECT";
      name: "Goal";
      fields: {
        id: {
          name: "id";
          type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "ID"; ofType: null } };
        };
      };
    };
  };
}

export async function ownSchema(own: MedalliaMecClient<OwnSchema>) {
  const { data } = await own.query("{ goals { id } }");
  if (data) holds<Equal<typeof data, { goals: ({ id: string } | null)[] }>>();
}

export async function pages(node: TypedDocumentNode<{ customers: { nodes: { id: string }[] } }, { after?: string }>) {
  for await (const user of mec.paginate("/admin/v1/users")) holds<Equal<typeof user.username, string>>();
  for await (const survey of mec.paginate("/admin/v0/surveys", { params: { query: { limit: 100 } } })) {
    holds<Equal<typeof survey.name, string | undefined>>();
  }
  for await (const field of mec.paginate(
    "query ($after: ID) { fields(first: 100, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }",
  )) {
    holds<Equal<typeof field, { id: string }>>();
  }
  for await (const customer of mec.paginate(node, { variables: {} })) holds<Equal<typeof customer, { id: string }>>();
  const inner = mec.paginate(
    "query ($after: ID) { customerSchema { attributes(after: $after) { nodes { key } pageInfo { endCursor hasNextPage } } } }",
    { connection: (data) => data.customerSchema?.attributes },
  );
  for await (const attribute of inner) holds<Equal<typeof attribute, { key: string }>>();

  // @ts-expect-error an operation that does not page
  mec.paginate("/admin/v0/surveys/{surveyId}");
  // @ts-expect-error a path that does not exist
  mec.paginate("/admin/v1/units");
}
