import { noteCount, noteOutcome } from "./answer-fault.js";
import { pageReply } from "./nth-page.js";
import { json } from "./reply.js";
import type { Fault, FaultExpectation, FaultPage, FaultSubject, Reply } from "./types.js";

interface PagingFault extends Pick<Fault, "name" | "does" | "shows"> {
  /** The n-th page, from 1; or an answer that is none. */
  page(count: number): FaultPage | Reply;
  readonly error?: string;
  /** How many items arrive. */
  readonly items: number;
  readonly requests: number;
  skip?(paging: NonNullable<FaultSubject["paging"]>): string | undefined;
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
    skip: ({ cursor }) => (cursor === "client" ? "pages say nothing of the next one" : undefined),
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
    skip: ({ emptyIsLast }) => (emptyIsLast ? "a page without items is the last one" : undefined),
  },
  {
    name: "total-changes",
    does: "the number of items changes from page to page",
    shows: "every item that a page gives, to the end",
    items: 3,
    requests: 3,
    page: (count) => page([`item-${count}`], count < 3 ? String(count) : undefined, count === 1 ? 9 : 3),
    skip: ({ countsTotal }) => (countsTotal ? undefined : "no page says how many items there are"),
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
    classes: ["list"],
    does,
    shows,
    skip: ({ paging }) => paging && fault.skip?.(paging),
    expect: () => expectation,
    async run({ subject, visit, observe }) {
      const api = (count: number): Reply => {
        const answer = fault.page(count);
        return typeof answer === "function" ? answer : pageReply(subject, answer);
      };
      await visit({ run: "list", class: "list", api }, async (visited) => {
        const listed = await visited.list();
        observe(listed, visited);
        noteOutcome(visited, listed.error, error);
        if (listed.items !== items) visited.problem(`gave ${listed.items} items, not ${items}`);
        noteCount(visited, visited.api.length, requests, "pages were asked for");
      });
    },
  };
}

/** What goes wrong between pages. */
export const pagingFaults: readonly Fault[] = FAULTS.map(pagingFault);
