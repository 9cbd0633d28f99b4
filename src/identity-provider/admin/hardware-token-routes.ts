/** Hardware tokens: imported from a vendor's file, given out, activated by a code, taken back. No route reads a seed. */

import type { People } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import { listOf } from '../../surfaces/admin/contract.ts'
import { type AdminRoute, type Input, route } from '../../surfaces/admin/routes.ts'
import { activateGivenToken, type HelpDeps, takeTokenBack } from '../core/factors/factor-help.ts'
import { requireFreshFactor } from '../core/factors/fresh-factor.ts'
import { assignToken, type HardwareDeps, removeToken } from '../core/factors/hardware-token.ts'
import { importTokens, type ReadTokenFile } from '../core/factors/import-tokens.ts'
import type { OathTokenId } from '../core/factors/oath-token.ts'
import {
  activateRequest,
  assignRequest,
  importAnswer,
  importRequest,
  tokenAnswer,
} from './factor-contract.ts'
import { presentRow, presentToken } from './present-factors.ts'

export type HardwareRouteDeps = HardwareDeps &
  HelpDeps & {
    readonly people: Pick<People, 'find' | 'findByName'>
    readonly readTokenFile: ReadTokenFile
    readonly now: () => Date
  }

export function hardwareTokenRoutes(deps: HardwareRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/hardware-tokens',
      permission: 'factors.read',
      summary: 'The hardware tokens of the tenant and whose they are.',
      answer: listOf(tokenAnswer),
      handle: async ({ caller }) => ({
        value: (await deps.tokens.list(caller.tenantId, 'all')).map(presentToken),
      }),
    }),
    route({
      method: 'POST',
      path: '/hardware-tokens/import',
      permission: 'factors.write',
      summary: 'Import tokens from an Entra CSV or a PSKC document; the answer names bad rows.',
      body: importRequest,
      answer: importAnswer,
      handle: async ({ caller, body }) => {
        requireFreshFactor(caller, deps.now())
        const read = await deps.readTokenFile(body.file, {
          ...(body.keyHex !== undefined && { key: Buffer.from(body.keyHex, 'hex') }),
          ...(body.passphrase !== undefined && { passphrase: body.passphrase }),
        })
        if (!read.ok) throw new DomainError('request-invalid', `${read.message} (${read.fault})`)
        const rows = await importTokens(deps, caller.tenantId, read.rows)
        return { value: rows.map(presentRow), ...(read.notice && { notice: read.notice }) }
      },
    }),
    ...oneTokenRoutes(deps),
  ]
}

function oneTokenRoutes(deps: HardwareRouteDeps): readonly AdminRoute[] {
  const which = ({ caller, parameter }: Pick<Input<unknown, unknown>, 'caller' | 'parameter'>) => {
    requireFreshFactor(caller, deps.now())
    return { tenantId: caller.tenantId, id: parameter('id') as OathTokenId }
  }
  return [
    route({
      method: 'POST',
      path: '/hardware-tokens/:id/assign',
      permission: 'factors.write',
      summary: 'Give a token of the pool to a person. It counts once it is activated.',
      body: assignRequest,
      status: 204,
      handle: async (input) => {
        await assignToken(deps, which(input), input.body.userId)
        return undefined
      },
    }),
    route({
      method: 'POST',
      path: '/hardware-tokens/:id/activate',
      permission: 'factors.write',
      summary:
        'Activate the first factor of a person by a code that it shows, or two where its clock is off; who has a factor activates a further token without help.',
      body: activateRequest,
      status: 204,
      handle: async ({ caller, body, parameter }) => {
        const { code, nextCode } = body
        const codes = { code, now: deps.now(), ...(nextCode !== undefined && { nextCode }) }
        const id = parameter('id') as OathTokenId
        await activateGivenToken(deps, caller, { id, ...codes })
        return undefined
      },
    }),
    route({
      method: 'POST',
      path: '/hardware-tokens/:id/unassign',
      permission: 'factors.write',
      summary: 'Take a token back into the pool; a person’s last strong factor goes by a reset.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await takeTokenBack(deps, caller, parameter('id') as OathTokenId)
        return undefined
      },
    }),
    route({
      method: 'DELETE',
      path: '/hardware-tokens/:id',
      permission: 'factors.write',
      summary: 'Remove a token of the pool for good.',
      status: 204,
      handle: async (input) => {
        await removeToken(deps, which(input))
        return undefined
      },
    }),
  ]
}
