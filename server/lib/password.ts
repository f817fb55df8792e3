import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"
import { promisify } from "node:util"

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
)

// 32 MiB and about 100 ms a try: one of the settings that OWASP holds to be enough for scrypt.
const COST = { N: 2 ** 15, r: 8, p: 3 }
const KEY_LENGTH = 32

export async function digestPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await deriveKey(password, salt, COST)
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join("$")
}

/** Takes as long for nobody's digest as for somebody's, so that timing does not tell who has an account. */
export async function passwordMatches(password: string, digest = NOBODY): Promise<boolean> {
  const [, N, r, p, salt = "", key = ""] = digest.split("$")
  const expected = Buffer.from(key, "base64url")
  const actual = await deriveKey(password, Buffer.from(salt, "base64url"), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  return timingSafeEqual(expected, actual)
}

const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${"A".repeat(22)}$${"A".repeat(43)}`

function deriveKey(password: string, salt: Buffer, cost: typeof COST) {
  // One password can be typed in more than one way of writing the same letters.
  return derive(password.normalize("NFKC"), salt, KEY_LENGTH, { ...cost, maxmem: 256 * cost.N * cost.r })
}
