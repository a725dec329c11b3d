/** A table as CSV that Excel opens with Chinese intact: UTF-8 with a byte order mark, CRLF lines. */

export type Cell = string | number | null

// A cell starting like a formula would run as one in a spreadsheet.
const STARTS_FORMULA = /^[=+\-@\t\r]/

function cell(value: Cell): string {
  if (value === null) return ""
  if (typeof value === "number") return String(value)
  const harmless = STARTS_FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

export function csv(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`
}

export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }))
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
