/** An own edit in front of the service: checked at every step, kept as a scenario at the end. */

import { ref, shallowRef, watch } from "vue"
import { problemFrom, ServiceError } from "@/api/client"
import { scenarios } from "@/api/scenarios"
import type { Problem, ScenarioDetail, ScenarioEdit } from "@/api/types"

/** `edits` change the scenario `base`; a slow answer about earlier edits never replaces a newer one. */
export function useEditCheck(base: () => string | null, edits: () => readonly ScenarioEdit[]) {
  const checked = shallowRef<ScenarioDetail | null>(null)
  const checking = ref(false)
  const saving = ref(false)
  const problem = ref<Problem | null>(null)
  const said = (error: unknown): Problem => (error instanceof ServiceError ? error.problem : problemFrom(0, null))
  let latest = 0

  async function check(): Promise<void> {
    const id = base()
    if (!id) return
    const turn = ++latest
    checking.value = true
    problem.value = null
    try {
      const answer = await scenarios.check({ base: id, assignments: edits() })
      if (turn === latest) checked.value = answer
    } catch (error) {
      if (turn === latest) problem.value = said(error)
    } finally {
      if (turn === latest) checking.value = false
    }
  }
  watch([base, edits], () => void check(), { immediate: true })

  /** Keep the edit under a name; its id, or null where the service refused. */
  async function keep(name: string): Promise<string | null> {
    saving.value = true
    problem.value = null
    try {
      return (await scenarios.keep({ base: base(), assignments: edits(), name })).id
    } catch (error) {
      problem.value = said(error)
      return null
    } finally {
      saving.value = false
    }
  }

  return { checked, checking, saving, problem, keep }
}
