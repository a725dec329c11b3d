/** What is asked of a layout, as part of the address, and the layouts it led to, followed until they are done. */

import { computed, onBeforeUnmount, shallowRef, watch } from "vue"
import { useRoute, useRouter } from "vue-router"
import { problemOf } from "@/api/client"
import { layouts } from "@/api/layouts"
import type { Layout, LayoutAsked, Problem } from "@/api/types"

export const MODULES = ["1.2x0.6", "1.4x0.7", "1.6x0.8"] as const
export type Module = (typeof MODULES)[number]
const FIRST_SHOWN: Module = "1.4x0.7"
const LOOK_AGAIN_MS = 500

export const ended = ({ status }: Pick<Layout, "status">): boolean => status === "done" || status === "failed"
/** A module as people write it: 1.4 × 0.7. */
export const sizeOf = (module: string): string => module.replace("x", " × ")

const listOf = (value: unknown): string[] => (typeof value === "string" && value ? value.split(",") : [])

/** Rooms, wishes and layouts of the address. Whoever changes rooms or wishes leaves the layouts that were about others. */
export function useLayoutAddress() {
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => route.query)
  const change = (changes: Record<string, string | null>): unknown => {
    const kept = Object.fromEntries(Object.entries({ ...route.query, ...changes }).filter(([, value]) => value))
    return router.replace({ query: kept })
  }
  const people = computed(() => {
    const number = Number(query.value["people"])
    return Number.isInteger(number) && number > 0 ? number : null
  })
  return {
    rooms: computed(() => listOf(query.value["room"])),
    people,
    areaRule: computed(() => query.value["area"] !== "off"),
    assumeRemovable: computed(() => query.value["walls"] !== "known"),
    plans: computed(() => listOf(query.value["plans"])),
    shown: computed(() => MODULES.find((module) => module === query.value["module"]) ?? FIRST_SHOWN),
    setRooms: (ids: readonly string[]) => change({ room: ids.join(","), plans: null }),
    setPeople: (value: number | null) => change({ people: value ? String(value) : null, plans: null }),
    setAreaRule: (on: boolean) => change({ area: on ? null : "off", plans: null }),
    setAssumeRemovable: (on: boolean) => change({ walls: on ? null : "known", plans: null }),
    setPlans: (ids: readonly string[]) => change({ plans: ids.join(",") }),
    show: (module: Module) => change({ module: module === FIRST_SHOWN ? null : module }),
  }
}

/** The layouts with these ids as far as they are; each is asked for again until it is done. */
export function useLayouts(ids: () => readonly string[]) {
  const found = shallowRef<ReadonlyMap<string, Layout>>(new Map())
  const problem = shallowRef<Problem | null>(null)
  const asking = shallowRef(false)
  let turn = 0

  async function follow(id: string, mine: number): Promise<void> {
    while (mine === turn) {
      const layout = await layouts.get(id)
      if (mine !== turn) return
      found.value = new Map(found.value).set(id, layout)
      if (ended(layout)) return
      await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS))
    }
  }

  const say = (error: unknown): void => {
    problem.value = problemOf(error)
  }

  watch(() => ids().join(), async () => {
    const mine = ++turn
    const wanted = ids()
    found.value = new Map([...found.value].filter(([id]) => wanted.includes(id)))
    if (wanted.length > 0) problem.value = null
    try {
      await Promise.all(wanted.map((id) => follow(id, mine)))
    } catch (error) {
      if (mine === turn) say(error)
    }
  }, { immediate: true })
  onBeforeUnmount(() => turn++)

  /** Ask for one layout per module and return their ids; nothing where the service refuses, `problem` then says why. */
  async function request(asked: Omit<LayoutAsked, "module">): Promise<string[]> {
    asking.value = true
    problem.value = null
    try {
      const lines = await Promise.all(MODULES.map((module) => layouts.request({ ...asked, module })))
      return lines.map((line) => line.id)
    } catch (error) {
      say(error)
      return []
    } finally {
      asking.value = false
    }
  }

  const list = computed(() => ids().flatMap((id) => found.value.get(id) ?? []))
  return { list, problem, asking, request }
}
