/** Hardware tokens: imported from a vendor's file, assigned, activated by a code, taken back. No route reads a seed. */

import type { People } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import { ids } from '../../core/id-kinds.ts'
import { listOf } from '../../surfaces/admin/contract.ts'
import { type Input, type Route, routesWith } from '../../surfaces/http/route.ts'
import {
  assignToken,
  type HardwareDeps,
  removeToken,
} from '../core/factors/codes/hardware-token.ts'
import { importTokens, type ReadTokenFile } from '../core/factors/codes/import-tokens.ts'
import { activateGivenToken, type HelpDeps, takeTokenBack } from '../core/factors/factor-help.ts'
import { requireFreshFactor } from '../core/factors/fresh-factor.ts'
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

const audit = { category: 'User', resource: 'HardwareOathToken' } as const
const route = routesWith<HardwareRouteDeps>()

const poolRoutes: readonly Route<HardwareRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/hardware-tokens',
    permission: 'factors.read',
    summary: 'The hardware tokens of the tenant and whose they are.',
    answer: listOf(tokenAnswer),
    handle: async ({ ports, caller }) => ({
      value: (await ports.tokens.list(caller.tenantId, 'all')).map(presentToken),
    }),
  }),
  route({
    method: 'POST',
    path: '/hardware-tokens/import',
    permission: 'factors.write',
    audit: { ...audit, action: 'import' },
    summary: 'Import tokens from an Entra CSV or a PSKC document; the answer names bad rows.',
    body: importRequest,
    answer: importAnswer,
    handle: async ({ ports, caller, body }) => {
      requireFreshFactor(caller, ports.now())
      const read = await ports.readTokenFile(body.file, {
        ...(body.keyHex !== undefined && { key: Buffer.from(body.keyHex, 'hex') }),
        ...(body.passphrase !== undefined && { passphrase: body.passphrase }),
      })
      if (!read.ok) throw new DomainError('request-invalid', `${read.message} (${read.fault})`)
      const rows = await importTokens(ports, caller.tenantId, read.rows)
      return { value: rows.map(presentRow), ...(read.notice && { notice: read.notice }) }
    },
  }),
]

/** The token in the path, for people who have just proved a factor. */
function which({ ports, caller, parameter }: Input<HardwareRouteDeps>) {
  requireFreshFactor(caller, ports.now())
  return { tenantId: caller.tenantId, id: parameter('id', ids.oathToken) }
}

const oneTokenRoutes: readonly Route<HardwareRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/hardware-tokens/:id/assign',
    permission: 'factors.write',
    audit: { ...audit, action: 'assign' },
    summary: 'Give a token of the pool to a person. It counts once it is activated.',
    body: assignRequest,
    status: 204,
    handle: (input) => assignToken(input.ports, which(input), input.body.userId),
  }),
  route({
    method: 'POST',
    path: '/hardware-tokens/:id/activate',
    permission: 'factors.write',
    audit: { ...audit, action: 'activate' },
    summary:
      'Activate the first factor of a person by a code that it shows, or two where its clock is off; a person who has a factor already activates another one without help.',
    body: activateRequest,
    status: 204,
    handle: async ({ ports, caller, body, parameter }) => {
      const { code, nextCode } = body
      const codes = { code, now: ports.now(), ...(nextCode !== undefined && { nextCode }) }
      const id = parameter('id', ids.oathToken)
      await activateGivenToken(ports, caller, { id, ...codes })
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/hardware-tokens/:id/unassign',
    permission: 'factors.write',
    audit: { ...audit, action: 'unassign' },
    summary: 'Take a token back into the pool; a person’s last strong factor goes by a reset.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      takeTokenBack(ports, caller, parameter('id', ids.oathToken)),
  }),
  route({
    method: 'DELETE',
    path: '/hardware-tokens/:id',
    permission: 'factors.write',
    audit,
    summary: 'Remove a token of the pool for good.',
    status: 204,
    handle: (input) => removeToken(input.ports, which(input)),
  }),
]

export const hardwareTokenRoutes = [...poolRoutes, ...oneTokenRoutes]
