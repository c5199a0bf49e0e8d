import type { components as EightByEight } from "@x/8x8/directory-contacts";
import type { components as CultureAmp } from "@x/cultureamp";

export type Employee = CultureAmp["schemas"]["Employee"];
export type Contact = EightByEight["schemas"]["Contact"];

/** The tag that says whose contact it is. Names and addresses change; the id that Culture Amp gave does not. */
const TAG = "cultureAmpId";

/** The id of the employee whose contact this is; `undefined` for a contact that somebody else keeps. */
export function employeeIdOf({ tags = [] }: Contact): string | undefined {
  return tags.find(({ name }) => name === TAG)?.value;
}

/** Whether an employee has left by a day, `YYYY-MM-DD`. */
export function hasLeft({ endDate }: Employee, today: string): boolean {
  return endDate != null && endDate < today;
}

/**
 * The contact as it has to be for an employee. A contact is written as a whole, so what this sync knows nothing of (phones,
 * addresses, the tags of others) is taken over from the one that is there.
 */
export function contactFor(employee: Employee, customerId: string, existing: Contact = {}): Contact {
  const { id, name, preferredName, email } = employee;
  const [, firstName = "", lastName = name] = /^(.*\S)\s+(\S+)$/.exec(name.trim()) ?? [];
  const others = (existing.emails ?? []).filter((own) => own.purposeType !== "WORK");
  return {
    ...existing,
    contactType: "company",
    customerId,
    firstName,
    lastName,
    ...(preferredName != null && { nickName: preferredName }),
    emails: email == null ? others : [...others, { email, primary: true, purposeType: "WORK" }],
    tags: [...(existing.tags ?? []).filter((tag) => tag.name !== TAG), { name: TAG, value: id }],
  };
}

/** Whether a contact need not be written. The ids that 8x8 gives to emails and tags are no difference. */
export function isUpToDate(existing: Contact, wanted: Contact): boolean {
  const members = ["contactType", "customerId", "firstName", "lastName", "nickName"] as const;
  return (
    members.every((member) => existing[member] === wanted[member]) &&
    emailsOf(existing) === emailsOf(wanted) &&
    employeeIdOf(existing) === employeeIdOf(wanted)
  );
}

function emailsOf({ emails = [] }: Contact): string {
  return emails
    .map(({ email, purposeType }) => `${purposeType} ${email}`)
    .sort()
    .join();
}
