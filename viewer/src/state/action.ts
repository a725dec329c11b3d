/** Something a person does that the service may refuse: whether it is under way, and what stood against it. */

import { ref } from "vue"
import { problemOf } from "@/api/client"
import type { Problem } from "@/api/types"

export function useAction() {
  const busy = ref(false)
  const problem = ref<Problem | null>(null)

  /** Do it and return whether it was done; if not, `problem` says why until the next attempt. */
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    problem.value = null
    try {
      await work()
      return true
    } catch (error) {
      problem.value = problemOf(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, act }
}
