import {
  type CultureAmpClient,
  type CultureAmpPermission,
  createCultureAmpClient,
  cultureAmpPermissions,
} from "@x/cultureamp";
import type { Step, VendorDemo } from "../vendor-demo.ts";

const CURRENT: readonly CultureAmpPermission[] = [
  "employees-read",
  "employee-demographics-read",
  "performance-evaluations-read",
];

/** The employee whose manager reviews the documentation shows: not the one in its list of employees. */
const DOCUMENTED_REVIEWED_ID = "b6505a73-d45f-4091-b3fb-74997de4cd03";

function count(items: readonly unknown[] | undefined, one: string, many = `${one}s`): string {
  const length = items?.length ?? 0;
  return `${length} ${length === 1 ? one : many}`;
}

/** The calls that read, from the list of employees to the manager reviews of the first of them. */
function readingSteps(client: CultureAmpClient, { pages, reviewedId }: { pages: number; reviewedId?: string }): Step[] {
  let firstId = "";
  return [
    {
      title: "employees, page by page",
      async *run() {
        let seen = 0;
        for await (const page of client.paginate("/v1/employees").pages()) {
          const [first] = page.data;
          firstId ||= first?.id ?? "";
          yield `${count(page.data, "employee")}${first ? `, first ${first.name}` : ""}${page.pagination ? "" : " (last page)"}`;
          seen += 1;
          if (seen === pages) break;
        }
      },
    },
    {
      title: "one employee",
      async *run() {
        const { data, error } = await client.GET("/v1/employees/{id}", { params: { path: { id: firstId } } });
        yield error ? error.message : `${data.data.name}, started ${data.data.startDate ?? "(no date)"}`;
      },
    },
    {
      title: "demographics",
      async *run() {
        const { data, error } = await client.GET("/v1/employees/{id}/demographics", {
          params: { path: { id: firstId } },
        });
        yield error ? error.message : data.data.map(({ name, value }) => `${name}: ${value}`).join(", ") || "none";
      },
    },
    {
      title: "manager reviews",
      async *run() {
        const { data, error } = await client.GET("/v1/employees/{id}/manager-reviews", {
          params: { path: { id: reviewedId ?? firstId } },
        });
        const rating = data?.data[0]?.performanceRating?.rating?.title;
        yield error ? error.message : `${count(data.data, "review")}${rating ? `, first rated ${rating}` : ""}`;
      },
    },
  ];
}

/** Culture Amp: token, employees over pages, one employee, demographics, manager reviews, one documented error. */
export const cultureamp: VendorDemo = {
  vendor: "cultureamp",
  title: "Culture Amp",
  variables: {
    required: ["CULTUREAMP_CLIENT_ID", "CULTUREAMP_CLIENT_SECRET"],
    optional: ["CULTUREAMP_ENVIRONMENT", "CULTUREAMP_PERMISSIONS", "CULTUREAMP_ORIGIN"],
  },

  sandbox(origin, credentials, onEvent) {
    const client = createCultureAmpClient({ ...credentials, origin, permissions: CURRENT, onEvent });
    return [
      ...readingSteps(client, { pages: Number.POSITIVE_INFINITY, reviewedId: DOCUMENTED_REVIEWED_ID }),
      {
        title: "a documented error",
        async *run() {
          const { error } = await client.GET("/v1/employees/{id}", {
            params: { path: { id: "00000000-0000-4000-8000-000000000000" } },
          });
          yield error ? `${error.name}, code ${error.code}: ${error.body?.message}` : "no error";
        },
      },
    ];
  },

  live(environment, onEvent) {
    const given = environment.CULTUREAMP_PERMISSIONS?.split(",").map((name) => name.trim());
    const known = (name: string): name is CultureAmpPermission =>
      cultureAmpPermissions.some((permission) => permission === name);
    const unknown = given?.find((name) => !known(name));
    if (unknown !== undefined) {
      throw new Error(`CULTUREAMP_PERMISSIONS holds a name that is none of ${cultureAmpPermissions.join(", ")}`);
    }
    const client = createCultureAmpClient({
      permissions: given?.filter(known) ?? CURRENT,
      environment: environment.CULTUREAMP_ENVIRONMENT === "sandbox" ? "sandbox" : "production",
      origin: environment.CULTUREAMP_ORIGIN,
      onEvent,
    });
    return readingSteps(client, { pages: 2 });
  },
};
