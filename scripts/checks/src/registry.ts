import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { tarballOf, userFolder } from "./user-folder.ts";
import { publicPackages, readManifest } from "./workspace.ts";

export interface Registry {
  origin: string;
  close(): void;
}

/** An npm registry on 127.0.0.1 with the packed packages of this repository and nothing else. */
export async function startRegistry(): Promise<Registry> {
  const user = userFolder();
  const documents = new Map<string, string>();
  const tarballs = new Map<string, Buffer>();
  const server = createServer(({ url = "" }, response) => {
    const path = decodeURIComponent(url);
    const body = documents.get(path) ?? tarballs.get(path);
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": typeof body === "string" ? "application/json" : "application/octet-stream",
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  for (const { name, shortName } of publicPackages()) {
    const tarball = readFileSync(tarballOf(shortName));
    const path = `/tarballs/${shortName}.tgz`;
    tarballs.set(path, tarball);
    // The manifest as it is packed, with the versions that it depends on written out.
    const manifest = readManifest(join(user, "node_modules", name));
    const version = String(manifest.version);
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const versions = { [version]: { ...manifest, dist: { tarball: `${origin}${path}`, integrity } } };
    documents.set(`/${name}`, JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
  }
  return {
    origin,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
