// Sends one interaction and prints the optimizations that come back.

import { createMxoClient, decodeOptimization, isApiClientError, isOptimizationError, unwrap } from "@x/mxo";

async function main([uri, customerKey]: readonly string[]): Promise<void> {
  if (uri === undefined) throw new Error("Usage: npm start -- <interaction URI> [customer key]");
  const mxo = createMxoClient({ origin: process.env.MXO_ORIGIN });
  const answer = await unwrap(
    mxo.POST("/one/oauth2/rt/api/2.0/interaction", {
      params: { header: { dataMimeType: "application/json" } },
      body: { uri, ...(customerKey === undefined ? {} : { customerKey }) },
    }),
  );
  console.log(`Customer ${answer.tid}`);
  const { optimizations = [] } = answer;
  if (optimizations.length === 0) console.log("Eligible for nothing");
  for (const { path, data } of optimizations) {
    try {
      for (const { name, asset, proposition } of decodeOptimization(data).actions)
        console.log(`${path}: ${name} (${proposition?.code ?? "no proposition"})`, asset?.json ?? asset?.content);
    } catch (error) {
      // One that cannot be read does not take the others along.
      if (!isOptimizationError(error)) throw error;
      console.error(`${path}: ${error.message}`);
    }
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isApiClientError(error) ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
