// Replays the packaged exchanges over the injected transport, again and again, and prints the exchanges per second of each
// round after the warm-up, as JSON.

import { packagedExchanges, replay } from "@x/conformance";

const [copies = "4", warmUp = "40", rounds = "9"] = process.argv.slice(2);
const once = packagedExchanges();
const exchanges = Array.from({ length: Number(copies) }, () => once).flat();
const rates: number[] = [];
for (let round = 0; round < Number(warmUp) + Number(rounds); round += 1) {
  const startedAt = performance.now();
  const results = await replay({ exchanges, transports: ["inject"] });
  const seconds = (performance.now() - startedAt) / 1_000;
  const failed = results.find(({ verdict }) => verdict === "failed");
  if (failed) throw new Error(`${failed.id} failed: ${failed.reason}`);
  if (round >= Number(warmUp)) rates.push(exchanges.length / seconds);
}
console.log(JSON.stringify({ exchanges: exchanges.length, rates }));
