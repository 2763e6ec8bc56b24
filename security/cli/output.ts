/** The one place of the command line that writes to the terminal. */

/** A line of what was asked for. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** A line about what is going wrong. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Rows as columns, each as wide as its widest cell. */
export function sayTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  for (const row of rows) say(`  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
}

/** What to do next, as numbered lines. */
export function sayNext(steps: readonly string[]): void {
  say();
  say("Next:");
  for (const [i, step] of steps.entries()) say(`  ${i + 1}. ${step}`);
}
