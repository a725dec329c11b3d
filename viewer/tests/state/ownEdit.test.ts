import { expect, it } from "vitest"
import { editsOf, useOwnEdit } from "@/state/ownEdit"

it("counts the last room given to each person", () => {
  const steps = [{ people: ["p1", "p2"], space: "a" }, { people: ["p2"], space: "b" }, { people: ["p1"], space: null }]
  expect(editsOf(steps)).toEqual([{ occupant: "p1", space: null }, { occupant: "p2", space: "b" }])
})

it("takes steps back and makes them again, until something new is done", () => {
  const edit = useOwnEdit()
  edit.move(["p1"], "a")
  edit.move(["p2"], "b")
  edit.move([], "c")
  edit.undo()
  expect(edit.edits.value).toEqual([{ occupant: "p1", space: "a" }])
  edit.redo()
  expect(edit.edits.value).toHaveLength(2)
  edit.undo()
  edit.move(["p3"], "c")
  expect(edit.canRedo.value).toBe(false)
  edit.undo()
  edit.undo()
  edit.undo()
  expect(edit.canUndo.value).toBe(false)
})
