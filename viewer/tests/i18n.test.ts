import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import en from "@/i18n/en"
import zh from "@/i18n/zh"

function leaves(tree: object, path = ""): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [[`${path}${key}`, value] as const] : [...leaves(value as object, `${path}${key}.`)])))
}

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort()
// One | many.
const variants = (text: string): string[] => text.split(" | ")

it("says the same things in both languages, with the same values filled in", () => {
  const [chinese, english] = [leaves(zh), leaves(en)]
  expect([...english.keys()]).toEqual([...chinese.keys()])
  for (const [key, text] of chinese) {
    for (const variant of variants(english.get(key) ?? "")) expect(placeholders(variant), key).toEqual(placeholders(text))
  }
})

it("leaves no sentence empty", () => {
  for (const [key, text] of [...leaves(zh), ...leaves(en)]) expect(text, key).not.toBe("")
})

function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return entry.name === "i18n" ? "" : sources(path)
      return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? readFileSync(path, "utf8") : ""
    })
    .join("\n")
}

it("holds no text that nothing shows", () => {
  const code = sources(join(import.meta.dirname, "../src"))
  const unused = [...leaves(zh).keys()].filter((key) => ![`"${key}"`, `'${key}'`].some((quoted) => code.includes(quoted)) && !code.includes(`${key.slice(0, key.lastIndexOf("."))}.\${`))
  expect(unused.filter((key) => !/^(use|difference)\./.test(key))).toEqual([])
})
