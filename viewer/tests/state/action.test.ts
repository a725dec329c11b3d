import { describe, expect, it } from "vitest"
import { ServiceError, unreachable } from "@/api/client"
import { useAction } from "@/state/action"

describe("something a person does", () => {
  it("is under way until it is done", async () => {
    const { busy, problem, act } = useAction()
    let finish = (): void => undefined
    const done = act(() => new Promise<void>((resolve) => (finish = resolve)))
    expect(busy.value).toBe(true)
    finish()
    expect(await done).toBe(true)
    expect([busy.value, problem.value]).toEqual([false, null])
  })

  it("says what stood against it, until the next attempt", async () => {
    const { busy, problem, act } = useAction()
    expect(await act(() => Promise.reject(new ServiceError(unreachable())))).toBe(false)
    expect([busy.value, problem.value?.code]).toEqual([false, "unreachable"])
    await act(() => Promise.resolve())
    expect(problem.value).toBeNull()
  })
})
