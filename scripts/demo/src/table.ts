/** One column: its head, how wide it is, and whether its cells end at the right. */
export interface Column {
  head: string;
  width: number;
  right?: boolean;
}

function fit(text: string, { width, right }: Column): string {
  const short = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return right ? short.padStart(width) : short.padEnd(width);
}

/** A row of cells in their columns, two blanks apart. */
export function tableRow(columns: readonly Column[], cells: readonly string[]): string {
  return columns
    .map((column, index) => fit(cells[index] ?? "", column))
    .join("  ")
    .trimEnd();
}

/** The heads of the columns, and a line under them. */
export function tableHead(columns: readonly Column[]): string[] {
  return [
    tableRow(
      columns,
      columns.map(({ head }) => head),
    ),
    columns.map(({ width }) => "─".repeat(width)).join("  "),
  ];
}
