import { ref, shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { problemOf } from "@/api/client"
import type { Problem } from "@/api/types"

export interface Resource<T> {
  data: ShallowRef<T | null>
  problem: ShallowRef<Problem | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/** Load something whenever its key changes; a slow answer to an old key never replaces a newer one. A null key means nothing to load. */
export function useResource<T>(key: () => string | null, load: (key: string) => Promise<T>): Resource<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = ref(false)
  let latest = 0

  async function reload(): Promise<void> {
    const wanted = key()
    const turn = ++latest
    if (wanted === null) {
      data.value = null
      problem.value = null
      loading.value = false
      return
    }
    loading.value = true
    try {
      const answer = await load(wanted)
      if (turn !== latest) return
      data.value = answer
      problem.value = null
    } catch (error) {
      if (turn !== latest) return
      data.value = null
      problem.value = problemOf(error)
    } finally {
      if (turn === latest) loading.value = false
    }
  }

  watch(key, () => void reload(), { immediate: true })
  return { data, problem, loading, reload }
}
