/** `taxiway device doctor`: whether a device could get its profile from this server, step by step. */
import { Command } from 'commander'
import {
  askForChallenge,
  fleetMachine,
  proofFor,
  redeemChallenge,
  type Service,
} from 'taxiway-device'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'

export type Finding = { readonly check: string; readonly ok: boolean; readonly detail: string }

/** A challenge is valid for two minutes, so a device whose clock is this far off can hardly answer one. Seconds. */
const maxSkewSeconds = 60

export function doctorCommand(): Command {
  const command = withContextOption(new Command('doctor'))
    .description(
      'Check what a first boot needs: the server can be reached, clocks agree, a challenge can be decrypted and\n' +
        'answered. The device is simulated, so the expected result is that it is not registered.',
    )
    .action(async () => {
      const output = outputOf(command)
      const context = await contextFor(command)
      // For its certificate authority; nobody signs in.
      const { origin } = connect(context)
      const service: Service = { origin, ask: (request) => fetch(request) }
      const findings = await examine(service)
      output.rows(
        findings.map(({ ok, ...rest }) => ({ ...rest, ok: ok ? 'ok' : 'FAILED' })),
        [
          { key: 'check', title: 'Check' },
          { key: 'ok', title: 'Result' },
          { key: 'detail', title: 'Detail' },
        ],
      )
      if (findings.some(({ ok }) => !ok)) process.exitCode = exitCodes.findings
    })
  return withExamples(command, { 'taxiway device doctor': 'every check, with what is wrong' })
}

async function examine(service: Service): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const found = (check: string, ok: boolean, detail: string) => {
    findings.push({ check, ok, detail })
    return ok
  }
  const reached = await keysOf(service)
  if (!found('The service answers', reached.ok, reached.detail)) return findings
  const skew = Math.abs(reached.skewSeconds)
  found('Clocks agree', skew <= maxSkewSeconds, `${skew.toFixed(0)} s apart`)
  const { hardwareHash, prover } = fleetMachine({ seed: `doctor ${Date.now()}` }, 0)
  if (prover === null) return findings
  const challenge = await askForChallenge(service, hardwareHash, prover)
  if ('result' in challenge) {
    found('Challenge received', false, `${challenge.code}: ${challenge.detail}`)
    return findings
  }
  found('Challenge received', true, 'for a simulated device')
  const proof = await proofFor(service, challenge, { hardwareHash, prover })
  const answer = await redeemChallenge(service, { hardwareHash, prover, challenge, proof })
  const isUnknown = answer.result === 'none' && answer.code === 807
  const said = answer.result === 'problem' ? `${answer.code}: ${answer.detail}` : answer.result
  found(
    'Proof accepted',
    isUnknown,
    isUnknown ? 'the device is not registered, as it should be' : said,
  )
  return findings
}

async function keysOf({ origin, ask }: Service) {
  try {
    const response = await ask(new Request(`${origin}/ztd/v1/keys`))
    const skewSeconds = (Date.parse(response.headers.get('date') ?? '') - Date.now()) / 1000
    const body = (await response.json()) as { keys?: readonly object[] }
    const count = body.keys?.length ?? 0
    return {
      ok: response.ok && count > 0,
      detail: `${origin}, ${count} key${count === 1 ? '' : 's'}`,
      skewSeconds: Number.isNaN(skewSeconds) ? 0 : skewSeconds,
    }
  } catch (error) {
    const { message, cause } = error as Error
    return {
      ok: false,
      detail: `${message} ${cause instanceof Error ? cause.message : ''}`.trim(),
      skewSeconds: 0,
    }
  }
}
