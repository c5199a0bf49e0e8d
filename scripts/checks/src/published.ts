/** What the checks need to know of each published package beyond its manifest. A new package gets its line here. */
export interface Published {
  /**
   * What a user's bundle may grow by: `test/one-call.ts` bundled with all it imports, minified and gzipped, in KiB.
   * `undefined` where nobody bundles the package.
   */
  maxKiB: number | undefined;
  /** Whether its public types may need `@types/node`. */
  nodeTypes: boolean;
}

export const published: Record<string, Published> = {
  "@x/auth-core": { maxKiB: 8, nodeTypes: false },
  "@x/client-core": { maxKiB: 12, nodeTypes: false },
  "@x/cultureamp": { maxKiB: 12, nodeTypes: false },
  "@x/medallia-mec": { maxKiB: 14, nodeTypes: false },
  "@x/mxo": { maxKiB: 12, nodeTypes: false },
  "@x/crowdicity": { maxKiB: 12, nodeTypes: false },
  "@x/8x8": { maxKiB: 13, nodeTypes: false },
  "@x/conformance": { maxKiB: undefined, nodeTypes: true },
};
