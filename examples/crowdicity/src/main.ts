// Reads one path with a token of the vendor's two steps, and says how each request went.

import {
  type CrowdicityClientOptions,
  type CrowdicityGeneration,
  type CrowdicityHost,
  type CrowdicityRegion,
  createCrowdicityClient,
  isApiClientError,
  unwrap,
} from "@x/crowdicity";

/** What is in the environment is text; the client checks it. */
function hostOf({ CROWDICITY_ORIGIN, CROWDICITY_REGION, CROWDICITY_GENERATION }: NodeJS.ProcessEnv): CrowdicityHost {
  if (CROWDICITY_ORIGIN) return { origin: CROWDICITY_ORIGIN };
  return { region: CROWDICITY_REGION as CrowdicityRegion, generation: CROWDICITY_GENERATION as CrowdicityGeneration };
}

async function main([path]: readonly string[]): Promise<void> {
  if (!path?.startsWith("/")) throw new Error("Usage: npm start -- /v2/<path of your reference>");
  const options: CrowdicityClientOptions = {
    ...hostOf(process.env),
    onEvent: (event) => {
      if (event.type === "call") console.error(`${event.operation}: ${event.status ?? event.code}`);
    },
  };
  console.log(await unwrap(createCrowdicityClient(options).GET(path as `/${string}`)));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isApiClientError(error) ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
