import { ConfigurationError } from "@x/client-core";
import { checkName } from "./check-name.js";

/** Where an instance is, in the vendor's words. */
export type MedalliaMecInstance =
  | {
      /** Default `production`. */
      environment?: "production" | undefined;
      /** First label of the reporting host, e.g. `express`. */
      instance: string;
      company: string;
      /** The rest of the reporting host. Default `medallia.com`; others are `medallia.eu`, `medallia.com.au` and so on. */
      domain?: string | undefined;
    }
  | {
      environment: "govcloud";
      instance: string;
      company: string;
      /** The rest of the reporting host. Default `medalliafederal.com`. */
      domain?: string | undefined;
    }
  | {
      environment: "sandbox";
      /** Name of the sandbox, e.g. `staging`. */
      instance: string;
      company: string;
      /** Data centre, e.g. `lon`. */
      dataCenter: string;
      /** Domain of the gateway. Default `medallia.com`. */
      domain?: string | undefined;
      /** No pattern is documented for the reporting host of a sandbox. */
      reportingOrigin: string;
    }
  | {
      environment: "govcloud-sandbox";
      /** Name of the sandbox. */
      instance: string;
      company: string;
      /** No pattern is documented for the reporting host of a sandbox. */
      reportingOrigin: string;
    };

/**
 * The two origins by the documented patterns. **A convenience only**: older tenants, and some sandboxes, are elsewhere.
 * Where the result does not work, take the gateway's name from Medallia Setup, Public APIs Setup, and give both origins
 * yourself.
 *
 * | environment | reporting instance | gateway |
 * |---|---|---|
 * | `production` | `https://{instance}.{domain}` | `https://{instance}-{company}.apis.medallia.com`, whatever the domain |
 * | `govcloud` | `https://{instance}.{domain}` | `https://{instance}-{company}.apis.medalliafederal.com` |
 * | `sandbox` | as given | `https://{instance}-{company}.apis.sbx.{dataCenter}.{domain}` |
 * | `govcloud-sandbox` | as given | `https://{instance}-{company}.apis.sbx.fedw1.medalliafederal.com` |
 *
 * @throws ConfigurationError for a part that is missing or does not belong in a host.
 *
 * Source: https://docs.medallia.com/en/medallia-experience-cloud/integration/apis/api-hosts
 */
export function deriveMedalliaMecOrigins(place: MedalliaMecInstance): {
  reportingOrigin: string;
  gatewayOrigin: string;
} {
  const { environment = "production" } = place;
  const host = `${label("instance", place.instance)}-${label("company", place.company)}.apis`;
  const reporting = (domain: string) => `https://${place.instance}.${label("domain", domain)}`;
  switch (place.environment) {
    case "sandbox": {
      const { dataCenter, domain = "medallia.com", reportingOrigin } = place;
      const gateway = `${host}.sbx.${label("dataCenter", dataCenter)}.${label("domain", domain)}`;
      return { reportingOrigin, gatewayOrigin: `https://${gateway}` };
    }
    case "govcloud-sandbox":
      return { reportingOrigin: place.reportingOrigin, gatewayOrigin: `https://${host}.sbx.fedw1.medalliafederal.com` };
    case "govcloud":
      return {
        reportingOrigin: reporting(place.domain ?? "medalliafederal.com"),
        gatewayOrigin: `https://${host}.medalliafederal.com`,
      };
    case "production":
    case undefined:
      return {
        reportingOrigin: reporting(place.domain ?? "medallia.com"),
        gatewayOrigin: `https://${host}.medallia.com`,
      };
    default:
      throw new ConfigurationError("environment", `${environment} is not one of the documented ones`);
  }
}

function label(option: string, value: unknown): string {
  return checkName(option, typeof value === "string" ? value : "").toLowerCase();
}
