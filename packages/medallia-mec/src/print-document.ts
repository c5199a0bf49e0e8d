import { ConfigurationError } from "@x/client-core";

/** A node of a GraphQL document, as every GraphQL parser makes it. */
interface Node {
  readonly kind: string;
  readonly [member: string]: unknown;
}

type Nodes = readonly Node[] | undefined;

/**
 * The text of a parsed document. Comments and descriptions are gone, as they are for the server.
 * @throws ConfigurationError for a document that is none for a server, such as a schema.
 */
export function printDocument(document: object): string {
  return print(document as Node);
}

function print(value: unknown): string {
  const node = value as Node;
  const one = (member: string, before = "", after = "") => (node[member] ? before + print(node[member]) + after : "");
  const all = (member: string, between: string, open = "", close = "") => {
    const nodes = node[member] as Nodes;
    return nodes?.length ? open + nodes.map(print).join(between) + close : "";
  };
  const directives = () => all("directives", " ", " ");
  switch (node.kind) {
    case "Name":
    case "IntValue":
    case "FloatValue":
    case "BooleanValue":
    case "EnumValue":
      return String(node.value);
    case "StringValue":
      return JSON.stringify(node.value);
    case "NullValue":
      return "null";
    case "Variable":
      return one("name", "$");
    case "ListValue":
      return `[${all("values", ", ")}]`;
    case "ObjectValue":
      return `{${all("fields", ", ")}}`;
    case "ObjectField":
    case "Argument":
      return `${one("name")}: ${one("value")}`;
    case "NamedType":
      return one("name");
    case "ListType":
      return `[${one("type")}]`;
    case "NonNullType":
      return `${one("type")}!`;
    case "Directive":
      return `@${one("name")}${all("arguments", ", ", "(", ")")}`;
    case "VariableDefinition":
      return `${one("variable")}: ${one("type")}${one("defaultValue", " = ")}${directives()}`;
    case "Field":
      return (
        one("alias", "", ": ") +
        one("name") +
        all("arguments", ", ", "(", ")") +
        directives() +
        one("selectionSet", " ")
      );
    case "FragmentSpread":
      return `...${one("name")}${directives()}`;
    case "InlineFragment":
      return `...${one("typeCondition", " on ")}${directives()} ${one("selectionSet")}`;
    case "SelectionSet":
      return `{ ${all("selections", " ")} }`;
    case "FragmentDefinition":
      return `fragment ${one("name")} on ${one("typeCondition")}${directives()} ${one("selectionSet")}`;
    case "OperationDefinition":
      return `${node.operation}${one("name", " ")}${all("variableDefinitions", ", ", "(", ")")}${directives()} ${one("selectionSet")}`;
    case "Document":
      return all("definitions", "\n");
    default:
      throw new ConfigurationError("document", `holds ${node.kind}, which no document for the server has`);
  }
}
