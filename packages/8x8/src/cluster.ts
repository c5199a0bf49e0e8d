import { ConfigurationError } from "@x/client-core";

/**
 * The host of an account's cluster. The letter at the end that the browser shows (`eu9b`) is left out.
 * @throws ConfigurationError for none, or one that is none of the documented.
 */
export function clusterOrigin(title: string, cluster: string | undefined): string {
  const name = cluster?.toLowerCase().replace(/(\d)[a-z]$/, "$1");
  if (!name || !/^(na|eu|ca|ap|au|sb)\d{0,2}$/.test(name)) {
    const what = name ? `${JSON.stringify(name)} is unknown for ${title}` : `is missing for ${title}`;
    throw new ConfigurationError(
      "cluster",
      `${what}; known: na1 to na40, eu2 to eu12, ca1, ca2, ap1, au1, sb (or give origin)`,
    );
  }
  return `https://vcc-${name}.8x8.com`;
}
