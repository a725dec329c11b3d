/** An own edit in front of the service: checked at every step, kept as a scenario at the end. */

import { ref, shallowRef, watch } from "vue"
import { problemOf } from "@/api/client"
import { scenarios } from "@/api/scenarios"
import type { ScenarioDetail, ScenarioEdit } from "@/api/types"
import { useAction } from "@/state/action"

/** `edits` change the scenario `base`; a slow answer about earlier edits never replaces a newer one. */
export function useEditCheck(base: () => string | null, edits: () => readonly ScenarioEdit[]) {
  const checked = shallowRef<ScenarioDetail | null>(null)
  const checking = ref(false)
  const { busy: saving, problem, act } = useAction()
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
      if (turn === latest) problem.value = problemOf(error)
    } finally {
      if (turn === latest) checking.value = false
    }
  }
  watch([base, edits], () => void check(), { immediate: true })

  /** Keep the edit under a name; its id, or null where the service refused. */
  async function keep(name: string): Promise<string | null> {
    let kept: string | null = null
    await act(async () => {
      kept = (await scenarios.keep({ base: base(), assignments: edits(), name })).id
    })
    return kept
  }

  return { checked, checking, saving, problem, keep }
}
