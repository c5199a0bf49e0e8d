import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/administration.js";
import { withQuery } from "../paging/by-number.js";
import { dataOf } from "../paging/data-of.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface AdministrationPages {
  "/admin-provisioning/users": Schemas["User"];
  "/admin-provisioning/sites": Schemas["Site"];
  "/admin-provisioning/addresses": Schemas["Address"];
  "/admin-provisioning/phone-numbers": Schemas["PhoneNumber"];
  "/admin-provisioning/ring-groups": Schemas["RingGroup"];
}

type Page = { pagination?: Schemas["Pagination"] };

/** `nextScrollId` while `hasMore`. Filter and sort stay the same: the vendor forbids to change them on the way. */
const byScrollId: PagingStrategy = {
  items: dataOf,
  next(page, request) {
    const { hasMore, nextScrollId } = (page as Page).pagination ?? {};
    return hasMore !== false && nextScrollId ? withQuery(request, { scrollId: nextScrollId }) : undefined;
  },
};

/** Sites are numbered, from 0. */
const byPageNumber: PagingStrategy = {
  items: dataOf,
  next(page, request) {
    const { hasMore, pageNumber } = (page as Page).pagination ?? {};
    const current = Number(pageNumber ?? request.params?.query?.pageNumber ?? 0);
    return hasMore ? withQuery(request, { pageNumber: current + 1 }) : undefined;
  },
};

/** By path, for the client. */
export const paging: Record<keyof AdministrationPages, PagingStrategy> = {
  "/admin-provisioning/users": byScrollId,
  "/admin-provisioning/sites": byPageNumber,
  "/admin-provisioning/addresses": byScrollId,
  "/admin-provisioning/phone-numbers": byScrollId,
  "/admin-provisioning/ring-groups": byScrollId,
};
