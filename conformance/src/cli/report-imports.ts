import { registerHooks } from "node:module";

// Loaded before a watched run, with the client's URL in `?client=`: tells the watching process which files the client is made of. Packages
// are left out; they do not change while somebody types.
const client = new URL(import.meta.url).searchParams.get("client") ?? "";
const files = new Set([client]);

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const isOwn = found.url.startsWith("file:") && !found.url.includes("/node_modules/");
    if (isOwn && files.has(context.parentURL ?? "") && !files.has(found.url)) {
      files.add(found.url);
      process.send?.({ imported: found.url });
    }
    return found;
  },
});
