import type { introspection } from "./generated/query-api.js";

/**
 * A GraphQL schema as a type, in the form in which gql.tada writes it. Only what is used of it: the shipped schema is
 * one, and one generated from an instance's own schema is another.
 */
export interface QuerySchema {
  query: string;
  types: object;
}

/**
 * The publicly evidenced part of the Query API's schema. Instances show more, or less, by release and by the role of the
 * client; enums whose values nobody published are `string`.
 */
export type QueryApiSchema = introspection;

/** Custom scalars whose form is known; any other is `unknown`. */
interface Scalars {
  ID: string;
  String: string;
  Boolean: boolean;
  Int: number;
  Float: number;
  Long: number;
  Date: string;
  DateTime: string;
  URI: string;
}

type TypeOf<Schema extends QuerySchema, Name> = Name extends keyof Schema["types"] ? Schema["types"][Name] : never;

/** Values are those that somebody has seen, so others must be expected. */
type EnumOf<Values> = Values extends "NOT_CAPTURED" ? string : Values | (string & {});

/** A scalar or an enum. */
type LeafOf<Schema extends QuerySchema, Name> = Name extends keyof Scalars
  ? Scalars[Name]
  : TypeOf<Schema, Name> extends { enumValues: infer Values }
    ? EnumOf<Values>
    : unknown;

type FieldsOf<Schema extends QuerySchema, Name> =
  TypeOf<Schema, Name> extends { fields: infer Fields } ? Fields : never;

type FieldType<Schema extends QuerySchema, Parent, Field> =
  FieldsOf<Schema, Parent> extends infer Fields
    ? Field extends keyof Fields
      ? Fields[Field] extends { type: infer Type }
        ? Type
        : never
      : never
    : never;

/** The name of the type that a field has under its lists. */
type InnerName<Type> = Type extends { kind: "NON_NULL" | "LIST"; ofType: infer Inner }
  ? InnerName<Inner>
  : Type extends { name: infer Name }
    ? Name
    : never;

/** Lists and nulls of `Type` around `Inner`. */
type Wrap<Type, Inner> = Type extends { kind: "NON_NULL"; ofType: infer Of }
  ? WrapNonNull<Of, Inner>
  : WrapNonNull<Type, Inner> | null;

type WrapNonNull<Type, Inner> = Type extends { kind: "LIST"; ofType: infer Of } ? Wrap<Of, Inner>[] : Inner;

// A document is read in three steps: what stands in strings and parentheses goes, punctuation is set apart by blanks,
// and the words between the blanks are taken one by one.

type Replace<
  Text extends string,
  From extends string,
  To extends string,
  Done extends string = "",
> = Text extends `${infer Before}${From}${infer After}`
  ? Replace<After, From, To, `${Done}${Before}${To}`>
  : `${Done}${Text}`;

type WithoutStrings<
  Text extends string,
  Done extends string = "",
> = Text extends `${infer Before}"${infer _}"${infer After}`
  ? WithoutStrings<After, `${Done}${Before}`>
  : `${Done}${Text}`;

type WithoutArguments<
  Text extends string,
  Done extends string = "",
> = Text extends `${infer Before}(${infer _})${infer After}`
  ? WithoutArguments<After, `${Done}${Before} `>
  : `${Done}${Text}`;

type SetApart<Text extends string> = Replace<
  Replace<Replace<Replace<Text, "{", " { ">, "}", " } ">, ":", " : ">,
  "...",
  " ... "
>;

type OneLine<Text extends string> = Replace<Replace<Replace<Replace<Text, "\n", " ">, "\r", " ">, "\t", " ">, ",", " ">;

type Words<Text extends string, Done extends string[] = []> = Text extends `        ${infer After}`
  ? Words<After, Done>
  : Text extends ` ${infer After}`
    ? Words<After, Done>
    : Text extends `${infer Word} ${infer After}`
      ? Words<After, [...Done, Word]>
      : Text extends ""
        ? Done
        : [...Done, Text];

/** Nothing that changes what a field is: no directive, no comment, no escaped quote. */
type IsPlain<Text extends string> = Text extends `${string}${"@" | "#" | "\\" | '"""'}${string}` ? false : true;

type Read<Text extends string> = Words<SetApart<OneLine<WithoutArguments<WithoutStrings<Text>>>>>;

type Flat<T> = { [K in keyof T]: T[K] };

/** What a selection set gives, and the words after its closing brace. */
type Selection<Schema extends QuerySchema, Parent, Rest extends string[], Done = unknown> = Rest extends [
  "}",
  ...infer After,
]
  ? [Flat<Done>, After]
  : Rest extends ["...", "on", infer Type, "{", ...infer After extends string[]]
    ? Selection<Schema, Type, After> extends [infer Part, infer Next extends string[]]
      ? Selection<Schema, Parent, Next, Done & (Type extends Parent ? Part : Partial<Part>)>
      : never
    : Rest extends [infer Alias extends string, ":", infer Field, "{", ...infer After extends string[]]
      ? Nested<Schema, Parent, Alias, Field, After, Done>
      : Rest extends [infer Alias extends string, ":", infer Field, ...infer After extends string[]]
        ? Selection<Schema, Parent, After, Done & Leaf<Schema, Parent, Alias, Field>>
        : Rest extends [infer Field extends string, "{", ...infer After extends string[]]
          ? Nested<Schema, Parent, Field, Field, After, Done>
          : Rest extends [infer Field extends string, ...infer After extends string[]]
            ? Field extends "..." | "{" | ":"
              ? never
              : Selection<Schema, Parent, After, Done & Leaf<Schema, Parent, Field, Field>>
            : never;

type Nested<Schema extends QuerySchema, Parent, Alias extends string, Field, Rest extends string[], Done> =
  Selection<Schema, InnerName<FieldType<Schema, Parent, Field>>, Rest> extends [infer Part, infer Next extends string[]]
    ? Selection<
        Schema,
        Parent,
        Next,
        Done & {
          [K in Alias]: [FieldType<Schema, Parent, Field>] extends [never]
            ? unknown
            : Wrap<FieldType<Schema, Parent, Field>, Part>;
        }
      >
    : never;

type Leaf<Schema extends QuerySchema, Parent, Alias extends string, Field> = {
  [K in Alias]: Field extends "__typename"
    ? string
    : [FieldType<Schema, Parent, Field>] extends [never]
      ? unknown
      : Wrap<FieldType<Schema, Parent, Field>, LeafOf<Schema, InnerName<FieldType<Schema, Parent, Field>>>>;
};

type MutationOf<Schema> = Schema extends { mutation: infer Name } ? Name : never;

/** Name of the root type and the words of its selection set. */
type Operation<Schema extends QuerySchema, Text extends string[]> = Text extends ["{", ...infer Body extends string[]]
  ? [Schema["query"], Body]
  : Text extends ["query", "{", ...infer Body extends string[]]
    ? [Schema["query"], Body]
    : Text extends ["query", string, "{", ...infer Body extends string[]]
      ? [Schema["query"], Body]
      : Text extends ["mutation", "{", ...infer Body extends string[]]
        ? [MutationOf<Schema>, Body]
        : Text extends ["mutation", string, "{", ...infer Body extends string[]]
          ? [MutationOf<Schema>, Body]
          : never;

type Only<Result> = Result extends [infer Data, []] ? Data : never;

type Known<Data> = [Data] extends [never] ? Record<string, unknown> : Data;

/**
 * The data of a document that stands in the code as text, read by the compiler against `Schema`: one operation of
 * fields, aliases, arguments and inline fragments. A field that the schema does not have is `unknown`; members of an
 * inline fragment may be absent. Where there is more to it (named fragments, directives, comments, several operations,
 * text put together at run time) the data is `Record<string, unknown>`: give its type, or use a typed document.
 */
export type DataOf<Schema extends QuerySchema, Text extends string> = string extends Text
  ? Record<string, unknown>
  : IsPlain<Text> extends true
    ? Operation<Schema, Read<Text>> extends [infer Root, infer Body extends string[]]
      ? Known<Only<Selection<Schema, Root, Body>>>
      : Record<string, unknown>
    : Record<string, unknown>;

/** What a selection of fields gives, as text without its braces, on the type `Parent`. */
export type SelectionOf<Schema extends QuerySchema, Parent, Text extends string> = string extends Text
  ? Record<string, unknown>
  : IsPlain<Text> extends true
    ? Known<Only<Selection<Schema, Parent, Read<`${Text} }`>>>>
    : Record<string, unknown>;
