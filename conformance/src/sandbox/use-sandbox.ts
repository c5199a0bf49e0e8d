import { startSandbox } from "./start-sandbox.js";
import type { Sandbox, SandboxOptions } from "./types.js";

type Hook = (run: () => Promise<void> | void) => unknown;

/** The hooks of a test runner: vitest and jest say `beforeAll` and `afterAll`, `node:test` says `before` and `after`. */
export type TestHooks = { readonly beforeEach?: Hook } & (
  | { readonly beforeAll: Hook; readonly afterAll: Hook }
  | { readonly before: Hook; readonly after: Hook }
);

/**
 * A sandbox for the tests of a file or a `describe`: started before the first one, reset before each one, closed after the
 * last one.
 *
 * ```ts
 * import { afterAll, beforeAll, beforeEach } from "vitest"; // or "@jest/globals"; with node:test: after, before, beforeEach
 * const sandbox = useSandbox({ afterAll, beforeAll, beforeEach }, { vendors: ["cultureamp"] });
 * ```
 *
 * It may be used within tests and hooks; before it has started, its members throw.
 */
export function useSandbox(hooks: TestHooks, options: SandboxOptions = {}): Sandbox {
  let started: Sandbox | undefined;
  const sandbox = (): Sandbox => {
    if (started === undefined) throw new Error("the sandbox runs within tests and hooks only; it has not started yet");
    return started;
  };
  const [before, after] = "beforeAll" in hooks ? [hooks.beforeAll, hooks.afterAll] : [hooks.before, hooks.after];
  before(async () => {
    started = await startSandbox(options);
  });
  hooks.beforeEach?.(() => sandbox().reset());
  after(async () => {
    await started?.close();
  });
  return {
    get credentials() {
      return sandbox().credentials;
    },
    get clock() {
      return sandbox().clock;
    },
    get journal() {
      return sandbox().journal;
    },
    origin: (vendor) => sandbox().origin(vendor),
    prefer: (preference, to) => sandbox().prefer(preference, to),
    verify: (expectation) => sandbox().verify(expectation),
    toHar: () => sandbox().toHar(),
    reset: () => sandbox().reset(),
    resetState: () => sandbox().resetState(),
    revokeTokens: () => sandbox().revokeTokens(),
    close: () => sandbox().close(),
    [Symbol.asyncDispose]: () => sandbox().close(),
  };
}
