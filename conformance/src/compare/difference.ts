import type { Json } from "../exchange/types.js";

/** What was compared. */
export type Aspect =
  | "exchange"
  | "method"
  | "url"
  | "path"
  | "query"
  | "header"
  | "body"
  | "schema"
  | "status"
  | "result"
  | "client"
  | "transport";

/** One way in which what was found is not what is documented. Holds no secret: values of credentials are withheld. */
export interface Difference {
  readonly aspect: Aspect;
  /** The name of a header, parameter or field, or a JSON pointer; `''` when the aspect says it all. */
  readonly at: string;
  /** One line for people. */
  readonly message: string;
  /** What the exchange shows; absent when it shows nothing there. */
  readonly documented?: Json;
  /** What was sent, or what the client gave back; absent when there was nothing. */
  readonly found?: Json;
}
