/** The channels through which devices are registered, what each takes, and files judged by the rules of one. */
import { type ChannelKey, channels, isChannelKey } from 'taxiway-autopilot'
import { z } from 'zod'
import { nameOfCaller } from '../../../core/access/caller.ts'
import { DomainError } from '../../../core/errors.ts'
import type { IdKind } from '../../../core/id-kinds.ts'
import { hashBytesOf } from '../../../core/imports/hash-text.ts'
import { type SendDeps, sendImport } from '../../../core/imports/send-import.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { importAnswer } from '../imports/import-contract.ts'
import { channelAnswer, fileCheckAnswer } from './channel-contract.ts'
import { maxUpload } from './customer-contract.ts'
import { presentFinding, readDeviceFile, rowsToSend } from './read-device-file.ts'

export type ChannelRouteDeps = SendDeps & { readonly onImport: () => void }

const route = routesWith<ChannelRouteDeps>()

const channelKey: IdKind<ChannelKey> = {
  what: 'channel',
  parse: (text) => (isChannelKey(text) ? text : undefined),
}

const fileRequest = z.strictObject({ file: z.union([z.string(), z.instanceof(Uint8Array)]) })
const uploadRequest = z.strictObject({
  file: z.string().min(1),
  label: z.string().max(200).default('upload.csv'),
})

export const channelRoutes: readonly Route<ChannelRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/channels',
    permission: 'devices.read',
    summary: 'The channels of registration, retired ones included, and what each takes.',
    answer: listOf(channelAnswer),
    handle: () => ({
      value: Object.entries(channels).map(([key, channel]) => ({
        key,
        title: channel.title,
        state: channel.state,
        maxDevices: channel.maxDevices,
        identifiers: channel.identifiers,
        groupTag: channel.groupTag,
        assignsUsers: channel.assignsUsers,
        profiles: channel.profiles,
        columns: channel.columns ?? [],
        successor: channel.successor ?? null,
      })),
    }),
  }),
  route({
    method: 'POST',
    path: '/channels/:channel/check',
    permission: 'devices.read',
    maxBody: maxUpload,
    summary:
      'What is wrong with a file (its bytes as text/csv, or {"file": text}) by the rules of a channel, a retired one too. Nothing is kept.',
    body: fileRequest,
    answer: fileCheckAnswer,
    handle: ({ body, parameter }) => {
      const key = parameter('channel', channelKey)
      const { rows, findings } = readDeviceFile(key, body.file)
      const { state, successor = null } = channels[key]
      return {
        rows: rows.length,
        state,
        successor,
        findings: findings.map((each) => presentFinding(key, each)),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/channels/:channel/uploads',
    permission: 'devices.import',
    audit: {
      category: 'Enrollment',
      resource: 'ImportedWindowsAutopilotDeviceIdentity',
      action: 'upload',
    },
    maxBody: maxUpload,
    summary:
      'Register the devices of a file for Intune; every other channel says where it takes them.',
    body: uploadRequest,
    status: 201,
    answer: importAnswer,
    handle: async ({ ports, caller, body: { file, label }, parameter }) => {
      const key = parameter('channel', channelKey)
      requireOwnUpload(key)
      const rows = rowsToSend(key, file).map((row) => ({
        place: { file: label, line: row.line },
        submission: {
          importId: null,
          serialNumber: row.serialNumber || null,
          productKey: row.productKey || null,
          hardwareHash: hashBytesOf(row.hardwareHash),
          groupTag: row.groupTag || null,
          purchaseOrderIdentifier: null,
          assignedUserPrincipalName: row.assignedUser || null,
        },
      }))
      const sent = await sendImport(ports, caller.tenantId, {
        by: nameOfCaller(caller),
        label,
        rows,
      })
      ports.onImport()
      return sent
    },
  }),
]

const elsewhere: Partial<Readonly<Record<ChannelKey, string>>> = {
  partnerCenter: 'Partners upload at /admin/v1/partner/customers/{customer}/uploads.',
  oemDirect: 'OEMs send to /oem/v1/devices.',
  mdmAuto: 'Managed devices report themselves.',
  deviceLink: 'Add DeviceLink files on the page of associated devices.',
  corporateIdentifier: 'Add them on the page of corporate identifiers.',
}

/** [documented: the store's channel is closed; its files go to Intune] */
function requireOwnUpload(key: ChannelKey): void {
  const { title, state, successor } = channels[key]
  if (state === 'retired' && successor !== undefined)
    throw new DomainError(
      'channel-retired',
      `${title} registers no devices any more. Its files are checked here, and registered through ${channels[successor].title}: taxiway csv convert --as ${successor}.`,
    )
  if (key !== 'intune')
    throw new DomainError(
      'request-invalid',
      `${title} takes no upload here. ${elsewhere[key] ?? ''}`.trim(),
    )
}
