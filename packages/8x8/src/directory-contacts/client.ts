import type { Client, Layer } from "@x/client-core";
import { header } from "../auth/api-key.js";
import { productCredential } from "../auth/product-credential.js";
import type { paths } from "../generated/directory-contacts.js";
import type { ProductOptions } from "../options.js";
import { createProduct } from "../product.js";
import { type DirectoryContactsPages, paging } from "./pagination.js";

const TITLE = "Directory contacts";

/** Options of {@link createDirectoryContactsClient}. */
export interface DirectoryContactsOptions extends ProductOptions {
  /**
   * Key of Contact Search, for reading. Default: the environment variable
   * `EIGHT_BY_EIGHT_DIRECTORY_CONTACTS_SEARCH_API_KEY`.
   */
  searchApiKey?: string | undefined;
  /**
   * Key of Contact Management, for writing. Default: the environment variable
   * `EIGHT_BY_EIGHT_DIRECTORY_CONTACTS_MANAGEMENT_API_KEY`.
   */
  managementApiKey?: string | undefined;
}

/** A typed client for the contacts of the company directory. */
export type DirectoryContactsClient = Client<paths, DirectoryContactsPages>;

/** Searching and changing take different keys. */
function authorize({ searchApiKey, managementApiKey }: DirectoryContactsOptions): Layer {
  const variable = (use: string) => `DIRECTORY_CONTACTS_${use}_API_KEY`;
  const search = header("x-api-key", () => productCredential(TITLE, "searchApiKey", searchApiKey, variable("SEARCH")));
  const manage = header("x-api-key", () =>
    productCredential(TITLE, "managementApiKey", managementApiKey, variable("MANAGEMENT")),
  );
  return (next) => (url, init) => (init.method === "GET" ? search : manage)(next)(url, init);
}

/**
 * A client for the contacts of the company directory.
 *
 * Source: https://developer.8x8.com/administration/docs/search-contacts
 */
export function createDirectoryContactsClient(options: DirectoryContactsOptions = {}): DirectoryContactsClient {
  return createProduct<paths, never, DirectoryContactsPages>(
    {
      title: TITLE,
      authorize: authorize(options),
      policy: (operation) => (operation.startsWith("DELETE") ? { anyBody: true } : { explode: false }),
      paging,
    },
    options,
  );
}
