import { nextTick, ref } from "vue"
import { expect, it } from "vitest"
import { ServiceError, problemFrom } from "@/api/client"
import { useResource } from "@/state/resource"

const settled = async (): Promise<void> => {
  await nextTick()
  await new Promise((resolve) => setTimeout(resolve))
}

it("never lets a slow answer to an old key replace a newer one", async () => {
  const key = ref("slow")
  const release: Record<string, () => void> = {}
  const resource = useResource(() => key.value, (wanted) => new Promise<string>((resolve) => (release[wanted] = () => resolve(wanted))))
  await settled()
  key.value = "quick"
  await settled()
  release["quick"]?.()
  release["slow"]?.()
  await settled()
  expect(resource.data.value).toBe("quick")
  expect(resource.loading.value).toBe(false)
})

it("keeps the problem of the service and clears it on success", async () => {
  let broken = true
  const problem = problemFrom(404, { title: "no", code: "space-not-found", status: 404, detail: "…" })
  const resource = useResource(() => "key", () => (broken ? Promise.reject(new ServiceError(problem)) : Promise.resolve(1)))
  await settled()
  expect(resource.problem.value?.code).toBe("space-not-found")
  broken = false
  await resource.reload()
  expect(resource.problem.value).toBeNull()
  expect(resource.data.value).toBe(1)
})

it("asks for nothing without a key", async () => {
  const resource = useResource(() => null, () => Promise.reject(new Error("asked")))
  await settled()
  expect(resource.data.value).toBeNull()
  expect(resource.problem.value).toBeNull()
})

it("says something a person can act on where the answer is no problem document", () => {
  expect(problemFrom(502, "<html>").detail_en).toContain("Try again")
})
