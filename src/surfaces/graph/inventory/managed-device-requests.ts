/** What managed devices are asked with: enrolled, changed, renamed, wiped. */
import { enums, managedDeviceType, memberNames } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import type { WipeKind } from '../../../core/inventory/wipe-kind.ts'
import { maxTextLength } from '../../../core/storable-text.ts'
import { ofType } from '../bodies/known-members.ts'

const text = z
  .string()
  .max(maxTextLength)
  .regex(/^[^\0]*$/)
  .nullish()
  .transform((value) => value ?? '')

export const enrollment = z
  .object({
    deviceName: text,
    serialNumber: text,
    manufacturer: text,
    model: text,
    operatingSystem: text,
    osVersion: text,
    userPrincipalName: text,
    userId: text,
    userDisplayName: text,
    azureADDeviceId: text,
    notes: text,
    enrollmentProfileName: text,
    managedDeviceOwnerType: z.enum(['unknown', 'company', 'personal']).default('company'),
    joinType: z.enum(enums.joinType).default('azureADJoined'),
    managementAgent: z.enum(enums.managementAgentType).default('mdm'),
  })
  .transform(({ azureADDeviceId, managedDeviceOwnerType, ...rest }) => ({
    ...rest,
    operatingSystem: rest.operatingSystem || 'Windows',
    directoryDeviceId: azureADDeviceId,
    ownerType: managedDeviceOwnerType,
  }))

export const change = z.object({
  managedDeviceOwnerType: z.enum(['unknown', 'company', 'personal']).optional(),
  notes: z.string().max(maxTextLength).nullable().optional(),
})
export const nameRequest = z.object({ deviceName: z.string() })
/** Of other systems than Windows nothing is looked at. */
export const wipeRequest = z
  .object({
    keepEnrollmentData: z.boolean().nullish(),
    keepUserData: z.boolean().nullish(),
    macOsUnlockCode: z.string().nullish(),
    obliterationBehavior: z.string().nullish(),
    persistEsimDataPlan: z.boolean().nullish(),
    useProtectedWipe: z.boolean().nullish(),
  })
  .optional()

type WipeRequest = NonNullable<z.output<typeof wipeRequest>>

const ofDevice = {
  type: 'microsoft.graph.managedDevice',
  derived: ['microsoft.graph.windowsManagedDevice'],
  ignored: memberNames(managedDeviceType, 'beta'),
}
ofType(enrollment, ofDevice)
ofType(change, ofDevice)
ofType(nameRequest, { type: 'the parameters of setDeviceName', ignored: [] })
ofType(wipeRequest, { type: 'the parameters of wipe', ignored: [], mayBeEmpty: true })

/** What is kept comes before how. */
export function kindOf({
  keepUserData,
  keepEnrollmentData,
  useProtectedWipe,
}: WipeRequest): WipeKind {
  if (keepUserData === true) return 'keep-data'
  if (keepEnrollmentData === true) return 'keep-enrollment'
  return useProtectedWipe === true ? 'protected' : 'full'
}
