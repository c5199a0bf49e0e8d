import { type DirectoryContactsClient, isApiError, type operations, unwrap } from "@x/8x8/directory-contacts";
import type { CultureAmpClient } from "@x/cultureamp";
import { type Contact, contactFor, employeeIdOf, hasLeft, isUpToDate } from "./contact.ts";

const CONTACTS = "/directory-contacts/api/v3/contacts";

export interface SyncOptions {
  readonly cultureAmp: CultureAmpClient;
  readonly contacts: DirectoryContactsClient;
  /** Id of the 8x8 account that the contacts are for. */
  readonly customerId: string;
  /** `YYYY-MM-DD`: who left before this day gets no contact. */
  readonly today: string;
  /** Is told of each contact that 8x8 refuses. Default: nobody. */
  readonly onRefused?: (employeeId: string, error: Error) => void;
}

/** How many employees ended in which way. */
export interface SyncResult {
  created: number;
  updated: number;
  unchanged: number;
  left: number;
  refused: number;
}

/**
 * Gives every employee a contact in the company directory, and brings the contacts that are there up to date.
 *
 * No state is kept between runs: contacts carry the id of their employee. So a run that broke off is completed by the next
 * one, and a run with nothing to do writes nothing.
 *
 * @throws what the clients throw when a service cannot be used; what is wrong with one contact alone is counted.
 */
export async function syncContacts(options: SyncOptions): Promise<SyncResult> {
  const { cultureAmp, contacts, customerId, today, onRefused } = options;
  const result: SyncResult = { created: 0, updated: 0, unchanged: 0, left: 0, refused: 0 };
  const existing = await contactsByEmployee(contacts);

  for await (const employee of cultureAmp.paginate("/v1/employees")) {
    if (hasLeft(employee, today)) {
      result.left += 1;
      continue;
    }
    const found = existing.get(employee.id);
    const wanted = contactFor(employee, customerId, found);
    if (found !== undefined && isUpToDate(found, wanted)) {
      result.unchanged += 1;
      continue;
    }
    try {
      if (found?.id === undefined) {
        await unwrap(contacts.POST(CONTACTS, { body: wanted }));
        result.created += 1;
      } else {
        await unwrap(
          contacts.PUT(`${CONTACTS}/{contactId}`, { params: { path: { contactId: found.id } }, body: wanted }),
        );
        result.updated += 1;
      }
      // The list moves while it is read: an employee who comes twice is written once.
      existing.set(employee.id, wanted);
    } catch (error) {
      if (!isAboutTheContact(error)) throw error;
      result.refused += 1;
      onRefused?.(employee.id, error);
    }
  }
  return result;
}

/** All contacts that this sync keeps, with everything that they hold, since a contact is written as a whole. */
async function contactsByEmployee(contacts: DirectoryContactsClient): Promise<Map<string, Contact>> {
  const byEmployee = new Map<string, Contact>();
  const query: operations["search-contacts"]["parameters"]["query"] = {
    details: ["TAG", "ADDRESS", "PHONE", "EMAIL", "EXTENSION"],
    filter: "contactType=='company'",
    useScrollId: true,
  };
  for await (const contact of contacts.paginate(CONTACTS, { params: { query } })) {
    const employeeId = employeeIdOf(contact);
    if (employeeId !== undefined) byEmployee.set(employeeId, contact);
  }
  return byEmployee;
}

/** Whether 8x8 took offence at this contact, and may well take the next one. */
function isAboutTheContact(error: unknown): error is Error {
  return isApiError(error) && [400, 409, 422].includes(error.status);
}
