import { ConfigurationError } from "@x/client-core";

/**
 * Scheme and host by region and generation of hosts. The pattern is irregular, so none can be computed. Which of the two
 * generations a community answers on is undocumented.
 *
 * Sources: https://docs.medallia.com/en/medallia-ideas/administering-medallia-ideas/technical-information-and-support/using-the-medallia-ideas-api/the-medallia-ideas-api
 * (`crowdicity`) and
 * https://docs.medallia.com/en/medallia-ideas/administering-medallia-ideas/technical-information-and-support/medallia-ideas-api
 * (`ideas`)
 */
export const regions = {
  au: { crowdicity: "https://api.crowdicity.com.au", ideas: "https://api-0.ideas.medallia.com.au" },
  eu: { crowdicity: "https://api.crowdicity-ie1.medallia.com", ideas: "https://api-0.ideas.fra1.medallia.eu" },
  uk: { crowdicity: "https://api.crowdicity.com", ideas: "https://api-0.ideas.lon.medallia.eu" },
  us: { crowdicity: "https://api.crowdicity-us1.medallia.com", ideas: "https://api-0.ideas.smf1.medallia.com" },
} as const;

/** Australia, EU, United Kingdom, United States. The vendor's examples are calls to the United Kingdom. */
export type CrowdicityRegion = keyof typeof regions;

/** `crowdicity`: the older hosts, named after the brand of then. `ideas`: the newer ones. */
export type CrowdicityGeneration = keyof (typeof regions)[CrowdicityRegion];

/**
 * Scheme and host of a region.
 * @throws ConfigurationError for a region or a generation that is none.
 */
export function originOf(region: unknown, generation: unknown): string {
  const hosts: Readonly<Record<string, string>> | undefined = Object.entries(regions).find(
    ([name]) => name === region,
  )?.[1];
  if (!hosts) throw new ConfigurationError("region", "is none of au, eu, uk, us");
  const origin = Object.entries(hosts).find(([name]) => name === generation)?.[1];
  if (!origin) throw new ConfigurationError("generation", "is neither crowdicity nor ideas");
  return origin;
}
