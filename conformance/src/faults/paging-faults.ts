import { times } from "./answer-fault.js";
import { json } from "./reply.js";
import type { Fault, FaultExpectation, FaultPage, FaultSubject, Reply } from "./types.js";

/** A client that goes in circles is stopped here. */
const MOST_ITEMS = 50;

interface PagingFault extends Pick<Fault, "name" | "does" | "shows"> {
  /** The n-th page, from 1; or an answer that is none. */
  page(count: number): FaultPage | Reply;
  readonly error?: string;
  /** How many items arrive. */
  readonly items: number;
  readonly requests: number;
  skip?(subject: FaultSubject): string | undefined;
}

const page = (ids: readonly string[], next: string | undefined, total = 3): FaultPage => ({ ids, next, total });

const FAULTS: readonly PagingFault[] = [
  {
    name: "cursor-repeats",
    does: "the second page points to itself",
    shows: "ResponseFormatError, not a loop; the items before it arrive",
    error: "ResponseFormatError",
    items: 2,
    requests: 2,
    page: (count) => page([`item-${count}`], "1"),
  },
  {
    name: "cursor-expired",
    does: "the second page is refused with 400",
    shows: "BadRequestError, one attempt; the items before it arrive",
    error: "BadRequestError",
    items: 1,
    requests: 2,
    page: (count) => (count === 1 ? page(["item-1"], "1") : json({ message: "the cursor has expired" }, 400)),
  },
  {
    name: "empty-middle-page",
    does: "a page without items, and a page after it",
    shows: "the items of the pages around it",
    items: 2,
    requests: 3,
    page: (count) => page(count === 2 ? [] : [`item-${count}`], count < 3 ? String(count) : undefined),
  },
  {
    name: "total-changes",
    does: "the number of items changes from page to page",
    shows: "every item that a page gives, to the end",
    items: 3,
    requests: 3,
    page: (count) => page([`item-${count}`], count < 3 ? String(count) : undefined, count === 1 ? 9 : 3),
    skip: ({ paging }) => (paging?.countsTotal ? undefined : "no page says how many items there are"),
  },
];

function pagingFault(fault: PagingFault): Fault {
  const { name, does, shows, error, items, requests } = fault;
  const expectation: FaultExpectation = {
    ...(error !== undefined && { error }),
    retryable: false,
    attempts: requests,
    minWaitMs: 0,
  };
  return {
    name,
    group: "paging",
    does,
    shows,
    skip: (subject) => (subject.paging === undefined ? "nothing pages" : fault.skip?.(subject)),
    expect: () => expectation,
    async run({ subject, visit, observe, problem }) {
      const api = (count: number): Reply => {
        const answer = fault.page(count);
        return typeof answer === "function" ? answer : json(subject.paging?.page(answer) ?? null);
      };
      await visit({ run: "pages", api }, async (visited) => {
        let seen = 0;
        const outcome = await visited.outcomeOf(async () => {
          for await (const _ of visited.client.items?.() ?? []) {
            seen += 1;
            if (seen === MOST_ITEMS) break;
          }
          return {};
        });
        observe(outcome, visited);
        if (outcome.error !== error) problem(`ended in ${outcome.error ?? "success"}, not in ${error ?? "success"}`);
        if (seen !== items) problem(`gave ${seen} items, not ${items}`);
        if (visited.api.length !== requests)
          problem(`pages were asked for ${times(visited.api.length)}, not ${times(requests)}`);
      });
    },
  };
}

/** What goes wrong between pages. */
export const pagingFaults: readonly Fault[] = FAULTS.map(pagingFault);
