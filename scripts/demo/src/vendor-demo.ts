import type { ClientEvent } from "@x/client-core";

/** One line of a demo: a call, or a page of a paged call. */
export interface Step {
  /** What it shows, in a word or two. */
  title: string;
  /** Makes the calls. Each value it yields says in brief what the call before it gave. */
  run(): AsyncIterable<string>;
}

/** What one vendor shows. */
export interface VendorDemo {
  /** Short name, as in the package's name. */
  vendor: string;
  title: string;
  /** What the sandbox answers with. Default: documented answers. */
  answers?: string;
  /** Environment variables that a live run reads. */
  variables: { required: readonly string[]; optional: readonly string[] };
  /** The calls against the sandbox, at `origin`, with credentials that it issued. */
  sandbox(
    origin: string,
    credentials: { clientId: string; clientSecret: string },
    onEvent: (event: ClientEvent) => void,
  ): readonly Step[];
  /** The read-only calls against the real service, with the environment's credentials. */
  live(environment: NodeJS.ProcessEnv, onEvent: (event: ClientEvent) => void): readonly Step[];
}
