/** An own edit of a scenario: who goes where, step by step, with undo and redo. */

import { computed, ref } from "vue"
import type { ScenarioEdit } from "@/api/types"

export interface EditStep {
  people: readonly string[]
  space: string | null
}

/** What all steps together amount to: the last room given to each person. */
export function editsOf(steps: readonly EditStep[]): ScenarioEdit[] {
  const last = new Map<string, string | null>()
  for (const step of steps) for (const person of step.people) last.set(person, step.space)
  return [...last].map(([occupant, space]) => ({ occupant, space }))
}

export function useOwnEdit() {
  const steps = ref<EditStep[]>([])
  const undone = ref<EditStep[]>([])
  return {
    steps,
    edits: computed(() => editsOf(steps.value)),
    canUndo: computed(() => steps.value.length > 0),
    canRedo: computed(() => undone.value.length > 0),
    move: (people: readonly string[], space: string | null) => {
      if (people.length === 0) return
      steps.value = [...steps.value, { people: [...people], space }]
      undone.value = []
    },
    undo: () => {
      const last = steps.value.at(-1)
      if (!last) return
      steps.value = steps.value.slice(0, -1)
      undone.value = [...undone.value, last]
    },
    redo: () => {
      const next = undone.value.at(-1)
      if (!next) return
      undone.value = undone.value.slice(0, -1)
      steps.value = [...steps.value, next]
    },
    clear: () => {
      steps.value = []
      undone.value = []
    },
  }
}
