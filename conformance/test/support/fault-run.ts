import { runFaults } from "../../src/faults/run-faults.js";
import { faultSubjects } from "../../src/faults/subjects/subjects.js";
import type { FaultResult, FaultSubject } from "../../src/faults/types.js";

/** A bare fetch: it does not wait, does not try again, and knows no errors. */
const bareFetch: FaultSubject = {
  id: "cultureamp/bare-fetch",
  create: ({ origin, clientSecret }) => ({
    async read() {
      const response = await fetch(`${origin}/things/1`, { headers: { "x-api-key": clientSecret } });
      return { data: await response.json() };
    },
  }),
  ok: { id: 1 },
};

/** A real run: a client that shows what it must, one that does not, faults that do not apply. */
export function someFaults(): Promise<FaultResult[]> {
  const subjects = [...faultSubjects.filter(({ id }) => id === "cultureamp"), bareFetch];
  return runFaults({ subjects, faults: ["429-seconds", "500", "expire-mid-pagination", "refresh-race"] });
}
