// @vitest-environment happy-dom
import { expect, it } from "vitest"
import type { ImportRecord } from "@/api/types"
import { progressOf, secondsLeft, type Upload } from "@/state/uploads"

const upload = (changes: Partial<Upload>): Upload => ({
  file: "a.ifc", size_bytes: 10, sent: 0, started_at: 0, record: null, problem: null, cancelled: false, left_out: 0, ...changes,
})
const record = (changes: Partial<ImportRecord>): ImportRecord => ({ status: "running", progress: 0, ...changes }) as ImportRecord

it("never runs backwards from sending to reading", () => {
  const steps = [upload({}), upload({ sent: 0.5 }), upload({ sent: 1 }), upload({ sent: 1, record: record({}) }), upload({ record: record({ progress: 0.6 }) }), upload({ record: record({ status: "done", progress: 1 }) })]
  const progress = steps.map(progressOf)
  expect(progress).toEqual([...progress].sort((a, b) => a - b))
  expect(progress.at(-1)).toBe(1)
})

it("says nothing about the time left until there is a pace to judge by", () => {
  expect(secondsLeft(upload({ sent: 0.1 }), 10_000)).toBeNull()
  expect(secondsLeft(upload({ record: record({ progress: 0.5 }) }), 1_000)).toBeNull()
  expect(secondsLeft(upload({ record: record({ progress: (0.5 - 0.15) / 0.85 }) }), 10_000)).toBeCloseTo(10)
})
