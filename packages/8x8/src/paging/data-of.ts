/** The items of a page that keeps them in `data`, which may be absent or null. */
export function dataOf(page: unknown): readonly unknown[] | undefined {
  if (!page || typeof page !== "object") return undefined;
  return (page as { data?: readonly unknown[] | null }).data ?? [];
}
