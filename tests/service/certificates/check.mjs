// Reads {keys, certificates} from stdin and checks every certificate with Node's own crypto and a canonical form written
// from RFC 8785 anew; prints each one told again with its members in reverse order, one a line.
import { createPublicKey, verify } from "node:crypto"
import { readFileSync } from "node:fs"

const canonical = (value) =>
  value === null || typeof value !== "object"
    ? JSON.stringify(value)
    : Array.isArray(value)
      ? `[${value.map(canonical).join(",")}]`
      : `{${Object.keys(value)
          .sort()
          .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
          .join(",")}}`

const reversed = (value) =>
  value === null || typeof value !== "object"
    ? value
    : Array.isArray(value)
      ? value.map(reversed)
      : Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([name, item]) => [name, reversed(item)]),
        )

const { keys, certificates } = JSON.parse(readFileSync(0, "utf-8"))
for (const text of certificates) {
  const { document, signature } = JSON.parse(text)
  const [head, middle, tail] = signature.split(".")
  const header = JSON.parse(Buffer.from(head, "base64url").toString())
  const jwk = keys.keys.find((key) => key.kid === header.kid)
  const payload = Buffer.from(canonical(document)).toString("base64url")
  const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: "jwk" })
  const good = verify(null, Buffer.from(`${head}.${payload}`), key, Buffer.from(tail, "base64url"))
  if (middle !== "" || header.alg !== "EdDSA" || !good) throw new Error(`not valid: ${document.id}`)
  console.log(JSON.stringify(reversed({ document, signature })))
}
