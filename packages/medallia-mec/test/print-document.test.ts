import { parse } from "graphql";
import { expect, test } from "vitest";
import { printDocument } from "../src/print-document.js";

test.each([
  "{ me { email } }",
  "query { me { roles { id name } } }",
  'query q($a: [ID!]! = ["1"], $b: Int = 5, $c: Boolean = true) @live(x: 1) { me { email } }',
  'query { feedback(first: 3, orderBy: [{ fieldId: "a", direction: ASC }], filter: { not: [{ isNull: false }], gt: null }) { nodes { x: fieldData(fieldId: "e\\"1\\\\\\n") { ... on IntFieldData @include(if: $c) { intValues } ...f @skip(if: false) ... { values } } } } } fragment f on FieldData { labels }',
  "mutation ($c: [ContactUpdate!]!) { updateCustomers(customers: $c) }",
  "query { a(f: 1.5e3, g: {}, h: []) }",
  'query { a(text: """\n  block "quoted"\n  text\n""") }',
])("prints text that means the same: %s", (text) => {
  const printed = printDocument(parse(text));
  expect(plain(parse(printed, { noLocation: true }))).toEqual(plain(parse(text, { noLocation: true })));
});

/** A block string is printed as a plain one of the same value. */
function plain(node: object): unknown {
  return JSON.parse(JSON.stringify(node), (key, value) => (key === "block" ? false : value));
}

test("a schema is no document for the server", () => {
  expect(() => printDocument(parse("type Query { a: Int }"))).toThrow("document: holds ObjectTypeDefinition");
});
