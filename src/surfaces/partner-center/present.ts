/** What Partner Center says: camelCase, no date where there is none, both names of every count. */
import { refusals } from 'taxiway-autopilot'
import type { BatchDevice, DeviceBatch, JobRow, PartnerJob } from '../../core/partners/batch.ts'
import type { PartnerPolicy } from '../../core/partners/policy.ts'
import type { Tenant } from '../../core/tenants/tenant.ts'

const of = (objectType: string) => ({ attributes: { objectType } })

/** The `links` of devices are empty in the real service. [observed] */
export function collection(
  items: readonly object[],
  { totalCount = items.length, links = {} }: { totalCount?: number; links?: object } = {},
) {
  return { totalCount, items, links, ...of('Collection') }
}

export function presentCustomer({ id, displayName, domains }: Tenant, relationship = 'reseller') {
  return {
    id,
    companyProfile: {
      tenantId: id,
      domain: domains[0] ?? '',
      companyName: displayName,
      ...of('CustomerCompanyProfile'),
    },
    relationshipToPartner: relationship,
    ...of('Customer'),
  }
}

/** Addresses have no version and, in samples, blanks that are not encoded. [documented] */
export function presentBatch(customerId: string, batch: DeviceBatch) {
  const { name, createdBy, createdAt, devices, isBusy } = batch
  return {
    id: name,
    createdBy,
    creationDate: withoutOffset(createdAt),
    status: isBusy ? 'processing' : 'finished',
    devicesCount: devices,
    deviceCount: devices,
    devicesLink: {
      uri: `/customers/${customerId}/deviceBatches/${name}/devices`,
      method: 'GET',
      headers: [],
    },
    ...of('DeviceBatch'),
  }
}

export function presentDevice({ device, policyName }: BatchDevice) {
  return {
    id: device.id,
    serialNumber: device.serialNumber,
    productKey: device.productKey,
    modelName: device.model,
    oemManufacturerName: device.manufacturer,
    policies: [{ key: 'o_o_b_e', value: policyName }],
    uploadedDate: `${withoutOffset(device.registeredAt)}+00:00`,
    allowedOperations: ['delete', 'assign_policies'],
    ...of('Device'),
  }
}

export function presentPolicy({ profile, settings, devices }: PartnerPolicy) {
  return {
    id: profile.id,
    name: profile.displayName,
    category: 'o_o_b_e',
    description: profile.description,
    devicesAssigned: devices,
    devicesAssignedCount: devices,
    policySettings: settings,
    createdDate: withoutOffset(profile.createdAt),
    lastModifiedDate: withoutOffset(profile.modifiedAt),
    ...of('ConfigurationPolicy'),
  }
}

/** The only published sample of a job with refused rows reads `finished`. [documented] */
export function presentJob({ id, startedAt, completedAt, rows }: PartnerJob, isStrict: boolean) {
  const hasErrors = rows.some(({ state }) => state === 'error')
  const isBegun = rows.some(({ state }) => state !== 'undecided')
  const ended = hasErrors && !isStrict ? 'finished_with_errors' : 'finished'
  return {
    batchTrackingId: id,
    status: completedAt === null ? (isBegun ? 'processing' : 'queued') : ended,
    startedTime: withoutOffset(startedAt),
    ...(completedAt !== null && { completedTime: withoutOffset(completedAt) }),
    devicesStatus: rows.map(presentRow),
    ...of('BatchUploadDetails'),
  }
}

const states = { undecided: 'queued', complete: 'finished', error: 'finished_with_errors' } as const

/** Serial number and product key as they were sent: a hash alone says neither. [observed: CIPP] */
function presentRow(row: JobRow) {
  return {
    ...(row.deviceId !== null && { deviceId: row.deviceId }),
    ...(row.serialNumber !== null && { serialNumber: row.serialNumber }),
    ...(row.productKey !== null && { productKey: row.productKey }),
    status: states[row.state],
    ...errorOf(row),
    ...of('DeviceUploadDetails'),
  }
}

/** That a profile is unknown has a number in the registration service, and no published name. [observed] */
const policyNotFound = { code: 809, name: 'PolicyNotFound' }

function errorOf({ refusal, reportedAs }: JobRow) {
  if (refusal === undefined) return {}
  const { code, name } =
    reportedAs ??
    (refusal === 'PolicyNotFound'
      ? policyNotFound
      : { code: refusals[refusal].code, name: refusal })
  return { errorCode: String(code), errorDescription: name }
}

/** As .NET writes it, with seven decimals. [observed] */
function withoutOffset(time: Date): string {
  return time.toISOString().replace(/(\.\d{3})Z$/, '$10000')
}
