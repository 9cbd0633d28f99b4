/**
 * Tokens and sign-ins, in one process with everything that they need: first each for itself, then all at their
 * goals at the same time, while the registry is read.
 */
import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { newSigningKey } from '../src/identity-provider/core/signing-keys.ts'
import { paced, perSecond } from './authority/rates.ts'
import { type Work, workOn } from './authority/work.ts'
import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const seconds = 10

const goals = { tokens: 1_200, signIns: 5, readMs: 100 }
/** Grants a second beside which everything else goes on. */
const tokensBeside = 600

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    await registry.import(submissions('authority', 0, 500))
    const work = await workOn(registry)
    await work.token()
    await work.signIn()
    const floor = await signaturesPerSecond()
    const tokens = await perSecond(work.token, { inFlight: 16, seconds })
    report({
      name: 'tokens by client secret, in process',
      figure: `${tokens.toFixed(0)} / s`,
      floor: `${floor.toFixed(0)} / s (one thread that only signs)`,
      ratio: tokens / floor,
      goal: `≥ ${goals.tokens} / s`,
      met: tokens >= goals.tokens,
    })
    const signIns = await perSecond(work.signIn, { inFlight: 4, seconds: 5 })
    report({
      name: 'sign-ins by password, all pages and the code',
      figure: `${signIns.toFixed(0)} / s`,
      goal: `≥ ${goals.signIns} / s`,
      met: signIns >= goals.signIns,
    })
    await together(work, report)
  } finally {
    await registry.close()
  }
}

/** Everything at its goal at once, begun by the clock and not by the end of what was before. */
async function together({ token, signIn, read }: Work, report: Report): Promise<void> {
  const [tokens, signIns, reads] = await Promise.all([
    paced(token, { rate: tokensBeside, seconds }),
    paced(signIn, { rate: goals.signIns, seconds }),
    paced(read, { rate: 20, seconds }),
  ])
  const p99 = percentile(reads.took, 0.99)
  const rates = [tokens, signIns].map(({ rate }) => rate.toFixed(rate < 10 ? 1 : 0))
  report({
    name: `reads of 100 devices beside ${rates[0]} tokens / s and ${rates[1]} sign-ins / s`,
    figure: `p99 ${p99.toFixed(0)} ms (median ${percentile(reads.took, 0.5).toFixed(0)})`,
    goal: `p99 ≤ ${goals.readMs} ms`,
    met:
      p99 <= goals.readMs &&
      tokens.rate >= tokensBeside * 0.98 &&
      signIns.rate >= goals.signIns * 0.98,
  })
}

/** The least that a token costs: its signature. */
async function signaturesPerSecond(): Promise<number> {
  const key = createPrivateKey({ key: { ...(await newSigningKey()) }, format: 'jwk' })
  const data = randomBytes(700)
  const count = 1000
  const ms = await timed(async () => {
    for (let n = 0; n < count; n++) sign('sha256', data, key)
  })
  return (count * 1000) / ms
}
