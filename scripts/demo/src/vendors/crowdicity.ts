import { type CrowdicityGeneration, type CrowdicityRegion, createCrowdicityClient } from "@x/crowdicity";
import type { VendorDemo } from "../vendor-demo.ts";

/** Medallia Ideas: the two steps, a read, validation. No answer is documented, so the sandbox's are made up. */
export const crowdicity: VendorDemo = {
  vendor: "crowdicity",
  title: "Medallia Ideas (Crowdicity)",
  answers: "synthetic answers: none is documented",
  variables: {
    required: [
      "CROWDICITY_REGION",
      "CROWDICITY_GENERATION",
      "CROWDICITY_CLIENT_ID",
      "CROWDICITY_CLIENT_SECRET",
      "CROWDICITY_PATH",
    ],
    optional: [],
  },

  sandbox(origin, credentials, onEvent) {
    const validatePath = "/v2/synthetic/validate";
    const client = createCrowdicityClient({ ...credentials, origin, validatePath, onEvent });
    return [
      {
        title: "a read",
        async *run() {
          const { data, error } = await client.GET("/v2/synthetic");
          yield error ? error.message : `synthetic: ${JSON.stringify(data)}`;
        },
      },
      {
        title: "validation",
        async *run() {
          const { data, error } = await client.validateToken();
          yield error ? error.message : `synthetic: ${JSON.stringify(data)}`;
        },
      },
    ];
  },

  live(environment, onEvent) {
    const client = createCrowdicityClient({
      region: environment.CROWDICITY_REGION as CrowdicityRegion,
      generation: environment.CROWDICITY_GENERATION as CrowdicityGeneration,
      onEvent,
    });
    return [
      {
        title: "a read",
        async *run() {
          const { data, error } = await client.GET(environment.CROWDICITY_PATH as `/${string}`);
          yield error ? error.message : `${JSON.stringify(data)?.length ?? 0} characters of JSON`;
        },
      },
    ];
  },
};
