import { ConfigurationError, ResponseFormatError } from "@x/client-core";
import type { MedalliaMecClient } from "./client.js";
import type { QueryOptions } from "./query.js";
import type { QueryApiSchema, QuerySchema, SelectionOf } from "./query-schema.js";

/** A node of the Query API's filter: one comparison, or one logical operator. Values are strings, numbers and dates too. */
export interface FeedbackFilter {
  readonly and?: readonly FeedbackFilter[];
  readonly or?: readonly FeedbackFilter[];
  readonly not?: readonly FeedbackFilter[];
  readonly fieldIds?: readonly string[];
  readonly in?: readonly string[];
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly isNull?: boolean;
}

/** Where an extraction stands: after this record. Plain JSON, to be saved as it is. */
export interface ExtractionPosition {
  /** Value of the time field, as the server gave it. */
  readonly timestamp: string;
  readonly surveyId: string;
}

/** Options of {@link extractFeedback}. */
export interface ExtractionOptions<Select extends string> extends QueryOptions {
  /** What to select of each record, as GraphQL without the braces. */
  select: Select;
  /** Go on after this position, which an earlier page gave. Default: from the start. */
  position?: ExtractionPosition | undefined;
  /** Without a position: only records of this time (in the unit of the time field) and later. Default: all. */
  from?: number | undefined;
  /**
   * Only records before this time, which stays the same for the whole run. Default: now, in seconds since the epoch.
   * Records may become visible a while after the time that they carry, and clocks differ: a time somewhat in the past
   * leaves such records to the next run, which starts where this one ends.
   */
  until?: number | undefined;
  /** Which records. Default: all that the role of the client may see. */
  filter?: FeedbackFilter | undefined;
  /** A field that holds a time as a number and never changes. Default `k_initialfinishdate_epoch_int`. */
  timestampField?: string | undefined;
  /** Default `a_surveyid`. */
  surveyIdField?: string | undefined;
  /** Records on a page. Default 1000, the most that the vendor's own programs use. */
  pageSize?: number | undefined;
}

/** A page of an extraction. */
export interface ExtractionPage<Item> {
  records: Item[];
  /** Save it once the records are safe: an extraction from here gives the next record. */
  position: ExtractionPosition;
}

type TextValues = { readonly values?: readonly (string | null)[] | null } | null | undefined;

interface Answer {
  feedback: { totalCount: number | null; nodes: { extractionId: TextValues; extractionTime: TextValues }[] | null };
}

/**
 * Feedback records in the order in which they were finished, up to a fixed time, page by page: by the keys of the last
 * record (time, then survey id), not by a cursor. So pages stay right while records come and go, and a run can be
 * stopped anywhere and resumed, later and elsewhere, from the position of its last page, without a gap and without a
 * duplicate. It is the vendor's recommended method.
 *
 * What it cannot see is a record whose time lies before the position when it first appears.
 *
 * @throws ConfigurationError for an empty `select`; an answer with errors as `ApiError` or `GraphQLResponseError`;
 * ResponseFormatError for a record without time or id, which would be lost or repeated.
 *
 * Source: https://github.com/medallia/query-api-data-extract
 */
export async function* extractFeedback<const Select extends string, Schema extends QuerySchema = QueryApiSchema>(
  mec: Pick<MedalliaMecClient<Schema>, "query">,
  options: ExtractionOptions<Select>,
): AsyncGenerator<ExtractionPage<SelectionOf<Schema, "FeedbackRecord", Select>>, void, undefined> {
  const {
    select,
    from,
    until = Math.floor(Date.now() / 1_000),
    filter,
    timestampField = "k_initialfinishdate_epoch_int",
    surveyIdField = "a_surveyid",
    pageSize = 1_000,
    position: start,
    ...callOptions
  } = options;
  if (typeof select !== "string" || !select.trim()) throw new ConfigurationError("select", "is empty");
  if (!(Number.isInteger(pageSize) && pageSize > 0)) throw new ConfigurationError("pageSize", "is no count of records");
  if (start && !(typeof start.timestamp === "string" && typeof start.surveyId === "string")) {
    throw new ConfigurationError("position", "is not one that an extraction gave");
  }
  const document = `query extractFeedback($first: Int!, $filter: Filter, $time: ID!, $id: ID!) {
  feedback(first: $first, filter: $filter, orderBy: [{ fieldId: $time, direction: ASC }, { fieldId: $id, direction: ASC }]) {
    totalCount
    nodes {
      extractionId: fieldData(fieldId: $id) { values }
      extractionTime: fieldData(fieldId: $time) { values }
      ${select}
    }
  }
}`;
  const time = [timestampField];
  const id = [surveyIdField];
  for (let position = start; ; ) {
    const after = position && {
      or: [
        { fieldIds: time, gt: position.timestamp },
        {
          and: [
            { fieldIds: time, gte: position.timestamp },
            { fieldIds: id, gt: position.surveyId },
          ],
        },
      ],
    };
    const begin = after ?? (from === undefined ? undefined : { fieldIds: time, gte: String(from) });
    const parts = [filter, { fieldIds: time, lt: String(until) }, begin].filter((part) => part !== undefined);
    const variables = { first: pageSize, filter: { and: parts }, time: timestampField, id: surveyIdField };
    const { data, error } = await mec.query<Answer>(document, variables, callOptions);
    if (error) throw error;
    const { nodes, totalCount } = data.feedback;
    if (!nodes?.length) return;
    const records = nodes.map(({ extractionId, extractionTime, ...record }) => {
      const [surveyId] = extractionId?.values ?? [];
      const [timestamp] = extractionTime?.values ?? [];
      if (!surveyId || !timestamp) throw refuse("a record without its time or its id");
      if (timestamp === position?.timestamp && surveyId === position.surveyId) throw refuse("a record given before");
      if (Number(timestamp) < Number(position?.timestamp)) throw refuse("records that are out of order");
      position = { timestamp, surveyId };
      return record as SelectionOf<Schema, "FeedbackRecord", Select>;
    });
    yield { records, position: position as ExtractionPosition };
    if (totalCount !== null && totalCount <= nodes.length) return;
  }
}

function refuse(what: string): ResponseFormatError {
  const operation = "POST /data/v0/query";
  return new ResponseFormatError(`${operation}: answered 200 with ${what}`, { vendor: "medallia-mec", operation }, "");
}
